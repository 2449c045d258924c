namespace Gateway.Api.Admin;

/// <summary>What an operator asked for cannot be done; nothing was done. The message is for that person.</summary>
/// <param name="message">One line.</param>
internal sealed class AdminFault(string message) : Exception(message);

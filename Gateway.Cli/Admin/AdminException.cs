namespace Gateway.Cli.Admin;

/// <summary>The PoP does not answer, or refuses. The message is for the person at the terminal.</summary>
/// <param name="message">One line.</param>
internal sealed class AdminException(string message) : Exception(message);

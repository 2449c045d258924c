namespace Gateway.Api.Admin;

/// <summary>Why nothing was done.</summary>
/// <param name="Error">One line.</param>
internal sealed record AdminError(string Error);

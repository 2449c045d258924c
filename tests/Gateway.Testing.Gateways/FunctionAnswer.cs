namespace Gateway.Testing.Gateways;

/// <summary>What an invocation has answered.</summary>
/// <param name="Status">200 also if the function failed.</param>
/// <param name="Error"><c>Unhandled</c>; null if it succeeded.</param>
/// <param name="Body">What the function gave, or what its failure was.</param>
/// <param name="Log">The last 4 KB that it has printed.</param>
public sealed record FunctionAnswer(int Status, string? Error, string Body, string Log);

using Gateway.LambdaCompat.Engine;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>How a call of a function went.</summary>
/// <param name="Outcome">What the engine says.</param>
/// <param name="ExecutedVersion">What ran, or would have run.</param>
/// <param name="ThrottleReason">Why nothing ran; null if something did.</param>
/// <param name="IsRecursive">The function has called itself too often; nothing ran.</param>
internal sealed record InvocationRun(InvocationOutcome Outcome, string ExecutedVersion, string? ThrottleReason = null, bool IsRecursive = false);

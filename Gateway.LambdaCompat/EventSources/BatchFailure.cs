namespace Gateway.LambdaCompat.EventSources;

/// <summary>Why a batch is given up.</summary>
/// <param name="Condition"><c>RetryAttemptsExhausted</c>, <c>RecordAgeExceeded</c> or <c>RecursiveLoopDetected</c>.</param>
/// <param name="Invocations">How often the function was called with it.</param>
/// <param name="RequestId">Of the last call.</param>
/// <param name="ExecutedVersion">Of the last call.</param>
/// <param name="IsFunctionError">False if the function itself named the records that failed.</param>
internal sealed record BatchFailure(string Condition, int Invocations, string RequestId, string ExecutedVersion, bool IsFunctionError);

namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>An invocation that has no environment yet.</summary>
/// <param name="spec">What it would start.</param>
/// <param name="requestId">Of the invocation.</param>
/// <param name="since">A timestamp.</param>
internal sealed class EnvironmentWaiter<T>(EnvironmentSpec spec, string requestId, long since)
    where T : class
{
    /// <summary>Null if there is no room for it.</summary>
    public TaskCompletionSource<TakenEnvironment<T>?> Arrival { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EnvironmentSpec Spec { get; } = spec;

    public string RequestId { get; } = requestId;

    public long Since { get; } = since;
}

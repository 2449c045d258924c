using Gateway.LambdaCompat.Engine;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>Calls functions by name: what the HTTP front, event sources and destinations use, below signatures and above the engine.</summary>
public interface IFunctionInvoker
{
    /// <summary>Finds the function and its version, and runs it once.</summary>
    /// <param name="accountId">The tenant.</param>
    /// <param name="region">As <c>us-east-1</c>.</param>
    /// <param name="functionName">Name, partial ARN or ARN, with or without qualifier.</param>
    /// <param name="qualifier">Version or alias; null for none.</param>
    /// <param name="call">Its <see cref="FunctionInvocation.InvokedFunctionArn"/> is filled in here.</param>
    /// <param name="token">The caller has gone.</param>
    /// <returns>The outcome and the version that ran; null if there is no such function.</returns>
    Task<(InvocationOutcome Outcome, string ExecutedVersion)?> InvokeAsync(string accountId, string region, string functionName, string? qualifier, FunctionInvocation call, CancellationToken token);

    /// <summary>Queues an asynchronous invocation; durable when it ends.</summary>
    /// <returns>False if there is no such function.</returns>
    Task<bool> EnqueueAsync(string accountId, string region, string functionName, string? qualifier, ReadOnlyMemory<byte> payload, string requestId, CancellationToken token);
}

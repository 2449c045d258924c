namespace Gateway.LambdaCompat.Engine;

/// <summary>Runs functions in execution environments.</summary>
public interface IFunctionEngine : IAsyncDisposable
{
    /// <summary>Runs a function once, in a free environment or in a new one.</summary>
    /// <returns>Also for functions that fail: no exception comes from the function.</returns>
    Task<InvocationOutcome> InvokeAsync(EnvironmentSpec spec, FunctionInvocation invocation, CancellationToken token);

    /// <summary>Keeps so many environments started, busy ones included (provisioned concurrency); 0 ends that.</summary>
    /// <returns>How many are ready, fewer if the function's initialisation fails.</returns>
    Task<int> ProvisionAsync(EnvironmentSpec spec, int count, CancellationToken token);

    /// <summary>Ends the environments of a spec: idle ones at once, busy ones after their invocation.</summary>
    void Retire(string key);
}

using System.Text.Json;
using Gateway.LambdaCompat.Engine;

namespace Gateway.Api.Wiring;

/// <summary>Starts the engine when the first function runs: a PoP that serves tables only pays nothing for it, and by then the PoP knows its own port.</summary>
internal sealed class LazyEngine(Func<CancellationToken, Task<ProcessEngine>> start) : IFunctionEngine
{
    private readonly Lock gate = new();
    private Task<ProcessEngine>? engine;
    private string? onlyAccount;

    public async Task<InvocationOutcome> InvokeAsync(EnvironmentSpec spec, FunctionInvocation invocation, CancellationToken token)
    {
        try
        {
            ProcessEngine started = await StartAsync();
            return Admits(started, spec) ? await started.InvokeAsync(spec, invocation, token) : NoWalls;
        }
        catch (PlatformNotSupportedException lack)
        {
            return Unavailable(lack.Message);
        }
    }

    public async Task<int> ProvisionAsync(EnvironmentSpec spec, int count, CancellationToken token)
    {
        if (count == 0 && engine is null) return 0;
        try
        {
            ProcessEngine started = await StartAsync();
            return Admits(started, spec) ? await started.ProvisionAsync(spec, count, token) : 0;
        }
        catch (PlatformNotSupportedException)
        {
            return 0;
        }
    }

    public void Retire(string key)
    {
        if (engine is { IsCompletedSuccessfully: true } started) started.Result.Retire(key);
    }

    public async ValueTask DisposeAsync()
    {
        if (engine is null) return;
        try
        {
            await (await engine).DisposeAsync();
        }
        catch (Exception failure) when (failure is PlatformNotSupportedException or IOException or InvalidOperationException)
        {
            // it never started; whoever wanted to run a function was told
        }
    }

    private static InvocationOutcome NoWalls { get; } = Unavailable("This machine has no walls between functions (bubblewrap is missing), and functions of another account have run already.");

    /// <summary>What the machine lacks is no defect of the PoP: the caller is told, as of a function that cannot start.</summary>
    private static InvocationOutcome Unavailable(string message) => new()
    {
        Status = InvocationStatus.Failed,
        ErrorType = "Sandbox.Unavailable",
        Payload = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["errorType"] = "Sandbox.Unavailable", ["errorMessage"] = message }),
    };

    /// <summary>Without walls only the account whose function came first.</summary>
    private bool Admits(ProcessEngine started, EnvironmentSpec spec) =>
        started.IsSandboxed || (Interlocked.CompareExchange(ref onlyAccount, spec.AccountId, null) ?? spec.AccountId) == spec.AccountId;

    /// <summary>Tried again with each call while it fails: what the machine lacks may have been installed.</summary>
    private Task<ProcessEngine> StartAsync()
    {
        lock (gate)
        {
            if (engine is null or { IsFaulted: true }) engine = start(CancellationToken.None);
            return engine;
        }
    }
}

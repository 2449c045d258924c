using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Gateway.LambdaCompat.Engine;

namespace Gateway.LambdaCompat.Tests.Harness;

/// <summary>An engine whose functions are delegates of the test.</summary>
internal sealed class ScriptedEngine : IFunctionEngine
{
    private readonly Channel<(EnvironmentSpec Spec, FunctionInvocation Call)> calls = Channel.CreateUnbounded<(EnvironmentSpec, FunctionInvocation)>();

    /// <summary>What functions do; they give back their event unless set.</summary>
    public Func<EnvironmentSpec, FunctionInvocation, Task<InvocationOutcome>> Run { get; set; } = (_, call) => Task.FromResult(Succeed(call.Payload.ToArray()));

    public ConcurrentQueue<string> Retired { get; } = [];

    public ConcurrentQueue<(string Key, int Count)> Provisioned { get; } = [];

    /// <summary>How many of so many environments get ready.</summary>
    public Func<int, Task<int>> Ready { get; set; } = Task.FromResult;

    /// <summary>Told of each key that is retired.</summary>
    public Action<string>? OnRetire { get; set; }

    public static InvocationOutcome Succeed(byte[] payload) => new() { Status = InvocationStatus.Succeeded, Payload = payload };

    public static InvocationOutcome Succeed(string payload) => Succeed(Encoding.UTF8.GetBytes(payload));

    public static InvocationOutcome Fail(string message = "no") =>
        new() { Status = InvocationStatus.Failed, ErrorType = "Error", Payload = Encoding.UTF8.GetBytes($$"""{"errorMessage":"{{message}}","errorType":"Error"}""") };

    public async Task<InvocationOutcome> InvokeAsync(EnvironmentSpec spec, FunctionInvocation invocation, CancellationToken token)
    {
        calls.Writer.TryWrite((spec, invocation));
        return await Run(spec, invocation);
    }

    public async Task<int> ProvisionAsync(EnvironmentSpec spec, int count, CancellationToken token)
    {
        Provisioned.Enqueue((spec.Key, count));
        return await Ready(count);
    }

    public void Retire(string key)
    {
        Retired.Enqueue(key);
        OnRetire?.Invoke(key);
    }

    /// <summary>The next call of a function; waits for it.</summary>
    public async Task<(EnvironmentSpec Spec, FunctionInvocation Call)> NextAsync() => await calls.Reader.ReadAsync(TestContext.Current.CancellationToken).SoonAsync();

    /// <summary>Whether calls came that no test has looked at.</summary>
    public bool HasMore => calls.Reader.Count > 0;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

using Gateway.LambdaCompat.Engine.Environments;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>An environment that starts when the test says so.</summary>
internal sealed class FakeEnvironment : IPooledEnvironment
{
    private readonly TaskCompletionSource<bool> start = new();

    public long FreeSince => 0;

    public bool IsProvisioned { get; init; }

    public bool IsExpiring { get; set; }

    public bool IsDisposed { get; private set; }

    /// <summary>For the test to remember.</summary>
    public bool WasReleased { get; set; }

    public bool IsStarted => start.Task.IsCompleted;

    /// <summary>What a group of these is of.</summary>
    public static EnvironmentSpec SpecOf(int environmentsMax) => new()
    {
        Key = "k",
        AccountId = "000000000000",
        Region = "us-east-1",
        FunctionName = "f",
        Version = "$LATEST",
        Runtime = "nodejs22.x",
        Handler = "index.handler",
        CodeFolder = "/code",
        RoleArn = "arn:aws:iam::000000000000:role/r",
        LogGroup = "/aws/lambda/f",
        EnvironmentsMax = environmentsMax,
    };

    public Task<bool> StartAsync(string requestId) => start.Task;

    public void Start(bool ready) => start.SetResult(ready);

    public void Break() => start.SetException(new InvalidOperationException("a bug"));

    public void Dispose() => IsDisposed = true;
}

namespace Gateway.LambdaCompat;

/// <summary>What an operator may set about Lambda's face.</summary>
public sealed record LambdaOptions
{
    /// <summary>Environments that all functions of an account in a region may use at once. Source: doc gettingstarted-limits.</summary>
    public int AccountConcurrencyMax { get; init; } = 1000;

    /// <summary>How many of them cannot be reserved.</summary>
    public int UnreservedConcurrencyMin { get; init; } = 100;

    /// <summary>How a function URL looks: <c>{id}</c>, <c>{region}</c> and <c>{host}</c> (of the request that makes it) are filled in.</summary>
    public string FunctionUrlTemplate { get; init; } = "http://{id}.lambda-url.{region}.{host}/";

    /// <summary>How the links begin that download packages: <c>{host}</c> is that of the request.</summary>
    public string DownloadUrlTemplate { get; init; } = "http://{host}";

    /// <summary>Asynchronous invocations that run at once.</summary>
    public int AsynchronousAtOnceMax { get; init; } = 64;

    /// <summary>Asynchronous invocations that may wait: beyond, new ones are throttled.</summary>
    public int AsynchronousWaitingMax { get; init; } = 100_000;

    /// <summary>How long a poller of a stream waits at least between two looks that found nothing.</summary>
    public TimeSpan StreamPollInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often packages that nothing names any more are looked for: longer than an invocation can last.</summary>
    public TimeSpan PackageSweepInterval { get; init; } = TimeSpan.FromMinutes(16);
}

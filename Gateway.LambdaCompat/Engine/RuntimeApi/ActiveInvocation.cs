namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>An invocation on its way through an environment.</summary>
internal sealed class ActiveInvocation(FunctionInvocation call, long startedAt, long deadlineMilliseconds) : IDisposable
{
    private readonly CancellationTokenSource? over = call.Stream is null ? null : new CancellationTokenSource();

    public FunctionInvocation Call { get; } = call;

    /// <summary>A timestamp of the time provider.</summary>
    public long StartedAt { get; } = startedAt;

    /// <summary>Since 1970.</summary>
    public long DeadlineMilliseconds { get; } = deadlineMilliseconds;

    /// <summary>Set by the session once; null until then.</summary>
    public RuntimeAnswer? Answer { get; set; }

    /// <summary>When <see cref="Answer"/> was there.</summary>
    public long AnsweredAt { get; set; }

    /// <summary>True once a response or an error is being read.</summary>
    public bool IsClaimed { get; set; }

    /// <summary>True once the caller has its outcome.</summary>
    public bool IsConcluded { get; set; }

    /// <summary>Of the environment's init phase, if this was a cold start.</summary>
    public TimeSpan? InitDuration { get; init; }

    /// <summary>For the caller.</summary>
    public TaskCompletionSource<InvocationOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends what still writes to the caller's stream.</summary>
    public CancellationToken Over => over?.Token ?? CancellationToken.None;

    public void Dispose() => over?.Cancel(); // without a timer in it there is nothing to free
}

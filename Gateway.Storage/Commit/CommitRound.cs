namespace Gateway.Storage.Commit;

/// <summary>What the tickets of one sync share. Its fields belong to the loop's lock.</summary>
/// <param name="isStepped">Who waits goes on within the call that completes it, in the order in which they began to wait.</param>
internal sealed class CommitRound(bool isStepped)
{
    private readonly TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Of a task for which several wait one goes on at once, and the thread pool takes the others: so each waits for one of its own.</summary>
    private readonly List<TaskCompletionSource>? waiting = isStepped ? [] : null;
    private int tickets;

    /// <summary>How many writes this round must make durable. May be read without the lock.</summary>
    public int Tickets => Volatile.Read(ref tickets);

    /// <summary>Whether somebody waits for the watermark to move.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>It is known how it ended.</summary>
    public bool IsCompleted => source.Task.IsCompleted;

    /// <summary>To wait for its end.</summary>
    public Task Completion
    {
        get
        {
            if (waiting is null || IsCompleted) return source.Task;
            TaskCompletionSource one = new();
            waiting.Add(one);
            return one.Task;
        }
    }

    public void Join() => Volatile.Write(ref tickets, tickets + 1);

    public void Complete()
    {
        source.SetResult();
        foreach (TaskCompletionSource one in waiting ?? []) one.SetResult();
    }

    public void Fail(StoreFault fault)
    {
        Fail(source, fault);
        foreach (TaskCompletionSource one in waiting ?? []) Fail(one, fault);
    }

    private static void Fail(TaskCompletionSource one, StoreFault fault)
    {
        one.SetException(fault);
        _ = one.Task.Exception; // nobody needs to be waiting
    }
}

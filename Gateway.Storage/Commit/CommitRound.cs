namespace Gateway.Storage.Commit;

/// <summary>What the tickets of one sync share. Its fields belong to the loop's lock.</summary>
/// <param name="isStepped">Who waits goes on within the call that completes it.</param>
internal sealed class CommitRound(bool isStepped)
{
    private readonly TaskCompletionSource source = new(isStepped ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
    private int tickets;

    /// <summary>How many writes this round must make durable. May be read without the lock.</summary>
    public int Tickets => Volatile.Read(ref tickets);

    /// <summary>Whether somebody waits for the watermark to move.</summary>
    public bool IsAwaited { get; set; }

    public Task Completion => source.Task;

    public void Join() => Volatile.Write(ref tickets, tickets + 1);

    public void Complete() => source.SetResult();

    public void Fail(StoreFault fault)
    {
        source.SetException(fault);
        _ = source.Task.Exception; // nobody needs to be waiting
    }
}

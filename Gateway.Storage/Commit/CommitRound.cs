namespace Gateway.Storage.Commit;

/// <summary>What the tickets of one sync share. Its fields belong to the loop's lock.</summary>
internal sealed class CommitRound
{
    private readonly TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether something was written that this round must make durable.</summary>
    public bool IsWanted { get; set; }

    /// <summary>Whether somebody waits for the watermark to move.</summary>
    public bool IsAwaited { get; set; }

    public Task Completion => source.Task;

    public void Complete() => source.SetResult();

    public void Fail(StoreFault fault)
    {
        source.SetException(fault);
        _ = source.Task.Exception; // nobody needs to be waiting
    }
}

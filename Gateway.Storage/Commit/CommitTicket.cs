namespace Gateway.Storage.Commit;

/// <summary>A write that is visible, and will be durable.</summary>
public readonly struct CommitTicket
{
    private readonly CommitRound? round;

    internal CommitTicket(long firstSequence, CommitRound? round)
    {
        FirstSequence = firstSequence;
        this.round = round;
    }

    /// <summary>Sequence of the first change of the write; 0 if a requirement of the batch did not hold, and nothing was written.</summary>
    public long FirstSequence { get; }

    /// <summary>False if a requirement of the batch did not hold: nothing was written.</summary>
    public bool IsWritten => FirstSequence > 0;

    /// <summary>Ends when the write is as durable as the loop promises. May be awaited any number of times.</summary>
    /// <exception cref="StoreFault">It is unknown whether the write is durable; nothing is written any more.</exception>
    public ValueTask Durable => round is null ? ValueTask.CompletedTask : new ValueTask(round.Completion);
}

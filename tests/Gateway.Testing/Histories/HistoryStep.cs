namespace Gateway.Testing.Histories;

/// <summary>One thing that happens in a history. Every choice is fixed in it, so that a history replays and shrinks step by step.</summary>
public abstract record HistoryStep
{
    private HistoryStep()
    {
    }

    /// <summary>An app writes at a replica; skipped where DynamoDB would refuse the request.</summary>
    public sealed record Write(int Replica, Request Request) : HistoryStep;

    /// <summary>An app reads the item at a replica, changes something in it, and puts the whole back.</summary>
    public sealed record Rewrite(int Replica, int Choice) : HistoryStep;

    /// <summary>A delta arrives, whichever of that replica's log, perhaps again or too early; then the document is fetched, or nothing is done.</summary>
    public sealed record Deliver(int To, int Origin, int Index, bool FetchIfEarly) : HistoryStep;

    /// <summary>A run of consecutive deltas of a replica's log arrives as one, perhaps again, in part or too early.</summary>
    public sealed record DeliverMerged(int To, int Origin, int Index, int Length, bool FetchIfEarly) : HistoryStep;

    /// <summary>A replica merges another one's document.</summary>
    public sealed record Join(int To, int From) : HistoryStep;

    /// <summary>A document leaves for somewhere, and takes its time.</summary>
    public sealed record TakeSnapshot(int From) : HistoryStep;

    /// <summary>A document that left earlier arrives, perhaps again.</summary>
    public sealed record JoinSnapshot(int To, int Index) : HistoryStep;

    /// <summary>A quiet time: everybody hears of everything.</summary>
    public sealed record Settle : HistoryStep;

    /// <summary>A replica learns what is stable, prunes, and forgets what it may.</summary>
    public sealed record Prune(int Replica) : HistoryStep;

    /// <summary>A replica retires, once all it wrote is everywhere.</summary>
    public sealed record Close(int Replica) : HistoryStep;

    /// <summary>Time goes by.</summary>
    public sealed record Pass(int Milliseconds) : HistoryStep;
}

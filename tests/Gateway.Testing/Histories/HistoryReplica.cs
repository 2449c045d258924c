using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Testing.Histories;

/// <summary>One replica of a history: the document as it is kept, and a shadow of it that is never pruned and never leaves memory.</summary>
public sealed class HistoryReplica
{
    internal HistoryReplica(int number, HybridClock clock, ItemKey key)
    {
        Number = number;
        Clock = clock;
        Document = Document.Empty(key);
        Shadow = Document.Empty(key);
    }

    public int Number { get; }

    public ReplicaId Id => Clock.Replica;

    public HybridClock Clock { get; }

    public Document Document { get; internal set; }

    public Document Shadow { get; internal set; }

    public Context Stable { get; internal set; } = Context.Empty;

    public bool IsClosed { get; internal set; }

    internal List<HistoryWrite> Log { get; } = [];

    /// <summary>All that this replica knows: of the item, and of every item.</summary>
    internal Context Known => Document.Context.Union(Stable);
}

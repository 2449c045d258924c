using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Replica;

namespace Gateway.Replication.AntiEntropy;

/// <summary>
/// What a peer was told already. Items that share transactions are told together, whichever of them is asked for: without this, each of a thousand that hang together would
/// be told a thousand times.
/// </summary>
internal sealed class ToldItems
{
    private readonly Dictionary<(UInt128 Table, ItemKey Key), Context> told = [];

    /// <summary>Whether a document was told as it is now.</summary>
    public bool Has(UInt128 table, ItemKey key, Context now) => told.TryGetValue((table, key), out Context? then) && then.Equals(now);

    /// <summary>These are told.</summary>
    public void Add(IEnumerable<IncomingChange> changes)
    {
        foreach (IncomingChange change in changes)
        {
            if (change.Fragment is Fragment.OfDocument { Document: var document }) told[(change.Table, change.Fragment.Key)] = document.Context;
        }
    }

    /// <summary>It may not have come.</summary>
    public void Clear() => told.Clear();
}

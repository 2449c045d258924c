using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Replica;

namespace Gateway.Replication.AntiEntropy;

/// <summary>What to tell a peer about an item of which it has merged less, or more than is left here.</summary>
/// <param name="replica">The data.</param>
/// <param name="rules">Who follows what.</param>
/// <param name="self">This PoP.</param>
/// <param name="peer">Who gets it, as it is now.</param>
/// <param name="isPeerInDoubt">Whether it may show what was removed and is forgotten.</param>
internal sealed class RepairUnits(IReplica replica, IItemScopes rules, PopProfile self, Func<PopProfile> peer, Func<bool> isPeerInDoubt)
{
    /// <summary>What leaves room in a frame for what is around it.</summary>
    private const int UnitBytesMax = 6 * 1024 * 1024;

    /// <summary>Documents that were sent without those that share a transaction with them.</summary>
    public long Split { get; private set; }

    /// <summary>Whether the peer may know of an item.</summary>
    public bool MayTell(UInt128 table, ItemKey key) => replica.Follows(table, key.Bytes, peer());

    /// <summary>Whether this PoP should have an item.</summary>
    public bool MayAsk(UInt128 table, ItemKey key) => replica.Follows(table, key.Bytes, self);

    /// <summary>What of a peer's document was merged here and is forgotten: its stable part, where this PoP can speak for the item and the peer cannot.</summary>
    public Context ForgottenOf(UInt128 table, ItemKey key, Context theirs)
    {
        Context stable = replica.StableHere;
        if (!isPeerInDoubt() || stable.Count == 0 || theirs.Count == 0 || !MayAsk(table, key) || !rules.IsComplete(table, key.Bytes)) return Context.Empty;
        return theirs.Intersect(stable);
    }

    /// <summary>Closed replicas have left the contexts at one store sooner than at the other.</summary>
    public Context WithoutClosed(Context context)
    {
        Context stable = replica.StableHere;
        return stable.Count == 0 ? context : context.Without(replica => stable[replica] == HlcTime.Max);
    }

    /// <summary>What a peer lacks of an item, with what must come together with it.</summary>
    /// <param name="table">The table's id.</param>
    /// <param name="key">Which item.</param>
    /// <param name="theirs">What the peer has merged of it.</param>
    /// <returns>Documents for one unit; none if it may not know of the item, or there is nothing to tell.</returns>
    public IReadOnlyList<IncomingChange> Build(UInt128 table, ItemKey key, Context theirs)
    {
        if (!MayTell(table, key)) return [];
        Context forgotten = ForgottenOf(table, key, theirs);
        List<IncomingChange> changes = [.. replica.Closure(table, key, theirs).Where(change => MayTell(change.Table, change.Fragment.Key))];
        int own = changes.FindIndex(change => change.Table == table && change.Fragment.Key == key);
        Document? document = own >= 0 ? (changes[own].Fragment as Fragment.OfDocument)?.Document : replica.Read(table, key);
        if (document is null && forgotten.Count == 0) return [];

        // The same cells with a longer memory: the peer drops what was removed here before it was forgotten, and this PoP gets none of it back.
        IncomingChange whole = new(table, Fragment.Of((document ?? Document.Empty(key)).Remembering(forgotten)), own >= 0 ? changes[own].Milliseconds : 0);
        if (own >= 0) changes[own] = whole;
        else changes.Insert(0, whole);
        if (changes.Count == 1 || changes.Sum(change => (long)change.Fragment.ApproximateBytes) <= UnitBytesMax) return changes;
        Split++;
        return [whole];
    }
}

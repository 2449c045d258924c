using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Storage.Log;

namespace Gateway.Replication.Replica;

/// <summary>What replication needs of this PoP's data. All members may be called by several threads, and do not wait for a disk.</summary>
/// <remarks>Owned here, joined to DynamoDB's face where the PoP is put together. Source: STYLE 2 (IDeltaSink).</remarks>
public interface IReplica
{
    /// <summary>Whose stamps this store makes now.</summary>
    ReplicaId Self { get; }

    /// <summary>Ids under which this store wrote before, oldest first.</summary>
    IReadOnlyList<ReplicaId> Former { get; }

    /// <summary>Whether this machine's clock may stamp writes; while it may not, writes are refused.</summary>
    bool TrustsClock { get; set; }

    /// <summary>False while this PoP takes over what the others have: a write to an item that has not come yet would remove it elsewhere, so there are none.</summary>
    bool TakesWrites { get; set; }

    /// <summary>From now on this store writes under a new id.</summary>
    /// <returns>The sequence of its log behind which the new stamps lie.</returns>
    long RenewIdentity();

    /// <summary>The log is replayed up to here by <see cref="ReplayTail"/>; 0 if no replay is under way.</summary>
    long TailPosition { get; }

    /// <summary>Whether the replay of the tail has set an item to what the others have. By number of the table.</summary>
    bool HasBegunTail(uint table, ItemKey key);

    /// <summary>Writes anew what this store wrote under a former id: one entry of its log, or those of a transaction.</summary>
    /// <param name="unit">In order, from behind <see cref="TailPosition"/> on. Entries of others and of the system table are passed over.</param>
    /// <param name="others">What the others have of an item whose replay has not begun; null for nothing.</param>
    /// <param name="origin">About them.</param>
    void ReplayTail(IReadOnlyList<LogEntry> unit, Func<uint, ItemKey, Document?> others, TailOrigin origin);

    /// <summary>The replay is over: what was kept for it goes.</summary>
    void EndTail();

    /// <summary>Merges what came from elsewhere, unit by unit, each whole or not at all. Visible when it returns.</summary>
    /// <param name="units">In order; a later one sees what an earlier one did.</param>
    /// <param name="outcomes">As many as there are units.</param>
    /// <returns>The sequence at which all of it is durable.</returns>
    long Apply(ReadOnlySpan<IncomingUnit> units, Span<UnitOutcome> outcomes);

    /// <summary>Drops documents of items that live where they are written, as if they had never been here: nothing was deleted. All of them at once, or none.</summary>
    /// <param name="table">Their table.</param>
    /// <param name="items">What of them another PoP has: if something else is merged here by now, nothing is dropped.</param>
    /// <param name="isStillSo">Asked under the locks of the items, so that whoever uses one of them from then on finds it gone.</param>
    /// <returns>Whether they were dropped.</returns>
    bool Drop(UInt128 table, IReadOnlyDictionary<ItemKey, Context> items, Func<bool> isStillSo);

    /// <summary>The id of a table, the same at every PoP; 0 for the system table.</summary>
    /// <returns>False if the table is gone.</returns>
    bool TryFindTable(uint number, out UInt128 id);

    /// <summary>Whether a PoP holds an item, by the rules of its table.</summary>
    bool Follows(uint table, ReadOnlySpan<byte> itemKey, PopProfile pop);

    /// <summary>Whether a PoP holds an item, by the rules of its table.</summary>
    bool Follows(UInt128 table, ReadOnlySpan<byte> itemKey, PopProfile pop);

    /// <summary>The document of an item, also if nothing of it shows.</summary>
    /// <returns>Null if there is none, or no such table.</returns>
    Document? Read(UInt128 table, ItemKey key);

    /// <summary>The documents that must be merged in one unit where only <paramref name="seen"/> was merged of an item: its own, and those of items
    /// that share a transaction with something new in it. Empty if there is no document.</summary>
    IReadOnlyList<IncomingChange> Closure(UInt128 table, ItemKey key, Context seen);

    /// <summary>All tables with items or rules of their own, the system table first.</summary>
    IReadOnlyList<UInt128> Tables { get; }

    /// <summary>Documents of a table by the hash of their partition keys, on a snapshot, in the order of the store, those that do not show too.</summary>
    /// <param name="table">Which table.</param>
    /// <param name="from">The first hash.</param>
    /// <param name="to">The last hash, included.</param>
    /// <param name="after">Goes on behind this item; null to begin.</param>
    IEnumerable<IncomingChange> Scan(UInt128 table, uint from, uint to, ItemKey? after);

    /// <summary>Raises the floor of new stamps to now.</summary>
    /// <returns>The floor, and the log sequence at or before which all stamps of this store at or below the floor lie.</returns>
    (HlcTime Floor, long Sequence) Beacon();

    /// <summary>What was said to be stable here last; survives a restart.</summary>
    Context StableHere { get; }

    /// <summary>What was said to be stable everywhere last; survives a restart.</summary>
    Context StableEverywhere { get; }

    /// <summary>Says what is stable; it is kept before anything is dropped because of it.</summary>
    /// <param name="here">Stable at this store (ADR 5).</param>
    /// <param name="everywhere">What every member has declared stable.</param>
    void SetStable(Context here, Context everywhere);

    /// <summary>Prunes and forgets what may go.</summary>
    /// <returns>How many became smaller or went.</returns>
    int Sweep(int documentsMax);
}

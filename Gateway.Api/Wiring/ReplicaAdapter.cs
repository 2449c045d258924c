using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Scopes;
using Gateway.Replication.Replica;
using Gateway.Storage.Log;

namespace Gateway.Api.Wiring;

/// <summary>DynamoDB's data as replication wants to see it: the one place where the two meet.</summary>
/// <param name="port">The data.</param>
/// <param name="regionOf">The region of a PoP, for stream records; null if it is not known.</param>
/// <param name="self">This PoP: where its own writes are at home.</param>
internal sealed class ReplicaAdapter(ReplicaPort port, Func<string, string?> regionOf, string self) : IReplica
{
    /// <summary>False while this PoP still takes over what it follows: what comes then says all there is, whatever is stable.</summary>
    public Func<bool> IsWhole { get; set; } = () => true;

    /// <summary>Which PoP writes, or wrote, as a replica; null if it is not known.</summary>
    public Func<ReplicaId, string?> OwnerOf { get; set; } = _ => null;

    /// <summary>Whether a PoP has a lease of a partition of items that live where they are written: table, partition key, PoP.</summary>
    public Func<UInt128, ReadOnlyMemory<byte>, string, bool> HasLease { get; set; } = (_, _, _) => false;

    /// <summary>True if this PoP keeps everything: only then what is stable speaks for items that live where they are written.</summary>
    public Func<bool> FollowsAll { get; set; } = () => true;

    public ReplicaId Self => port.Self;

    public IReadOnlyList<ReplicaId> Former => [.. port.Identities.SkipLast(1).Select(identity => identity.Replica)];

    public bool TrustsClock
    {
        get => port.TrustsClock;
        set => port.TrustsClock = value;
    }

    public bool TakesWrites
    {
        get => port.TakesWrites;
        set => port.TakesWrites = value;
    }

    public Context StableHere => port.StableHere;

    public Context StableEverywhere => port.StableEverywhere;

    public IReadOnlyList<UInt128> Tables => [UInt128.Zero, .. port.Tables.Select(table => table.Id).Where(id => id != UInt128.Zero)];

    public long TailPosition => port.TailPosition;

    public long RenewIdentity() => port.RenewIdentity().After;

    public bool HasBegunTail(uint table, ItemKey key) => port.HasBegunTail(table, key);

    public void ReplayTail(IReadOnlyList<LogEntry> unit, Func<uint, ItemKey, Document?> others, TailOrigin origin) =>
        port.ReplayTail(unit, others, new TailSource(origin.Old, origin.Known, origin.Stable, self, regionOf(self)));

    public void EndTail() => port.EndTail();

    public long Apply(ReadOnlySpan<IncomingUnit> units, Span<UnitOutcome> outcomes)
    {
        RemoteUnit[] remote = new RemoteUnit[units.Length];
        bool isNew = !IsWhole();
        for (int i = 0; i < units.Length; i++)
        {
            IncomingUnit unit = units[i];
            RemoteChange[] changes = new RemoteChange[unit.Changes.Count];
            for (int c = 0; c < changes.Length; c++)
            {
                IncomingChange change = unit.Changes[c];
                changes[c] = new RemoteChange(change.Table, change.Fragment, change.Milliseconds)
                {
                    IsNewHere = !FollowsAll() && IsLocal(change.Table, change.Fragment.Key.Bytes),
                    Known = change.Known,
                    Past = change.Past,
                };
            }

            remote[i] = new RemoteUnit { Changes = changes, Origin = unit.Origin, OriginRegion = regionOf(unit.Origin), IsNewHere = isNew };
        }

        RemoteOutcome[] results = new RemoteOutcome[units.Length];
        long sequence = port.Apply(remote, results);
        for (int i = 0; i < results.Length; i++) outcomes[i] = new UnitOutcome(KindOf(results[i].Result), Math.Max(0, results[i].Change), results[i].Reason);
        return sequence;
    }

    public bool Drop(UInt128 table, IReadOnlyDictionary<ItemKey, Context> items, Func<bool> isStillSo) => port.Drop(table, items, isStillSo);

    public bool TryFindTable(uint number, out UInt128 id)
    {
        bool isThere = port.TryFindTable(number, out ReplicatedTable? table);
        id = table?.Id ?? UInt128.Zero;
        return isThere;
    }

    public bool Follows(uint table, ReadOnlySpan<byte> itemKey, PopProfile pop) =>
        pop.FollowsAll || (port.TryFindTable(table, out ReplicatedTable? found) && (found.Scope.Includes(itemKey, pop.Name, pop.Region, pop.Groups, home: self) || HasLeaseOf(found, itemKey, pop)));

    public bool Follows(UInt128 table, ReadOnlySpan<byte> itemKey, PopProfile pop)
    {
        if (pop.FollowsAll) return true;
        if (!port.TryFindTable(table, out ReplicatedTable? found)) return false;
        if (found.Scope.Includes(itemKey, pop.Name, pop.Region, pop.Groups, home: self) || HasLeaseOf(found, itemKey, pop)) return true;

        // Of an item that lives where it is written, a backup holds a copy: it goes back only to who wrote it.
        return found.Scope.Includes(itemKey, pop.Name, pop.Region, pop.Groups, home: pop.Name) && HasWritten(pop.Name, port.Read(table, new ItemKey(itemKey.ToArray())));
    }

    public Document? Read(UInt128 table, ItemKey key) => port.Read(table, key);

    public IReadOnlyList<IncomingChange> Closure(UInt128 table, ItemKey key, Context seen) =>
        [.. port.Closure(table, key, seen).Select(change => new IncomingChange(change.Table, change.Fragment, change.Milliseconds))];

    public IEnumerable<IncomingChange> Scan(UInt128 table, uint from, uint to, ItemKey? after) =>
        port.Scan(table, from, to, after).Select(item => new IncomingChange(table, Fragment.Of(item.Document), 0));

    public (HlcTime Floor, long Sequence) Beacon() => port.Beacon();

    public void SetStable(Context here, Context everywhere) => port.SetStable(here, everywhere);

    public int Sweep(int documentsMax) => port.Sweep(documentsMax);

    private bool IsLocal(UInt128 table, ReadOnlySpan<byte> itemKey) =>
        port.TryFindTable(table, out ReplicatedTable? found) && found.Scope.HasLocal && found.Scope.ScopeOf(itemKey).Kind == ScopeKind.Local;

    private bool HasLeaseOf(ReplicatedTable table, ReadOnlySpan<byte> itemKey, PopProfile pop) =>
        table.Scope.HasLocal
        && table.Scope.Includes(itemKey, pop.Name, pop.Region, pop.Groups, home: pop.Name)
        && HasLease(table.Id, itemKey[..table.PartitionBytesOf(itemKey)].ToArray(), pop.Name);

    private bool HasWritten(string pop, Document? document)
    {
        if (document is null) return false;
        foreach (ReplicaId replica in document.Context.Replicas)
        {
            if (OwnerOf(replica) == pop) return true;
        }

        return false;
    }

    private static UnitOutcomeKind KindOf(RemoteResult result) => result switch
    {
        RemoteResult.Applied => UnitOutcomeKind.Applied,
        RemoteResult.AlreadySeen => UnitOutcomeKind.AlreadySeen,
        RemoteResult.PredecessorMissing => UnitOutcomeKind.PredecessorMissing,
        RemoteResult.TableUnknown => UnitOutcomeKind.TableUnknown,
        _ => UnitOutcomeKind.Unfit,
    };
}

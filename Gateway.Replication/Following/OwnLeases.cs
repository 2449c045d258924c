using System.Collections.Concurrent;
using Gateway.Crdt.Time;
using Gateway.Replication.Links;
using Gateway.Storage;

namespace Gateway.Replication.Following;

/// <summary>How this PoP holds partitions. Safe for several threads. Times in milliseconds since 1970.</summary>
internal sealed class OwnLeases
{
    private const int CountMax = 100_000;

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<PartitionName, Lease> leases = new();
    private readonly LinkHouse house;
    private readonly FollowedUnits documents;
    private readonly FollowJournal journal;

    public OwnLeases(LinkHouse house, FollowedUnits documents, FollowJournal journal, long now)
    {
        this.house = house;
        this.documents = documents;
        this.journal = journal;
        foreach ((PartitionName partition, Lease lease) in journal.Running(now).Take(CountMax)) leases[partition] = lease;
    }

    /// <summary>How many are at hand, also of those that have ended.</summary>
    public int Count => leases.Count;

    /// <summary>Those that run at a moment.</summary>
    public IEnumerable<KeyValuePair<PartitionName, Lease>> Running(long now) => leases.Where(lease => lease.Value.Until > now);

    /// <summary>A lease that may be at hand: only a hint that there is one.</summary>
    public bool TryGet(PartitionName partition, out Lease lease) => leases.TryGetValue(partition, out lease);

    /// <summary>A lease; null if there never was one.</summary>
    public Lease? Find(PartitionName partition)
    {
        if (leases.TryGetValue(partition, out Lease known)) return known;
        if (journal.Find(partition) is not { } kept) return null;
        leases[partition] = kept;
        return kept;
    }

    /// <summary>A lease; of a partition that was never used since leases are taken: it is at home here if something of it was written here.</summary>
    public Lease FindOrLook(PartitionName partition)
    {
        if (Find(partition) is { } found) return found;
        ReplicaId[] own = [.. house.Replica.Former, house.Replica.Self];
        bool isHome = documents.Documents(partition).Any(document => Array.Exists(own, replica => document.Context[replica] > HlcTime.Zero));
        Lease lease = new(0, isHome, IsShared: false);
        if (isHome) Keep(partition, lease);
        return lease;
    }

    /// <summary>Keeps a lease.</summary>
    public void Keep(PartitionName partition, Lease lease)
    {
        lock (gate)
        {
            leases[partition] = lease;
            try
            {
                journal.Save(partition, lease);
            }
            catch (StoreFault fault) when (fault.Kind == StoreFaultKind.Full)
            {
                return; // reads go on while the disk is full; after a restart the others are asked anew
            }
        }
    }

    /// <summary>Forgets a lease, unless it is another one by now.</summary>
    public void Remove(PartitionName partition, Lease lease)
    {
        lock (gate)
        {
            if (Find(partition) != lease) return;
            leases.TryRemove(partition, out _);
            journal.Remove(partition);
        }
    }

    /// <summary>Lets go what has run out, if there are too many: it is in the store.</summary>
    public void Sweep(long now)
    {
        if (leases.Count <= CountMax) return;
        foreach (KeyValuePair<PartitionName, Lease> lease in leases)
        {
            if (lease.Value.Until <= now) leases.TryRemove(lease);
        }
    }
}

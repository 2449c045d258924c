using System.Collections.Concurrent;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Links;

namespace Gateway.Replication.Following;

/// <summary>
/// Drops partitions that nobody uses here any more and that are not at home here: some items at a time, each only when a PoP that keeps everything has said that it has all
/// that is merged of it here. Whoever comes back finds them there.
/// </summary>
/// <remarks>No threads, no waiting. Safe for several threads. Times in milliseconds since 1970. Source: DOCUMENT 4.3, ADR 41.</remarks>
internal sealed class PartitionLeaver(LinkHouse house, FollowedUnits documents, FollowJournal journal, OwnLeases leases, FollowOptions options, Func<PartitionName, bool> isInUse)
{
    private const int LookedAtMax = 256;
    private const int CountMax = 64;
    private const int ItemsMax = 256;
    private const int BytesMax = 128 * 1024;
    private const long PatienceMilliseconds = 60_000;

    private readonly ConcurrentDictionary<PartitionName, LeavingPartition> leaving = new();
    private PartitionName? after;

    /// <summary>A partition is used again.</summary>
    public void Cancel(PartitionName partition) => leaving.TryRemove(partition, out _);

    /// <summary>Looks at the next leases that are long over. One call at a time.</summary>
    /// <param name="backup">A link to a PoP that keeps everything; null for none.</param>
    /// <param name="now">The time.</param>
    public void Step(IFollowLink? backup, long now)
    {
        foreach (KeyValuePair<PartitionName, LeavingPartition> late in leaving.Where(one => now - one.Value.Since > PatienceMilliseconds || one.Value.Since > now)) leaving.TryRemove(late);
        if (house.Self.FollowsAll || backup is null || leaving.Count >= CountMax) return;
        (IReadOnlyList<(PartitionName, Lease)> ended, PartitionName? last) = journal.Ended(now - (long)options.Linger.TotalMilliseconds, after, LookedAtMax);
        foreach ((PartitionName partition, Lease lease) in ended)
        {
            after = partition;
            Look(partition, lease, backup, now);
            if (leaving.Count >= CountMax) return;
        }

        after = last; // at the end it begins anew
    }

    /// <summary>A PoP that keeps everything has answered.</summary>
    /// <param name="asked">What was asked.</param>
    /// <param name="isKept">Whether it has all of it.</param>
    public void Answered(LeavingPartition asked, bool isKept)
    {
        if (!IsLeaving(asked)) return;
        if (isKept && leases.Find(asked.Partition) is { } lease)
        {
            bool isOwn = asked.Items.Values.Any(context => context[house.Replica.Self] > HlcTime.Zero);
            if (isOwn && !lease.IsDropped) leases.Keep(asked.Partition, lease with { IsDropped = true }); // before it is: a power cut leaves the mark at most
            bool isDropped = house.Replica.Drop(asked.Partition.Table, asked.Items, () => IsLeaving(asked));
            if (isOwn && !isDropped && !lease.IsDropped) leases.Keep(asked.Partition, lease);
        }

        leaving.TryRemove(new KeyValuePair<PartitionName, LeavingPartition>(asked.Partition, asked));
    }

    private bool IsLeaving(LeavingPartition asked) => leaving.TryGetValue(asked.Partition, out LeavingPartition? known) && ReferenceEquals(known, asked);

    private void Look(PartitionName partition, Lease lease, IFollowLink backup, long now)
    {
        if (leaving.ContainsKey(partition) || isInUse(partition)) return;
        Dictionary<ItemKey, Context> items = [];
        int bytes = 0;
        foreach (Document document in lease.IsHome ? documents.Documents(partition).Take(1) : documents.Documents(partition))
        {
            items.Add(document.Key, document.Context);
            bytes += document.Key.Bytes.Length + (document.Context.Count * 2 * sizeof(ulong));
            if (items.Count >= ItemsMax || bytes >= BytesMax) break;
        }

        if (items.Count == 0)
        {
            if (!lease.IsDropped) leases.Remove(partition, lease);
        }
        else if (!lease.IsHome)
        {
            LeavingPartition asked = new(partition, items, now);
            leaving[partition] = asked;
            backup.Ask(asked);
        }
    }
}

using System.Collections.Concurrent;
using Gateway.Storage.Commit;

namespace Gateway.Replication.Following;

/// <summary>Who follows which partition of this PoP, and until when: the changes made here go to them. Safe for several threads. Times in milliseconds since 1970.</summary>
internal sealed class GivenLeases
{
    /// <summary>What fits in memory: about 200 bytes each.</summary>
    public const int CountMax = 500_000;

    private readonly ConcurrentDictionary<(PartitionName Partition, string Peer), long> given = new();
    private readonly FollowJournal journal;

    public GivenLeases(FollowJournal journal)
    {
        this.journal = journal;
        foreach ((PartitionName partition, string peer, long until) in journal.AllGiven()) given[(partition, peer)] = until;
    }

    /// <summary>How many there are.</summary>
    public int Count => given.Count;

    /// <summary>True if a PoP follows a partition: also a little after its lease, until that is noticed.</summary>
    public bool Has(PartitionName partition, string peer) => given.ContainsKey((partition, peer));

    /// <summary>True if any of some PoPs follows a partition.</summary>
    public bool HasAny(PartitionName partition, IEnumerable<string> peers) => peers.Any(peer => Has(partition, peer));

    /// <summary>Gives a lease, or a longer one. From here on what is written in the partition goes to the peer.</summary>
    /// <returns>Null if no more can be kept.</returns>
    public CommitTicket? Give(PartitionName partition, string peer, long until)
    {
        if (given.Count >= CountMax && !Has(partition, peer)) return null;
        given.AddOrUpdate((partition, peer), until, (_, before) => Math.Max(before, until));
        return journal.Give(partition, peer, until);
    }

    /// <summary>Ends a lease.</summary>
    public void End(PartitionName partition, string peer)
    {
        if (given.TryRemove((partition, peer), out _)) journal.Take(partition, peer);
    }

    /// <summary>Drops what has run out.</summary>
    public void Sweep(long now)
    {
        foreach (KeyValuePair<(PartitionName Partition, string Peer), long> one in given)
        {
            if (one.Value <= now && given.TryRemove(one)) journal.Take(one.Key.Partition, one.Key.Peer);
        }
    }
}

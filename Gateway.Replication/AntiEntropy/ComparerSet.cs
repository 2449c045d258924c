using System.Collections.Concurrent;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;

namespace Gateway.Replication.AntiEntropy;

/// <summary>The comparers of a PoP, one for each peer: gives them to links, asks for comparisons when something was missed and now and then, tells links what is repaired.</summary>
/// <remarks>Times in milliseconds of one clock for all links. Safe for several threads.</remarks>
internal sealed class ComparerSet(LinkHouse house, BucketFingerprints fingerprints, IItemScopes rules)
{
    private readonly ConcurrentDictionary<string, Comparer> comparers = new();
    private readonly ConcurrentDictionary<string, PeerLink> links = new();
    private long regularAt = -1;

    /// <summary>How this PoP stands to each peer that it was ever linked with.</summary>
    public IReadOnlyList<ComparisonStatus> Status => [.. comparers.Values.Select(comparer => comparer.Status)];

    /// <summary>Gives a new link its comparer.</summary>
    public Comparer Equip(PeerLink link, Action<Frame> send, long now)
    {
        Comparer comparer = comparers.GetOrAdd(
            link.Peer.Name,
            _ => new Comparer(house.Replica, rules, fingerprints, house.Self, () => house.Member(link.Peer.Name) ?? link.Peer, () => house.Commits.AssignedSequence, () => house.Commits.DurableSequence));
        comparer.Ended = status => End(link.Peer.Name, status);
        links[link.Peer.Name] = link;
        link.Missed = _ => comparer.Request(ComparisonCause.LogLost);
        link.Add(comparer);
        comparer.Connect(send, now);
        return comparer;
    }

    /// <summary>A link has ended.</summary>
    public void Release(PeerLink link, long now)
    {
        if (links.TryRemove(KeyValuePair.Create(link.Peer.Name, link))) comparers[link.Peer.Name].Disconnect(now);
    }

    /// <summary>Asks for a comparison with a peer, or with all.</summary>
    public void Request(ComparisonCause cause, string? peer = null)
    {
        foreach ((string name, Comparer comparer) in comparers)
        {
            if (peer is null || name == peer) comparer.Request(cause);
        }
    }

    /// <summary>Counts on, and asks for regular comparisons.</summary>
    /// <returns>When to call again.</returns>
    public long Step(long now)
    {
        long next = fingerprints.Step(now);
        long interval = (long)house.Options.CompareInterval.TotalMilliseconds;
        if (regularAt < 0) regularAt = now + interval;
        if (now >= regularAt)
        {
            regularAt = now + interval;
            Request(ComparisonCause.Regular);
        }

        return Math.Min(next, regularAt);
    }

    /// <summary>Runs within the link's own step, so it may be told at once.</summary>
    private void End(string peer, ComparisonStatus status)
    {
        if (status.Cause is ComparisonCause.Contents || status.IsEqual is null) return;
        if (links.TryGetValue(peer, out PeerLink? link) && link.NeedsRepair) link.Repaired();
    }
}

using System.Collections.Concurrent;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;

namespace Gateway.Replication.AntiEntropy;

/// <summary>The comparers of a PoP, one for each peer: gives them to links, asks for comparisons when something was missed and now and then, tells links what is repaired.</summary>
/// <remarks>Times in milliseconds of one clock for all links. Safe for several threads.</remarks>
internal sealed class ComparerSet
{
    private const long AgainMilliseconds = 1_000;

    private readonly ConcurrentDictionary<string, Comparer> comparers = new();
    private readonly ConcurrentDictionary<string, PeerLink> links = new();
    private readonly ConcurrentDictionary<string, long> again = new();
    private readonly Lock gate = new();
    private readonly LinkHouse house;
    private readonly BucketFingerprints fingerprints;
    private readonly IItemScopes rules;
    private readonly Dictionary<string, (ulong Sign, Dictionary<string, long> Awaited)> meetings = [];
    private Dictionary<string, long>? awaited;
    private long regularAt = -1;

    /// <param name="house">What links share.</param>
    /// <param name="fingerprints">This PoP's sums.</param>
    /// <param name="rules">Who follows what.</param>
    public ComparerSet(LinkHouse house, BucketFingerprints fingerprints, IItemScopes rules)
    {
        this.house = house;
        this.fingerprints = fingerprints;
        this.rules = rules;
        awaited = house.Doubts.Load()?.ToDictionary(member => member, _ => 0L);
        house.IsComplete = () => IsComplete;
        house.Doubted = Doubt;
        house.HasMet = HasMet;
    }

    /// <summary>How this PoP stands to each peer that it was ever linked with.</summary>
    public IReadOnlyList<ComparisonStatus> Status => [.. comparers.Values.Select(comparer => comparer.Status)];

    /// <summary>Gives a new link its comparer.</summary>
    public Comparer Equip(PeerLink link, Action<Frame> send, long now)
    {
        Comparer comparer = comparers.GetOrAdd(
            link.Peer.Name,
            _ => new Comparer(house.Replica, rules, fingerprints, house.Self, () => house.Member(link.Peer.Name) ?? link.Peer, () => house.Commits.AssignedSequence, () => house.Commits.DurableSequence));
        if (house.IsReplaying) return comparer; // not a part of the link: what is here must not reach others
        comparer.Ended = status => End(link.Peer.Name, status);
        links[link.Peer.Name] = link;
        link.Missed = _ => Doubt();
        bool isAwaited;
        lock (gate) isAwaited = awaited?.ContainsKey(link.Peer.Name) == true || meetings.Values.Any(meeting => meeting.Awaited.ContainsKey(link.Peer.Name));
        if (isAwaited) comparer.Request(ComparisonCause.LogLost);

        link.Add(comparer);
        comparer.Connect(send, now);
        return comparer;
    }

    /// <summary>
    /// Writes of a store that is gone may lie at any of the others, and nobody ships them: compares with everybody, and until that is done nothing more is stable here.
    /// </summary>
    public void Doubt()
    {
        Dictionary<string, long> all = house.Members().ToDictionary(member => member, EndedWith);
        lock (gate) awaited = all; // one that ended meanwhile is asked for below once more
        Request(ComparisonCause.LogLost);
        lock (gate) house.Doubts.Save(awaited?.Keys);
    }

    /// <summary>Compares with all but one member, which enters anew, and tells whether that is done: then what any of them has read of it is here.</summary>
    /// <param name="except">Which one.</param>
    /// <param name="sign">Another one each time that it enters anew.</param>
    public bool HasMet(string except, ulong sign)
    {
        IReadOnlyCollection<string> members = house.Members();
        string[] others = [.. members.Where(member => member != except)];
        bool isNew;
        lock (gate)
        {
            isNew = !meetings.TryGetValue(except, out (ulong Sign, Dictionary<string, long> Awaited) meeting) || meeting.Sign != sign;
            if (!isNew) return !meeting.Awaited.Keys.Any(members.Contains);
            meetings[except] = (sign, others.ToDictionary(member => member, EndedWith));
        }

        foreach (string member in others) Request(ComparisonCause.LogLost, member);
        return others.Length == 0;
    }

    /// <summary>True unless something may still be found by comparing.</summary>
    public bool IsComplete
    {
        get
        {
            lock (gate)
            {
                if (awaited is null) return true;
                IReadOnlyCollection<string> members = house.Members();
                if (awaited.Keys.Any(members.Contains)) return false;
                house.Doubts.Save(null);
                awaited = null;
                return true;
            }
        }
    }

    /// <summary>A link has ended.</summary>
    public void Release(PeerLink link, long now)
    {
        if (links.TryRemove(KeyValuePair.Create(link.Peer.Name, link))) comparers[link.Peer.Name].Disconnect(now);
    }

    /// <summary>Asks for a comparison with a peer, or with all.</summary>
    /// <returns>With whom, and how many of theirs will have ended when this one has.</returns>
    public IReadOnlyDictionary<string, long> Request(ComparisonCause cause, string? peer = null)
    {
        // What was missed may lie at one that joins, too; an operator does not wait for those that are gone.
        IReadOnlyCollection<string>? members = cause == ComparisonCause.Operator ? house.Members() : null;
        return comparers.Where(one => peer is null ? members?.Contains(one.Key) != false : one.Key == peer).ToDictionary(one => one.Key, one => one.Value.Request(cause));
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

        foreach ((string peer, long at) in again)
        {
            if (now >= at && again.TryRemove(peer, out _)) Request(ComparisonCause.LogLost, peer);
            else next = Math.Min(next, at);
        }

        return Math.Min(next, regularAt);
    }

    /// <summary>How many will have ended with the one that runs.</summary>
    private long EndedWith(string peer) => comparers.TryGetValue(peer, out Comparer? comparer) && comparer.Status is var status ? status.Ended + (status.IsRunning ? 1 : 0) : 0;

    /// <summary>Runs within the link's own step, so it may be told at once.</summary>
    private void End(string peer, ComparisonStatus status)
    {
        if (status.Cause is ComparisonCause.Contents || status.IsEqual is null) return;
        bool isAwaited;
        lock (gate)
        {
            isAwaited = awaited is not null && awaited.TryGetValue(peer, out long before) && status.Ended > before;
            if (isAwaited && !status.WasPeerInDoubt)
            {
                awaited!.Remove(peer);
                house.Doubts.Save(awaited.Keys);
            }

            foreach ((_, Dictionary<string, long> met) in meetings.Values)
            {
                if (!met.TryGetValue(peer, out long endedBefore) || status.Ended <= endedBefore) continue;
                isAwaited = true;
                if (!status.WasPeerInDoubt) met.Remove(peer);
            }
        }

        bool needsRepair = links.TryGetValue(peer, out PeerLink? link) && link.NeedsRepair;

        // What is missing here may be missing there, too, while the peer itself takes over what others have.
        if (status.WasPeerInDoubt && (needsRepair || isAwaited)) again[peer] = house.Now + AgainMilliseconds;
        else if (needsRepair) link!.Repaired();
    }
}

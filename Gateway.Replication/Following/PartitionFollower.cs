using System.Collections.Concurrent;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Storage;

namespace Gateway.Replication.Following;

/// <summary>
/// Which partitions this PoP follows of items that live where they are written: asks the others when one is used that has no lease, renews leases that are in use, and asks
/// PoPs that come back. Whoever uses a partition has a lease, the PoP that wrote it too: so a user may go anywhere and back.
/// </summary>
/// <remarks>No threads, no waiting but in <see cref="EnsureAsync"/>. Safe for several threads. Source: DESIGN 6, ADR 33.</remarks>
internal sealed class PartitionFollower
{
    private const int FetchesMax = 4096;
    private const int LeasesMax = 100_000;
    private const long SweepMilliseconds = 1_000;
    private const long LateMilliseconds = 10_000;

    private readonly Lock gate = new();
    private readonly LinkHouse house;
    private readonly FollowJournal journal;
    private readonly FollowOptions options;
    private readonly ConcurrentDictionary<PartitionName, Lease> leases = new();
    private readonly Dictionary<PartitionName, PartitionFetch> fetches = [];
    private readonly Dictionary<string, IFollowLink> links = [];
    private long sweepAt;

    /// <param name="house">What links share.</param>
    /// <param name="data">What tables say.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="journal">Where leases are kept.</param>
    public PartitionFollower(LinkHouse house, IFollowedData data, FollowOptions options, FollowJournal journal)
    {
        this.house = house;
        this.journal = journal;
        this.options = options;
        Data = data;
        Given = new GivenLeases(journal);
        foreach ((PartitionName partition, Lease lease) in journal.Running(Now).Take(LeasesMax)) leases[partition] = lease;
    }

    /// <summary>Who follows what of this PoP.</summary>
    public GivenLeases Given { get; }

    /// <summary>Partitions that this PoP follows now.</summary>
    public int LeaseCount
    {
        get
        {
            long now = Now;
            return leases.Values.Count(lease => lease.Until > now);
        }
    }

    /// <summary>Partitions that others are asked for and that did not come whole yet.</summary>
    public int AwaitedCount
    {
        get
        {
            lock (gate) return fetches.Count;
        }
    }

    /// <summary>What tables say.</summary>
    public IFollowedData Data { get; }

    /// <summary>Bounds.</summary>
    public FollowOptions Options => options;

    /// <summary>Milliseconds since 1970.</summary>
    public long Now => house.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private long LeaseMilliseconds => (long)options.Lease.TotalMilliseconds;

    /// <summary>Gives a new link its part.</summary>
    /// <param name="link">The link.</param>
    /// <param name="send">Sends over it.</param>
    /// <param name="wake">Makes it step.</param>
    public FollowPart Equip(PeerLink link, Action<Frame> send, Action wake)
    {
        FollowPart part = new(house, this, link.Peer, send, wake);
        link.Add(part);
        return part;
    }

    /// <summary>Before items of a partition are read or written: fetches it if it is not here, for a short time at most.</summary>
    public ValueTask EnsureAsync(UInt128 table, ReadOnlyMemory<byte> partition, CancellationToken token) =>
        Use(new PartitionName(table, partition)) is { } fetch ? new ValueTask(WaitAsync(fetch, token)) : default;

    /// <summary>A partition is about to be used.</summary>
    /// <returns>What to wait for, for a short time; null if nothing need be waited for.</returns>
    public PartitionFetch? Use(PartitionName partition)
    {
        long now = Now;
        if (leases.TryGetValue(partition, out Lease known) && known.Until - now > LeaseMilliseconds / 2) return null;
        lock (gate)
        {
            if (fetches.TryGetValue(partition, out PartitionFetch? asked) && asked.Done.Task.IsCompleted) return null; // nobody in reach, or too slow
        }

        Lease lease = Find(partition) ?? Look(partition);
        lock (gate)
        {
            if (Begin(partition, now) is not { } fetch || lease.Until > now || house.Self.FollowsAll || lease is { IsHome: true, IsShared: false }) return null;
            return fetch.Done.Task.IsCompleted ? null : fetch;
        }
    }

    /// <summary>A link is open: what is used here must be known there, too.</summary>
    public void Open(IFollowLink link)
    {
        lock (gate)
        {
            links[link.Peer.Name] = link;
            long now = Now;
            foreach (PartitionFetch fetch in fetches.Values)
            {
                if (!fetch.IsAnswered) fetch.Since = now;
                Ask(fetch, link);
            }

            foreach ((PartitionName partition, Lease lease) in leases)
            {
                // One more that keeps the lease does not make it longer, and does not say that nobody has anything.
                if (lease.Until > now && !fetches.ContainsKey(partition)) link.Ask(new PartitionFetch(partition) { Since = lease.Until - LeaseMilliseconds, HasDocuments = true });
            }
        }
    }

    /// <summary>A link has ended; what was asked over it is not answered any more.</summary>
    public void Close(IFollowLink link)
    {
        lock (gate)
        {
            if (!links.TryGetValue(link.Peer.Name, out IFollowLink? known) || !ReferenceEquals(known, link)) return;
            links.Remove(link.Peer.Name);
            foreach (PartitionFetch fetch in fetches.Values.ToArray())
            {
                if (fetch.Asked.Remove(link.Peer.Name)) Settle(fetch);
            }
        }
    }

    /// <summary>Takes documents that came for a question. Not to be called for one question by two threads at once but by different links.</summary>
    public void Take(PartitionFetch fetch, PopProfile peer, IReadOnlyList<IncomingUnit> units)
    {
        if (units.Count == 0) return;
        bool isLate;
        lock (gate)
        {
            fetch.HasDocuments = true;
            isLate = fetch.IsAnsweredByBackup;
            if (!peer.FollowsAll && !isLate && links.Values.Any(link => link.Peer.FollowsAll))
            {
                fetch.Parked.AddRange(units);
                return;
            }
        }

        // What is not at the backup any more although it is stable was removed there.
        Apply(units, isNewHere: !house.Self.FollowsAll && (peer.FollowsAll || !isLate));
    }

    /// <summary>A peer has answered a question to its end.</summary>
    public void Answered(PartitionFetch fetch, PopProfile peer, bool isRefused)
    {
        lock (gate)
        {
            fetch.Asked.Remove(peer.Name);
            fetch.IsAnswered |= !isRefused;
            fetch.IsAnsweredByBackup |= !isRefused && peer.FollowsAll;
            Settle(fetch);
        }
    }

    /// <summary>Another PoP follows a partition from now on.</summary>
    /// <param name="partition">Which.</param>
    /// <param name="hasDocuments">Whether something of it is here.</param>
    public void Shared(PartitionName partition, bool hasDocuments)
    {
        if (Find(partition) is { } lease)
        {
            if (!lease.IsShared) Keep(partition, lease with { IsShared = true });
        }
        else if (hasDocuments && !house.Self.FollowsAll)
        {
            Keep(partition, Look(partition) with { IsShared = true });
        }
    }

    /// <summary>Drops what has run out.</summary>
    /// <returns>In how many milliseconds to call again.</returns>
    public long Sweep()
    {
        lock (gate)
        {
            long now = Now;
            if (now < sweepAt && sweepAt - now <= SweepMilliseconds) return sweepAt - now;
            sweepAt = now + SweepMilliseconds;
            foreach (PartitionFetch fetch in fetches.Values.ToArray())
            {
                if (fetch.IsAnswered && now - fetch.Since > LateMilliseconds) Finish(fetch);
                else if (now - fetch.Since > LeaseMilliseconds) fetches.Remove(fetch.Partition);
            }

            foreach (KeyValuePair<PartitionName, Lease> lease in leases)
            {
                if (leases.Count > LeasesMax && lease.Value.Until <= now) leases.TryRemove(lease);
            }

            Given.Sweep(now);
            return SweepMilliseconds;
        }
    }

    /// <summary>What is here of a partition, item by item.</summary>
    public IEnumerable<Document> Documents(PartitionName partition) => Data.HashOf(partition) is not { } hash
        ? []
        : house.Replica.Scan(partition.Table, hash, hash, null).Select(change => ((Fragment.OfDocument)change.Fragment).Document).Where(document => partition.Holds(document.Key.Bytes));

    private async Task WaitAsync(PartitionFetch fetch, CancellationToken token)
    {
        try
        {
            await fetch.Done.Task.WaitAsync(options.Wait, house.Time, token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            fetch.Done.TrySetResult(); // the next request does not wait again
        }
    }

    private Lease? Find(PartitionName partition)
    {
        if (leases.TryGetValue(partition, out Lease known)) return known;
        if (journal.Find(partition) is not { } kept) return null;
        leases[partition] = kept;
        return kept;
    }

    /// <summary>Never used since leases are taken: it is at home here if something of it was written here.</summary>
    private Lease Look(PartitionName partition)
    {
        ReplicaId[] own = [.. house.Replica.Former, house.Replica.Self];
        bool isHome = Documents(partition).Any(document => Array.Exists(own, replica => document.Context[replica] > HlcTime.Zero));
        Lease lease = new(0, isHome, IsShared: false);
        if (isHome) Keep(partition, lease);
        return lease;
    }

    private void Keep(PartitionName partition, Lease lease)
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

    private PartitionFetch? Begin(PartitionName partition, long now)
    {
        if (fetches.TryGetValue(partition, out PartitionFetch? fetch)) return fetch;
        if (fetches.Count >= FetchesMax) return null;
        fetch = new PartitionFetch(partition) { Since = now };
        fetches.Add(partition, fetch);
        foreach (IFollowLink link in links.Values) Ask(fetch, link);
        if (fetch.Asked.Count == 0) fetch.Done.TrySetResult(); // stays, for PoPs that come back
        return fetch;
    }

    private static void Ask(PartitionFetch fetch, IFollowLink link)
    {
        if (fetch.Asked.Add(link.Peer.Name)) link.Ask(fetch);
    }

    /// <summary>Under the lock.</summary>
    private void Settle(PartitionFetch fetch)
    {
        bool awaitsBackup = !fetch.IsAnsweredByBackup && fetch.Asked.Any(name => links.TryGetValue(name, out IFollowLink? link) && link.Peer.FollowsAll);
        if (!awaitsBackup && fetch.Parked.Count > 0)
        {
            Apply(fetch.Parked, isNewHere: !house.Self.FollowsAll && !fetch.IsAnsweredByBackup);
            fetch.Parked.Clear();
        }

        if (fetch.Asked.Count == 0) Finish(fetch);
        else if (fetch.IsAnsweredByBackup) Grant(fetch);
    }

    private void Finish(PartitionFetch fetch)
    {
        fetch.Done.TrySetResult();
        if (!fetch.IsAnswered) return; // asked again when somebody comes back
        if (fetches.TryGetValue(fetch.Partition, out PartitionFetch? known) && ReferenceEquals(known, fetch)) fetches.Remove(fetch.Partition);
        Grant(fetch);
    }

    private void Grant(PartitionFetch fetch)
    {
        Lease before = Find(fetch.Partition) ?? default;
        bool isNew = fetch is { Asked.Count: 0, IsAnsweredByBackup: true, HasDocuments: false };
        bool isShared = before.IsShared || links.Keys.Any(peer => Given.Has(fetch.Partition, peer));
        Lease lease = new(Math.Max(before.Until, fetch.Since + LeaseMilliseconds), before.IsHome || isNew, isShared);
        if (lease != before) Keep(fetch.Partition, lease);
    }

    private void Apply(IReadOnlyList<IncomingUnit> units, bool isNewHere)
    {
        IncomingUnit[] all = [.. units.Select(unit => unit with { IsNewHere = isNewHere })];
        house.Replica.Apply(all, new UnitOutcome[all.Length]); // what does not fit is found by comparing
    }
}

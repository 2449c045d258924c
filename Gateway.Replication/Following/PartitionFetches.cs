using System.Collections.Concurrent;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Links;
using Gateway.Replication.Replica;

namespace Gateway.Replication.Following;

/// <summary>
/// The partitions that other PoPs are being asked for: who was asked, and what becomes of the answers. A PoP that keeps everything says what was removed; what others
/// send waits until one of those has answered, if one is linked. So an old copy brings nothing back.
/// </summary>
/// <remarks>No threads, no waiting. Safe for several threads. Times in milliseconds since 1970. Source: ADR 33, ADR 40.</remarks>
internal sealed class PartitionFetches(LinkHouse house, IFollowedData data, FollowedUnits documents, OwnLeases leases, FollowOptions options, Func<PartitionName, string, bool> isGiven)
{
    private const int CountMax = 4096;
    private const long LateMilliseconds = 10_000;
    private const int RepeatsMax = 3;

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<PartitionName, PartitionFetch> fetches = new(); // changed under the lock
    private readonly Dictionary<string, IFollowLink> links = [];

    /// <summary>How many there are.</summary>
    public int Count => fetches.Count;

    /// <summary>A link to a PoP that keeps everything; null for none.</summary>
    public IFollowLink? Backup
    {
        get
        {
            lock (gate) return links.Values.FirstOrDefault(link => link.Peer.FollowsAll);
        }
    }

    private long LeaseMilliseconds => (long)options.Lease.TotalMilliseconds;

    private long Now => house.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>True while a partition is asked for.</summary>
    public bool IsAsked(PartitionName partition) => fetches.ContainsKey(partition);

    /// <summary>True while a partition is asked for and no request need wait for it: nobody is in reach, or too slow.</summary>
    public bool IsGivenUp(PartitionName partition) => fetches.TryGetValue(partition, out PartitionFetch? fetch) && fetch is { IsAside: false, Done.Task.IsCompleted: true };

    /// <summary>Asks everybody who is linked for a partition, unless that is under way.</summary>
    /// <returns>Null if too many are under way.</returns>
    public PartitionFetch? Begin(PartitionName partition)
    {
        lock (gate)
        {
            if (fetches.TryGetValue(partition, out PartitionFetch? before) && !before.IsAside) return before;
            if (fetches.Count >= CountMax && before is null) return null;
            PartitionFetch fetch = new(partition) { Since = Now };
            fetch.Parked.AddRange(before?.Parked ?? []);
            fetches[partition] = fetch;
            foreach (IFollowLink link in links.Values) Ask(fetch, link);
            if (fetch.Asked.Count == 0) fetch.Done.TrySetResult(); // stays, for PoPs that come back
            return fetch;
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

            foreach ((PartitionName partition, Lease lease) in leases.Running(now))
            {
                if (!fetches.ContainsKey(partition)) Ask(BeginAside(partition, lease.Until - LeaseMilliseconds), link);
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
            foreach (PartitionFetch fetch in fetches.Values)
            {
                if (fetch.Asked.Remove(link.Peer.Name)) Settle(fetch);
            }
        }
    }

    /// <summary>Takes documents that came for a question. Not to be called for one question by two threads at once but by different links.</summary>
    /// <param name="fetch">The question.</param>
    /// <param name="peer">Who answers.</param>
    /// <param name="units">The documents.</param>
    /// <param name="stable">What the peer says is stable.</param>
    /// <returns>False if something could not be merged.</returns>
    public bool Take(PartitionFetch fetch, PopProfile peer, IReadOnlyList<IncomingUnit> units, Context stable)
    {
        if (units.Count == 0) return true;
        lock (gate)
        {
            fetch.HasDocuments = true;
            if (!IsOpen(fetch) || !peer.FollowsAll || house.Self.FollowsAll)
            {
                foreach (IncomingUnit unit in units) TakeOthers(unit, isAskedFor: true);
                return true;
            }
        }

        return documents.ApplyWord(units, stable);
    }

    /// <summary>A peer has answered a question to its end.</summary>
    /// <param name="fetch">The question.</param>
    /// <param name="peer">Who has answered.</param>
    /// <param name="isRefused">It keeps no lease, and has told nothing.</param>
    /// <param name="told">All items that it has.</param>
    /// <param name="stable">What it says is stable; nothing if not all that it has could be merged.</param>
    /// <param name="isWhole">It keeps everything, has it, and all of it could be merged.</param>
    public void Answered(PartitionFetch fetch, PopProfile peer, bool isRefused, HashSet<ItemKey> told, Context stable, bool isWhole)
    {
        bool isWord = peer.FollowsAll && !house.Self.FollowsAll && !isRefused;
        if (isWord && IsOpen(fetch)) documents.DropRemoved(fetch.Partition, told, stable);
        lock (gate)
        {
            fetch.Asked.Remove(peer.Name);
            fetch.IsAnswered |= !isRefused;
            fetch.IsWhole |= isWord && isWhole;
            if (isWord) fetch.Word = (fetch.Word ?? Context.Empty).Union(stable);
            else if (!isRefused && !peer.FollowsAll) fetch.Forgotten = fetch.Forgotten.Union(stable);
            if (IsOpen(fetch)) Settle(fetch);
        }
    }

    /// <summary>Takes documents that a PoP has sent which does not keep everything, because something built on them.</summary>
    /// <returns>False if nothing of it lives where it is written: nothing was done.</returns>
    public bool Hold(IncomingUnit unit)
    {
        if (house.Self.FollowsAll) return false;
        lock (gate) return TakeOthers(unit, isAskedFor: false);
    }

    /// <summary>Goes on without those who are late.</summary>
    public void Sweep(long now)
    {
        lock (gate)
        {
            foreach (PartitionFetch fetch in fetches.Values)
            {
                bool isOver = now - fetch.Since > LeaseMilliseconds;
                if (!isOver && !(fetch.IsAnswered && now - fetch.Since > LateMilliseconds)) continue;
                ApplyParked(fetch);
                if (isOver) fetches.TryRemove(fetch.Partition, out _);
                else Finish(fetch);
            }
        }
    }

    private static void Ask(PartitionFetch fetch, IFollowLink link)
    {
        if (fetch.Asked.Add(link.Peer.Name)) link.Ask(fetch);
    }

    /// <summary>A question beside those of requests. It does not say that nobody has anything.</summary>
    private PartitionFetch BeginAside(PartitionName partition, long since)
    {
        PartitionFetch fetch = new(partition) { Since = since, HasDocuments = true, IsAside = true };
        fetch.Done.TrySetResult();
        fetches[partition] = fetch;
        return fetch;
    }

    /// <summary>Whether an answer still counts. If not, whoever answers may not know of what was removed and forgotten here since.</summary>
    private bool IsOpen(PartitionFetch fetch) => fetches.TryGetValue(fetch.Partition, out PartitionFetch? known) && ReferenceEquals(known, fetch);

    /// <summary>Merges documents of a PoP that does not keep everything; first asks one that does.</summary>
    /// <returns>False if nothing of it lives where it is written, and it was not asked for.</returns>
    private bool TakeOthers(IncomingUnit unit, bool isAskedFor)
    {
        PartitionFetch? waits = null;
        PartitionName[] partitions = [.. unit.Changes.Select(change => data.PartitionOf(change.Table, change.Fragment.Key)).OfType<PartitionName>().Distinct()];
        if (partitions.Length == 0 && !isAskedFor) return false;
        foreach (PartitionName partition in house.Self.FollowsAll ? [] : partitions)
        {
            if (!fetches.TryGetValue(partition, out PartitionFetch? fetch))
            {
                fetch = BeginAside(partition, Now);
                AskBackups(fetch);
            }

            if (AwaitsWord(fetch)) waits = fetch;
        }

        if (waits is not null) waits.Parked.Add(unit);
        else documents.Apply([unit], WordOf);
        return true;
    }

    private Context? WordOf(PartitionName partition) => fetches.TryGetValue(partition, out PartitionFetch? fetch) ? fetch.Word : null;

    private void AskBackups(PartitionFetch fetch)
    {
        foreach (IFollowLink link in links.Values.Where(link => link.Peer.FollowsAll)) Ask(fetch, link);
    }

    private bool AwaitsWord(PartitionFetch fetch) => fetch.Word is null && fetch.Asked.Any(name => links.TryGetValue(name, out IFollowLink? link) && link.Peer.FollowsAll);

    private void Settle(PartitionFetch fetch)
    {
        if (!AwaitsWord(fetch)) ApplyParked(fetch);
        if (fetch.Asked.Count == 0 && fetch.Word is { } word && !word.Includes(fetch.Forgotten) && fetch.Repeats < RepeatsMax)
        {
            // What others have forgotten since one that keeps everything was asked, that did not know of.
            fetch.Repeats++;
            AskBackups(fetch);
            if (fetch.Asked.Count > 0) fetch.Done.TrySetResult();
        }

        if (fetch.Asked.Count == 0) Finish(fetch);
        else if (fetch.Word is not null) Grant(fetch);
    }

    private void ApplyParked(PartitionFetch fetch)
    {
        if (fetch.Parked.Count == 0) return;
        documents.Apply(fetch.Parked, WordOf);
        fetch.Parked.Clear();
    }

    private void Finish(PartitionFetch fetch)
    {
        fetch.Done.TrySetResult();
        if (!fetch.IsAnswered) return; // asked again when somebody comes back
        fetches.TryRemove(fetch.Partition, out _);
        Grant(fetch);
    }

    private void Grant(PartitionFetch fetch)
    {
        Lease before = leases.Find(fetch.Partition) ?? default;
        bool isNew = fetch is { Asked.Count: 0, Word: not null, HasDocuments: false };
        bool isShared = before.IsShared || links.Keys.Any(peer => isGiven(fetch.Partition, peer));
        Lease lease = new(fetch.IsAside ? before.Until : Math.Max(before.Until, fetch.Since + LeaseMilliseconds), before.IsHome || isNew, isShared, before.IsDropped && !fetch.IsWhole);
        if (lease != before) leases.Keep(fetch.Partition, lease);
    }
}

using Gateway.Crdt.Time;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Eviction;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Storage.Log;

namespace Gateway.Replication.Joining;

/// <summary>Both sides of joining at one PoP: takes over what it follows while it joins, and gives it to others when it is whole.</summary>
/// <remarks>Safe for several threads; times in milliseconds of the links' clock.</remarks>
internal sealed class Joiner
{
    private const int EntriesAtOnce = 1024;
    private const int BytesAtOnce = 1024 * 1024;

    private readonly Lock gate = new();
    private readonly LinkHouse house;
    private readonly BucketFingerprints fingerprints;
    private readonly IItemScopes rules;
    private readonly SnapshotReader reader;
    private readonly List<(PeerLink Link, Comparer Comparer, Action<Frame> Send)> links = [];
    private PeerLink? source;

    /// <param name="house">What links share.</param>
    /// <param name="fingerprints">For totals.</param>
    /// <param name="rules">Who follows what.</param>
    /// <param name="journal">Where it keeps how far it is.</param>
    /// <param name="joins">True if this PoP is new, and has nothing yet; what an earlier start has begun goes on.</param>
    /// <param name="onJoined">Called when this PoP has everything: from then on it counts.</param>
    public Joiner(LinkHouse house, BucketFingerprints fingerprints, IItemScopes rules, IJoinJournal journal, bool joins, Action onJoined)
    {
        this.house = house;
        this.fingerprints = fingerprints;
        this.rules = rules;
        reader = new SnapshotReader(house.Replica, journal)
        {
            Joining = () =>
            {
                house.Stability.Resume(reader!.Applied, Context.Empty, Context.Empty); // of replicas that are gone nobody else would say it
                house.KeepApplied();
                SetPositions();
                house.Doubted?.Invoke();
            },
            Joined = () =>
            {
                house.Replica.TakesWrites = true;
                onJoined();
            },
        };
        reader.NotReady = Turn;
        if (joins && reader.Phase is JoinPhase.None) reader.Begin(house.Now);
        house.Tail!.TakeOver = Again;
        house.Replica.TakesWrites = IsWhole;
        if (joins && reader.Phase is JoinPhase.Joined) onJoined();
        if (IsWhole) SetPositions();
        house.StartOf = StartOf;
        house.IsWhole = LookWhole;
        house.Forked = Fork;
    }

    /// <summary>How it goes.</summary>
    public JoinStatus Status => reader.Status;

    /// <summary>False while this PoP still takes over what it follows.</summary>
    public bool IsWhole => !house.IsReplaying && reader.Phase is (JoinPhase.None or JoinPhase.Joined);

    /// <summary>This store may show what was removed elsewhere: compares all of it before it counts as whole again.</summary>
    public void Compare()
    {
        reader.BeginOld(house.Now);
        house.Replica.TakesWrites = house.Journal.IsEmpty && !house.IsReplaying; // whoever never had a peer has nobody to wait for
    }

    /// <summary>
    /// A peer knows another past under this PoP's name. What was written here since must be written anew, because the others went on without it; where nothing was, what is here is an old state.
    /// </summary>
    /// <param name="boot">The last start of the machine that the peer knows.</param>
    /// <param name="common">Up to here the logs of both are the same.</param>
    public void Fork(ulong boot, long common)
    {
        if (house.Tail!.Passed.Contains(boot)) return;
        if (house.IsReplaying || (HasWritten(common) && house.Members().Any(member => house.Member(member) is { FollowsAll: true })))
        {
            house.Warn("another machine went on under the name of this PoP; what was written here since is written anew");
            house.Tail.Forked(boot);
        }
        else if (reader.IsTakingOver)
        {
            house.Tail.Pass(boot); // it has nothing, and takes over everything
        }
        else
        {
            house.Warn("this store is an old state, or a copy: it writes under a new id, and compares with the others");
            Compare(); // before the store takes its new identity: a crash in between is noticed again
            house.Replica.RenewIdentity();
            house.StartAnew();
            house.Tail.Pass(boot);
        }
    }

    /// <summary>This PoP follows more than before: takes over everything as a new one does, and serves on meanwhile.</summary>
    public void Again() => reader.Begin(house.Now);

    /// <summary>Gives a new link its parts.</summary>
    public void Equip(PeerLink link, Comparer comparer, Action<Frame> send, long now)
    {
        if (house.Tail is { IsActive: true } tail)
        {
            link.Add(tail);
            if (link.Peer.FollowsAll) tail.Connect(link, send, now);
            return;
        }

        link.Add(new TailAnswers(house, link.Peer.Name, send));
        link.Add(new SnapshotSource(
            house.Replica,
            rules,
            fingerprints,
            link.Peer,
            () => IsWhole ? Positions() : null,
            () => house.Commits.AssignedSequence,
            () => house.Commits.DurableSequence,
            send)
        {
            Applied = () => house.Stability.Applied,
        });
        link.Add(new ReadWatch(link, isNews =>
        {
            if (reader.HasRead(link.Peer.Name, isNews)) house.Replica.TakesWrites = false;
        }));
        link.Add(reader); // asks only while there is something to take over
        reader.Link(link.Peer.Name, isThere: true);
        lock (gate)
        {
            links.Add((link, comparer, send));

            // The central PoP has everything; another member may not be whole itself, or not follow all.
            if (source is null || link.Peer.FollowsAll) Connect(links[^1], now);
        }
    }

    /// <summary>A link has ended.</summary>
    public void Release(PeerLink link, long now)
    {
        house.Tail!.Disconnect(link, now);
        lock (gate)
        {
            links.RemoveAll(known => ReferenceEquals(known.Link, link));
            if (!links.Exists(known => known.Link.Peer.Name == link.Peer.Name)) reader.Link(link.Peer.Name, isThere: false);
            if (!ReferenceEquals(source, link)) return;
            source = null;
            reader.Disconnect(now);
            if (links.Count > 0) Connect(links.Find(known => known.Link.Peer.FollowsAll) is { Link: not null } whole ? whole : links[0], now);
        }
    }

    /// <summary>Asked once a second. Where no member is left to compare with, what is here is all there is.</summary>
    private bool LookWhole()
    {
        if (!house.IsReplaying && reader.Phase is JoinPhase.Comparing && house.Members().Count == 0) reader.EndAlone();
        return IsWhole;
    }

    /// <summary>Whether items were written here behind a position of the log; records of the cluster are merged as they are.</summary>
    private bool HasWritten(long position)
    {
        LogReader log = new(house.Log, house.Commits);
        position = Math.Max(position, house.Log.TrimmedSequence);
        while (true)
        {
            LogPage page = log.Read(position, EntriesAtOnce, BytesAtOnce);
            if (page.Entries.Any(entry => house.Replica.TryFindTable(entry.Table, out UInt128 table) && table != UInt128.Zero)) return true;
            if (page.Entries.Count == 0) return false;
            position = page.Position;
        }
    }

    /// <summary>A member has nothing to give now: the next one.</summary>
    private void Turn(PopProfile asked)
    {
        lock (gate)
        {
            if (source?.Peer.Name != asked.Name || links.Count < 2) return;
            int at = links.FindIndex(known => ReferenceEquals(known.Link, source));
            (PeerLink Link, Comparer Comparer, Action<Frame> Send)[] others = [.. links[(at + 1)..], .. links[..at]];
            int whole = Array.FindIndex(others, known => known.Link.Peer.FollowsAll);
            if (whole < 0 && asked.FollowsAll) return;
            Connect(others[Math.Max(0, whole)], house.Now);
            reader.Wait(house.Now);
        }
    }

    private void Connect((PeerLink Link, Comparer Comparer, Action<Frame> Send) to, long now)
    {
        source = to.Link;
        reader.Connect(to.Link.Peer, to.Comparer, to.Send, now);
    }

    /// <summary>How far every log is visible here, with the store that it is the log of.</summary>
    internal IReadOnlyCollection<LogPosition> Positions()
    {
        // The stores first: a log that begins anew meanwhile is at its beginning then, whichever of both is named with it.
        Dictionary<string, ulong> boots = house.Journal.All().ToDictionary(one => one.Peer, one => one.Record.Boot);
        boots[house.Self.Name] = house.Boots[^1].Number;
        IEnumerable<LogPosition> read = house.Positions.Now.Positions.Where(one => boots.ContainsKey(one.Key)).Select(one => new LogPosition { Pop = one.Key, Position = one.Value, Boot = boots[one.Key] });
        return [.. read, .. reader.AllStarts.Where(start => !boots.ContainsKey(start.Pop))];
    }

    /// <summary>What was taken over has what its sources had read of PoPs that this one was never linked with: readers need not wait for it.</summary>
    private void SetPositions()
    {
        foreach ((string pop, long position) in reader.Positions)
        {
            if (pop != house.Self.Name && house.Journal.Find(pop) is null) house.Positions.Set(pop, position);
        }
    }

    /// <summary>Behind which position a log begins that was never read here; null while that is not known yet.</summary>
    private IReadOnlyCollection<LogPosition>? StartOf(string peer)
    {
        // One that only compared took over nothing: a log that it does not know, as that of a member that came later, it reads whole.
        return reader.Phase is JoinPhase.Streaming && reader.Positions.Count == 0 ? null : reader.StartsOf(peer);
    }
}

using Gateway.Crdt.Time;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Bookmarks;
using Gateway.Replication.Eviction;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Receiving;
using Gateway.Replication.Replica;
using Gateway.Replication.Shipping;
using Gateway.Replication.Stability;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;

namespace Gateway.Replication;

/// <summary>What a PoP does as a member, beside its links: says how far it has come, and finds what is stable.</summary>
/// <remarks>No threads, no waiting: a shell calls <see cref="Step"/>. Times in milliseconds of a clock that only goes on.</remarks>
internal sealed class ReplicationNode
{
    private const int SweepAtOnce = 256;
    private const long SweepMilliseconds = 100;
    private const long SaveMilliseconds = 5_000;

    private readonly Func<IReadOnlyCollection<string>> members;
    private readonly AppliedJournal journal;
    private readonly TimeProvider time;
    private readonly ReplicationOptions options;
    private long beaconAt;
    private long sweepAt;
    private long saveAt;
    private bool hasNews;

    /// <param name="cluster">The cluster's id.</param>
    /// <param name="self">This PoP.</param>
    /// <param name="replica">Its data.</param>
    /// <param name="store">Its store.</param>
    /// <param name="log">The store's log.</param>
    /// <param name="commits">The store's commit loop.</param>
    /// <param name="options">Intervals and bounds.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="random">For the number of this start.</param>
    /// <param name="members">Names of everybody who counts for stability, without this PoP.</param>
    /// <param name="member">A member's profile; null for who is none.</param>
    /// <param name="departed">Members that are none any more; null for nobody, ever.</param>
    /// <param name="evictionsOf">How often a PoP was evicted.</param>
    public ReplicationNode(string cluster, PopProfile self, IReplica replica, IKeyValueStore store, ChangeLog log, CommitLoop commits, ReplicationOptions options, TimeProvider time, Random random, Func<IReadOnlyCollection<string>> members, Func<string, PopProfile?> member, Func<IReadOnlyCollection<Departure>>? departed = null, Func<string, uint>? evictionsOf = null)
    {
        this.members = members;
        this.time = time;
        this.options = options;
        journal = new AppliedJournal(store, commits);
        StabilityTracker stability = new();
        stability.Resume(journal.Load(), replica.StableHere, replica.StableEverywhere);
        House = new LinkHouse
        {
            Cluster = cluster,
            Self = self,
            Replica = replica,
            Log = log,
            Commits = commits,
            Journal = new PullJournal(store, commits),
            Acks = new AckJournal(store, commits),
            Quarantine = new Quarantine(store, commits),
            Doubts = new DoubtJournal(store, commits),
            Stability = stability,
            Positions = new AppliedPositions(self.Name, commits),
            Options = options,
            Time = time,
            Boots = BootHistory.Begin(store, commits, log.FoundEnd, random),
            Member = member,
            Members = members,
            Departed = departed ?? (() => []),
            EvictionsOf = evictionsOf ?? (_ => 0),
        };
        House.KeepApplied = () => journal.Save(stability.Applied);
        House.StartAnew = () => House.Boots = BootHistory.Begin(store, commits, commits.AssignedSequence, random);
        House.Tail = new TailReplay(House, new ReentryJournal(store, commits), Forget);
        Departures = new Departures(House, new DepartureJournal(store, commits));
        House.IsClosed = Departures.IsClosed;
        House.IsSettled = pop => Departures.Open.All(departure => departure.Pop != pop);

        // Also of who is away: a PoP that joins from here must not read a log from its beginning whose first writes are removed and forgotten everywhere.
        foreach ((string peer, PullRecord record) in House.Journal.All()) House.Positions.Set(peer, record.Position);
    }

    /// <summary>What its links share.</summary>
    public LinkHouse House { get; }

    /// <summary>Who is a member no more, and whether the others may go on.</summary>
    public Departures Departures { get; }

    /// <summary>Up to here all members have this PoP's log: what is behind it must be kept for them, and for a replay.</summary>
    public long ReadersPosition => House.IsReplaying ? Math.Max(House.Log.TrimmedSequence, House.Replica.TailPosition) : House.Acks.Lowest(members());

    /// <summary>For how long nobody has had a sign of a member; null if nobody ever had one.</summary>
    public TimeSpan? SilentFor(string member)
    {
        IEnumerable<ReplicaId> replicas = House.Owners.Where(owner => owner.Value == member).Select(owner => owner.Key);
        if (House.Journal.Find(member) is { } known) replicas = replicas.Append(new ReplicaId(known.Replica));
        long last = Math.Max(House.Stability.LastSign(replicas), House.Stability.Heard().GetValueOrDefault(member));
        return last == 0 ? null : time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(last);
    }

    /// <summary>Does what is due.</summary>
    /// <returns>When to call again.</returns>
    public long Step(long now)
    {
        if (now >= beaconAt)
        {
            beaconAt = now + (long)options.BeaconInterval.TotalMilliseconds;
            Say();
            Settle(now);
        }

        if (now >= sweepAt)
        {
            bool isDone = House.Replica.Sweep(SweepAtOnce) < SweepAtOnce;
            sweepAt = isDone ? beaconAt : now + SweepMilliseconds;
        }

        return Math.Min(beaconAt, sweepAt);
    }

    /// <summary>What was applied is asked first: what this PoP writes from here on lies behind the position.</summary>
    private void Say()
    {
        // A store that was set back may have lost writes that others have, and does not know it until it meets one of them. Whoever is away holds stability back anyway.
        if (House.IsReplaying || !members().All(House.TakenBy.ContainsKey)) return;
        Context applied = House.IsWhole() ? House.Stability.Applied : Context.Empty; // beacons are passed before what lies behind them is here
        Context stable = House.Stability.Here;
        (HlcTime floor, long sequence) = House.Replica.Beacon();
        ReplicaId[] own = [House.Replica.Self]; // of a former id there may be writes that this store has lost, or never had
        House.Stability.Own(own, floor);
        Beacon beacon = new() { Position = sequence, Floor = floor.Ticks, Milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds() };
        beacon.Replicas.AddRange(own.Select(replica => replica.Value));
        beacon.Gone.AddRange(Departures.Tell());
        ContextCodec.Write(beacon.Applied, applied.Union(Context.Of(own.Select(replica => new Stamp(floor, replica)))));
        ContextCodec.Write(beacon.Stable, stable);
        House.Beacon = beacon;
    }

    private void Settle(long now)
    {
        if (!Departures.Step(members())) return;
        if (!House.IsWhole() || !House.IsComplete()) return; // what is stable elsewhere, or what it met, may not be here at all
        hasNews |= House.Stability.Settle(members());
        if (!hasNews || now < saveAt) return;
        hasNews = false;
        House.Acks.Save();
        saveAt = now + SaveMilliseconds;
        journal.Save(House.Stability.Applied);
        House.Replica.SetStable(House.Stability.Here, House.Stability.Everywhere);
    }

    /// <summary>This store takes everything over anew: nothing that was known of others counts any more.</summary>
    private void Forget()
    {
        House.Journal.Clear();
        House.Stability.Reset();
        journal.Save(Context.Empty);
        House.Beacon = null;
    }
}

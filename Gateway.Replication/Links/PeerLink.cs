using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Messages;
using Gateway.Replication.Receiving;
using Gateway.Replication.Replica;
using Gateway.Replication.Shipping;

namespace Gateway.Replication.Links;

/// <summary>The rules of one connection to one peer, from the greeting to its end; a new connection gets a new one.</summary>
/// <remarks>No threads, no waiting: whoever owns it calls it with what came and with the time, one call at a time. Source: DESIGN 6, docs/formats/replication.md.</remarks>
internal sealed class PeerLink
{
    /// <summary>The versions of the protocol that this program speaks.</summary>
    public const uint VersionMin = 1;

    /// <summary>As <see cref="VersionMin"/>.</summary>
    public const uint VersionMax = 1;

    private const long WaitForStartMilliseconds = 50;

    /// <summary>A step that comes so late was held up by this PoP itself.</summary>
    private const long LateMilliseconds = 1_000;

    /// <summary>So late a sign of a peer may come.</summary>
    private const long SlackMilliseconds = 1_000;

    private readonly LinkHouse house;
    private readonly Action<Frame> send;
    private readonly LogSource source;
    private readonly LogPuller puller;
    private readonly LinkClock clock;
    private readonly List<ILinkPart> parts = [];
    private readonly Queue<(Frame Frame, long Sequence)> answers = new();
    private ulong boot;
    private long heardAt;
    private long pingAt;
    private long dueAt = long.MaxValue;
    private Beacon? heard;
    private Hello? greeted;

    /// <param name="house">What the links of this PoP share.</param>
    /// <param name="peer">The peer at the other end.</param>
    /// <param name="send">Takes frames in order; must not call back.</param>
    /// <param name="now">Milliseconds of a clock that only goes on.</param>
    public PeerLink(LinkHouse house, PopProfile peer, Action<Frame> send, long now)
    {
        this.house = house;
        this.send = send;
        Peer = peer;
        heardAt = pingAt = now;
        source = new LogSource(house.Replica, house.Log, house.Commits, peer, house.Options, Shipped, send);
        puller = new LogPuller(house.Replica, house.Journal, house.Quarantine, house.Commits, house.Options, peer.Name, Pulled, house.Positions, send, cause => Missed?.Invoke(cause), unit => !peer.FollowsAll && house.Hold?.Invoke(unit) == true);
        clock = new LinkClock(house.Time, send);
    }

    /// <summary>Who is at the other end.</summary>
    public PopProfile Peer { get; }

    public LinkState State { get; private set; } = LinkState.Greeting;

    /// <summary>The version that both speak: the highest that both know; 0 before the peer has greeted.</summary>
    public uint Version { get; private set; }

    /// <summary>Why it is refused.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>It was this side that refused.</summary>
    public bool HasRefused { get; private set; }

    public ShipMeter Shipped { get; } = new();

    public PullMeter Pulled { get; } = new();

    /// <summary>Milliseconds; null before the first measurement.</summary>
    public long? RoundTrip => clock.RoundTrip;

    /// <summary>The peer's clock minus ours in milliseconds; null before the first measurement.</summary>
    public long? ClockOffset => clock.Offset;

    /// <summary>So far the peer has applied this PoP's log durably.</summary>
    public long Acknowledged => source.Acknowledged;

    /// <summary>So far the peer's log is applied here durably.</summary>
    public long Applied => puller.Durable;

    /// <summary>So far the peer's log is visible here.</summary>
    public long Visible => puller.Visible;

    /// <summary>The newest position of its log that the peer has told of.</summary>
    public long Announced => puller.Announced;

    /// <summary>Where the peer's log ended when this link was made.</summary>
    public long EndWhenGreeted { get; private set; }

    /// <summary>The newest beacon of the peer that is passed; null before the first.</summary>
    public Beacon? Heard => heard;

    /// <summary>Units that wait for what they build on.</summary>
    public int Waiting => puller.Waiting;

    /// <summary>Something was missed that only comparing finds.</summary>
    public bool NeedsRepair => puller.NeedsRepair;

    /// <summary>True when a durable write here gives it something to do.</summary>
    public bool AwaitsWrites => State == LinkState.Open && source.AwaitsWrites;

    /// <summary>Called with the cause when something was missed.</summary>
    public Action<string>? Missed { get; set; }

    /// <summary>Called once when the two have taken each other for what they say they are, before anything else is done: parts are added then.</summary>
    public Action? Opening { get; set; }

    /// <summary>Called when the peer has taken this PoP, too.</summary>
    public Action? Taken { get; set; }

    /// <summary>Adds a part, before the link begins or when it opens.</summary>
    public void Add(ILinkPart part) => parts.Add(part);

    /// <summary>Greets.</summary>
    public void Begin()
    {
        Hello hello = new()
        {
            VersionMin = VersionMin,
            VersionMax = VersionMax,
            Cluster = house.Cluster,
            Pop = house.Self.Name,
            Replica = house.Replica.Self.Value,
            LogEnd = house.Commits.DurableSequence,
            LogTrimmed = house.Log.TrimmedSequence,
            ClockMilliseconds = house.Time.GetUtcNow().ToUnixTimeMilliseconds(),
            Evictions = house.Tail?.Evictions ?? 0,
        };
        hello.FormerReplicas.AddRange(house.Replica.Former.Select(replica => replica.Value));
        hello.Boots.AddRange(house.Boots.Select(boot => boot.Number));
        hello.LogEnds.AddRange(house.Boots.Select(boot => boot.LogEnd));
        hello.Passed.AddRange(house.Tail?.Passed ?? []);
        send(new Frame { Hello = hello });
    }

    /// <summary>Its connection is gone.</summary>
    public void Close() => house.Open.TryRemove(KeyValuePair.Create(Peer.Name, this));

    /// <summary>All that was missed was found by comparing.</summary>
    public void Repaired() => puller.Repaired();

    /// <summary>Takes a frame from the peer.</summary>
    /// <exception cref="InvalidDataException">The peer does not keep to the protocol: the connection must end.</exception>
    public void OnFrame(Frame frame, long now)
    {
        heardAt = now;
        if (State == LinkState.Refused) return;
        if (State == LinkState.Open) CheckMember();
        if (State == LinkState.Greeting && frame.KindCase is not (Frame.KindOneofCase.Hello or Frame.KindOneofCase.Refusal)) throw new InvalidDataException($"{Peer.Name} did not greet.");
        switch (frame.KindCase)
        {
            case Frame.KindOneofCase.Hello:
                Greet(frame.Hello, now);
                break;
            case Frame.KindOneofCase.Refusal:
                Refusal = frame.Refusal;
                State = LinkState.Refused;
                if (frame.Refusal.Reason == Messages.Refusal.Types.Reason.Forked) TakeNewIdentity(frame.Refusal);
                if (frame.Refusal.Reason == Messages.Refusal.Types.Reason.Evicted) house.Tail?.Evicted(frame.Refusal.Evictions);
                break;
            case Frame.KindOneofCase.Pull:
                source.OnPull(frame.Pull, house.Tail?.ShipsBehind ?? 0);
                house.TakenBy[Peer.Name] = 0;
                house.Acks.Set(Peer.Name, source.Acknowledged);
                Taken?.Invoke();
                break;
            case Frame.KindOneofCase.Credit:
                source.OnCredit(frame.Credit);
                break;
            case Frame.KindOneofCase.Ack:
                source.OnAck(frame.Ack);
                house.Acks.Set(Peer.Name, source.Acknowledged);
                break;
            case Frame.KindOneofCase.Batch:
                puller.OnBatch(frame.Batch, now);
                break;
            case Frame.KindOneofCase.Fetch:
                if (!house.IsReplaying) Answer(frame.Fetch);
                break;
            case Frame.KindOneofCase.Fetched:
                puller.OnFetched(frame.Fetched, now);
                break;
            case Frame.KindOneofCase.Ping:
                clock.OnPing(frame.Ping);
                break;
            case Frame.KindOneofCase.Pong:
                clock.OnPong(frame.Pong);
                break;
            default:
                foreach (ILinkPart part in parts)
                {
                    if (part.OnFrame(frame, now)) break;
                }

                break; // a kind that only later versions know is passed over
        }
    }

    /// <summary>Does what is due.</summary>
    /// <returns>When to call again even if nothing comes and nothing is written here.</returns>
    /// <exception cref="IOException">The peer has been silent for too long.</exception>
    public long Step(long now)
    {
        long late = now - dueAt;
        if (late > LateMilliseconds) heardAt = Math.Min(now, heardAt + late); // this PoP was busy, or stood still: what came meanwhile is not read yet
        dueAt = Due(now);
        return dueAt;
    }

    private long Due(long now)
    {
        if (now - heardAt > house.Options.LinkIdleMax.TotalMilliseconds) throw new IOException($"{Peer.Name} has been silent for {(now - heardAt) / 1000} s.");
        long silentUntil = heardAt + (long)house.Options.LinkIdleMax.TotalMilliseconds + 1;
        if (State != LinkState.Open) return silentUntil;
        CheckMember();
        if (now >= pingAt)
        {
            clock.Ping();
            pingAt = now + (long)house.Options.PingInterval.TotalMilliseconds;
        }

        if (greeted is { } hello && !house.IsReplaying && house.StartOf(Peer.Name) is { } starts) BeginAnew(hello, starts, now);
        SendAnswers();
        long next = Math.Min(Math.Min(silentUntil, pingAt), Math.Min(house.IsReplaying ? long.MaxValue : source.Step(now, house.Beacon), puller.Step(now)));
        if (puller.Passed is { } beacon && !ReferenceEquals(beacon, heard)) house.Stability.Hear(Peer.Name, heard = beacon);
        foreach (ILinkPart part in parts) next = Math.Min(next, part.Step(now));
        if (greeted is not null) next = Math.Min(next, now + WaitForStartMilliseconds);
        return answers.Count > 0 ? Math.Min(next, now + 1) : next;
    }

    private void Greet(Hello hello, long now)
    {
        if (State != LinkState.Greeting) throw new InvalidDataException($"{Peer.Name} greets twice.");
        if (hello.VersionMax < VersionMin || hello.VersionMin > VersionMax)
        {
            Refuse(Messages.Refusal.Types.Reason.Version, $"{house.Self.Name} speaks versions {VersionMin} to {VersionMax} of the protocol, {Peer.Name} versions {hello.VersionMin} to {hello.VersionMax}: update the older one.");
        }
        else if (hello.Cluster != house.Cluster)
        {
            Refuse(Messages.Refusal.Types.Reason.OtherCluster, $"This PoP belongs to cluster {house.Cluster}.");
        }
        else if (hello.Pop == Peer.Name && hello.Evictions < house.EvictionsOf(hello.Pop))
        {
            Refuse(Messages.Refusal.Types.Reason.Evicted, $"{hello.Pop} was evicted: the others have gone on without what it wrote last, which it must write anew.", house.EvictionsOf(hello.Pop));
        }
        else if (hello.Pop == Peer.Name && house.EvictionsOf(hello.Pop) > 0 && house.Member(hello.Pop) is null)
        {
            house.Returned?.Invoke(hello.Pop);
            Refuse(Messages.Refusal.Types.Reason.NotAMember, $"{hello.Pop} was evicted, and is let in again once the others have met.");
        }
        else if (hello.Pop != Peer.Name || house.Member(hello.Pop) is null)
        {
            Refuse(Messages.Refusal.Types.Reason.NotAMember, $"{hello.Pop} is not a member, or not who its certificate says.");
        }
        else
        {
            Open(hello, now);
        }
    }

    private void Open(Hello hello, long now)
    {
        boot = hello.Boots.LastOrDefault();
        if (house.Open.GetValueOrDefault(Peer.Name) is { } other && other.boot != boot && other.IsHeard(now))
        {
            house.Seconds[Peer.Name] = now;
            Refuse(Messages.Refusal.Types.Reason.Second, $"Another machine is linked with {house.Self.Name} as {Peer.Name}: two machines bear one name.");
            return;
        }

        PullRecord? known = house.Journal.Find(Peer.Name);
        bool isFork = known is { } read && read.Heard > EndOf(read.Boot, hello);
        long common = isFork ? Forks.CommonEnd(house.Journal.FindBoots(Peer.Name), known!.Value.Boot, hello) : 0;
        bool isSameStore = common >= 0 || (isFork && hello.FormerReplicas.Append(hello.Replica).Contains(known!.Value.Replica)); // else it has a new disk, and has joined anew
        if (isFork && isSameStore && !hello.Passed.Contains(known!.Value.Boot))
        {
            Refuse(Messages.Refusal.Types.Reason.Forked, $"{house.Self.Name} knows {Peer.Name} with another past: what it wrote behind {Math.Max(0, common)} is not what {house.Self.Name} has read.", boot: known.Value.Boot, position: Math.Max(0, common));
            return;
        }

        Version = Math.Min(VersionMax, hello.VersionMax);
        State = LinkState.Open;
        house.Open[Peer.Name] = this;
        Opening?.Invoke();
        EndWhenGreeted = hello.LogEnd;
        house.Journal.SaveBoots(Peer.Name, [.. hello.Boots.Zip(hello.LogEnds)]);
        foreach (ulong replica in hello.FormerReplicas.Append(hello.Replica)) house.Owners[new ReplicaId(replica)] = Peer.Name;
        if (known is null)
        {
            greeted = hello; // never read before: see Step
            return;
        }

        if (isFork)
        {
            // Another machine, or one that was set back, and knows it: its log begins anew for us, what it lost it must find here, and the word of the one before counts no more.
            // Of one that was removed all was found then.
            if (isSameStore) house.Stability.Forget(Peer.Name);
            known = new PullRecord(hello.Replica, boot, 0, 0, NeedsRepair: isSameStore || known!.Value.NeedsRepair || !house.IsClosed(new ReplicaId(known.Value.Replica)));
        }

        puller.Begin(known.Value with { Replica = hello.Replica, Boot = boot }, now);
        if (known.Value.NeedsRepair) Missed?.Invoke("link");
    }

    /// <summary>False when the other end may be gone: it says something every <see cref="ReplicationOptions.PingInterval"/>.</summary>
    private bool IsHeard(long now) => State == LinkState.Open && now - heardAt <= (2 * house.Options.PingInterval.TotalMilliseconds) + SlackMilliseconds;

    /// <summary>Where the log ended that the peer wrote in one of its starts, as the peer knows it now; -1 if it does not know that start.</summary>
    private static long EndOf(ulong boot, Hello hello)
    {
        int at = hello.Boots.IndexOf(boot);
        if (at < 0) return -1;
        return at + 1 < hello.LogEnds.Count ? hello.LogEnds[at + 1] : hello.LogEnd;
    }

    /// <summary>Begins with a log that was never read here, once it is known where; a PoP that joins learns that with its snapshot.</summary>
    private void BeginAnew(Hello hello, IReadOnlyCollection<LogPosition> starts, long now)
    {
        greeted = null;
        bool isOther = starts.Any(IsOther); // a position in the log of a store that had this name before, or was set back
        long start = isOther || starts.Count == 0 ? 0 : starts.Min(position => position.Position);
        bool isCut = start < hello.LogTrimmed;
        puller.Begin(new PullRecord(hello.Replica, hello.Boots.LastOrDefault(), start, start, isCut || isOther), now);
        if (isCut || isOther) Missed?.Invoke(isCut ? "log trimmed" : "another log");

        // The log may have grown since the peer greeted.
        bool IsOther(LogPosition position) => position.Position > 0 && position.Boot != hello.Boots.LastOrDefault() && position.Position > EndOf(position.Boot, hello);
    }

    /// <summary>A PoP that is a member no more is not listened to any more.</summary>
    private void CheckMember()
    {
        if (house.Member(Peer.Name) is null) throw new IOException($"{Peer.Name} is not a member any more.");
    }

    private void Refuse(Refusal.Types.Reason reason, string text, uint evictions = 0, ulong boot = 0, long position = 0)
    {
        Refusal = new Refusal { Reason = reason, Text = text, Evictions = evictions, Boot = boot, Position = position };
        State = LinkState.Refused;
        HasRefused = true;
        send(new Frame { Refusal = Refusal });
    }

    private void TakeNewIdentity(Refusal refusal)
    {
        if (house.Forked is { } forked) forked(refusal.Boot, refusal.Position);
        else house.Replica.RenewIdentity();
    }

    /// <summary>Sends the documents that were asked for, each with those that must not come later.</summary>
    private void Answer(Fetch fetch)
    {
        Fetched answer = new() { Id = fetch.Id };
        ToldItems told = new();
        FrameTables tables = new(answer.Tables);
        foreach (Wanted wanted in fetch.Wanted)
        {
            UInt128 table = FrameTables.Decode(wanted.Table);
            ItemKey key = new(wanted.Key.Memory);
            if (!house.Replica.Follows(table, key.Bytes, Peer)) continue;
            if (house.Replica.Read(table, key) is { } document && told.Has(table, key, document.Context)) continue; // it goes with another one
            IncomingChange[] changes = [.. house.Replica.Closure(table, key, ContextCodec.Read(wanted.Context)).Where(change => house.Replica.Follows(change.Table, change.Fragment.Key.Bytes, Peer))];
            if (changes.Length > 0) answer.Units.Add(UnitCodec.Write(changes, tables));
            told.Add(changes);
        }

        // What others learn must not be lost here any more.
        answers.Enqueue((new Frame { Fetched = answer }, house.Commits.AssignedSequence));
        SendAnswers();
    }

    private void SendAnswers()
    {
        while (answers.TryPeek(out (Frame Frame, long Sequence) next) && next.Sequence <= house.Commits.DurableSequence) send(answers.Dequeue().Frame);
    }
}

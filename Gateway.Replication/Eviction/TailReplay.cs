using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Storage.Log;
using Google.Protobuf;

namespace Gateway.Replication.Eviction;

/// <summary>
/// How a PoP comes back that was evicted, or from whose past another machine went on: it takes a new id, and writes anew under it what its log holds and the others went on without,
/// each item set to what the central PoP has of it first. After that it takes over everything as a new PoP does.
/// </summary>
/// <remarks>
/// One for each PoP. Until it is over nothing else goes over the links: nothing of what this store holds may reach the others as it stands. What it has done is kept in the
/// store. Reasons: ADR 35, ADR 43; messages: docs/formats/replication.md.
/// </remarks>
internal sealed class TailReplay : ILinkPart
{
    private const int EntriesAtOnce = 512;
    private const int BytesAtOnce = 1024 * 1024;
    private const long AskAgainMilliseconds = 10_000;
    private const long WaitMilliseconds = 1_000;
    private const int PassedMax = 64;

    private readonly Lock gate = new();
    private readonly LinkHouse house;
    private readonly ReentryJournal journal;
    private readonly LogReader log;
    private readonly Action forget;
    private readonly Dictionary<(UInt128 Table, ItemKey Key), Document?> others = [];
    private ReentryRecord record;
    private readonly List<(PeerLink Link, Action<Frame> Send)> links = [];
    private Action<Frame>? send;
    private string source = "";
    private List<LogEntry> page = [];
    private List<(UInt128 Table, ItemKey Key)> wanted = [];
    private long position;
    private TailOrigin? origin;
    private ulong id;
    private bool isAsked;
    private bool isWaited;
    private bool isEnding;
    private long askedAt;
    private long notBefore;
    private long replayed;

    /// <param name="house">What links share.</param>
    /// <param name="journal">Where it keeps how far it is.</param>
    /// <param name="forget">Called when all that was known of the others must be forgotten, because this store takes everything over anew.</param>
    public TailReplay(LinkHouse house, ReentryJournal journal, Action forget)
    {
        this.house = house;
        this.journal = journal;
        this.forget = forget;
        log = new LogReader(house.Log, house.Commits);
        record = journal.Load();
        if (record.Phase == ReentryRecord.Types.Phase.Preparing) Prepare();
        else if (record.Phase == ReentryRecord.Types.Phase.Done && house.Replica.TailPosition > 0) house.Replica.EndTail();
    }

    /// <summary>Called when the tail is replayed: now everything is to be taken over. Called again if the program ended before that was kept.</summary>
    public Action? TakeOver { get; set; }

    /// <summary>Called when all links must begin anew, with other parts.</summary>
    public Action? Restart { get; set; }

    /// <summary>True from when it learns that it must enter anew until its tail is replayed. Safe for any thread.</summary>
    public bool IsActive => Volatile.Read(ref record).Phase != ReentryRecord.Types.Phase.Done;

    /// <summary>So many evictions it has acted on. Safe for any thread.</summary>
    public uint Evictions => Volatile.Read(ref record).Evictions;

    /// <summary>What lies up to here in the log is not shipped as it stands. Safe for any thread.</summary>
    public long ShipsBehind => Volatile.Read(ref record).UpTo;

    /// <summary>True if that is because another machine went on from its past. Safe for any thread.</summary>
    public bool IsFork => Volatile.Read(ref record).Forked;

    /// <summary>Last starts of other machines that went on from this store's past, on which it has acted. Safe for any thread.</summary>
    public IReadOnlyCollection<ulong> Passed => Volatile.Read(ref record).Passed;

    /// <summary>Positions of the log behind which, and up to which, the tail is lost: the log was cut off before all had taken it. Null if nothing is. Safe for any thread.</summary>
    public (long After, long To)? Lost => Volatile.Read(ref record) is { LostTo: > 0 } kept ? (kept.LostAfter, kept.LostTo) : null;

    /// <summary>How it goes: entries of the log that were looked at and that there are. Safe for any thread.</summary>
    public (string Source, long Done, long Total, bool Waits) Status
    {
        get
        {
            lock (gate) return (source, replayed, Math.Max(replayed, record.UpTo - Math.Max(position, house.Log.TrimmedSequence) + replayed), isWaited || send is null);
        }
    }

    /// <summary>A peer says that this PoP was evicted.</summary>
    /// <param name="evictions">How often.</param>
    public void Evicted(uint evictions)
    {
        lock (gate)
        {
            if (evictions <= record.Evictions) return;
            ReentryRecord next = record.Clone();
            next.Evictions = evictions;
            if (record.Phase == ReentryRecord.Types.Phase.Replaying) Repeat(next);
            else Begin(next);
        }

        Restart?.Invoke();
    }

    /// <summary>A peer has read the log of another machine that went on from this store's past, and this store wrote something since.</summary>
    /// <param name="boot">The last start of that machine.</param>
    public void Forked(ulong boot)
    {
        lock (gate)
        {
            if (record.Passed.Contains(boot)) return;
            ReentryRecord next = Passing(boot);
            next.Forked = true;
            if (record.Phase == ReentryRecord.Types.Phase.Replaying) Repeat(next);
            else Begin(next);
        }

        Restart?.Invoke();
    }

    /// <summary>This store has acted on what another machine went on to do: from now on it says so.</summary>
    /// <param name="boot">The last start of that machine.</param>
    public void Pass(ulong boot)
    {
        lock (gate)
        {
            if (!record.Passed.Contains(boot)) Save(Passing(boot));
        }
    }

    /// <summary>A link is there to a member that has everything.</summary>
    public void Connect(PeerLink member, Action<Frame> output, long now)
    {
        lock (gate)
        {
            links.Add((member, output));
            if (send is null) Begin(now);
        }
    }

    /// <summary>A link is gone.</summary>
    public void Disconnect(PeerLink gone, long now)
    {
        lock (gate)
        {
            if (links.RemoveAll(known => ReferenceEquals(known.Link, gone)) > 0) Begin(now);
        }
    }

    /// <inheritdoc/>
    public bool OnFrame(Frame frame, long now)
    {
        if (frame.KindCase != Frame.KindOneofCase.TailAnswer) return false;
        lock (gate)
        {
            if (isAsked && frame.TailAnswer.Id == id && record.Phase == ReentryRecord.Types.Phase.Replaying) Take(frame.TailAnswer, now);
        }

        return true;
    }

    /// <inheritdoc/>
    public long Step(long now)
    {
        bool isOver = false;
        long next;
        lock (gate) next = Go(now, ref isOver);
        if (isOver) End();
        return next;
    }

    private ReentryRecord Passing(ulong boot)
    {
        ReentryRecord next = record.Clone();
        while (next.Passed.Count >= PassedMax) next.Passed.RemoveAt(0);
        next.Passed.Add(boot);
        return next;
    }

    private void Begin(ReentryRecord next)
    {
        house.Replica.TakesWrites = false;
        next.Phase = ReentryRecord.Types.Phase.Preparing;
        next.Again = false;
        next.OldReplicas.Clear();
        ReplicaId[] all = [.. house.Replica.Former, house.Replica.Self];
        next.OldReplicas.AddRange(all.Skip(Math.Max(0, Array.FindIndex(all, replica => replica.Value == record.Replica))).Select(replica => replica.Value));
        Save(next);
        Prepare();
    }

    /// <summary>A second time before the first was over: to its end, since half of it is done; then what was replayed is a tail like the rest, because the others have gone on without it.</summary>
    private void Repeat(ReentryRecord next)
    {
        next.Again |= house.Replica.TailPosition > 0;
        Save(next);
        house.TakenBy.Clear();
        house.StartAnew();
    }

    private void Prepare()
    {
        house.Replica.TakesWrites = false;
        if (house.Replica.TailPosition > 0) house.Replica.EndTail();
        long after = house.Replica.RenewIdentity();
        forget();
        house.TakenBy.Clear();
        house.StartAnew();
        ReentryRecord next = record.Clone();
        next.Phase = ReentryRecord.Types.Phase.Replaying;
        next.UpTo = after;
        next.Replica = house.Replica.Self.Value;
        long taken = house.Members().Select(house.Acks.Of).Where(position => position > 0).DefaultIfEmpty(long.MaxValue).Min();
        (next.LostAfter, next.LostTo) = taken < house.Log.TrimmedSequence ? (taken, house.Log.TrimmedSequence) : (0, 0);
        Save(next);
        if (Lost is { } lost) house.Warn($"the log of this PoP begins behind {lost.To}: what lay in it from {lost.After + 1} on, and others have not taken, cannot be written anew and is lost");
    }

    /// <summary>With the member that is next.</summary>
    private void Begin(long now)
    {
        send = links.Count > 0 ? links[0].Send : null;
        source = links.Count > 0 ? links[0].Link.Peer.Name : "";
        id++;
        isAsked = false;
        notBefore = now;
        page = [];
        wanted = [];
        others.Clear();
        position = Math.Max(house.Replica.TailPosition, house.Log.TrimmedSequence);
    }

    private long Go(long now, ref bool isOver)
    {
        if (isEnding || send is null || record.Phase != ReentryRecord.Types.Phase.Replaying) return long.MaxValue;
        if (isAsked && now < askedAt + AskAgainMilliseconds) return askedAt + AskAgainMilliseconds;
        if (now < notBefore) return notBefore;
        if (!house.Replica.TrustsClock || !IsMetByAll()) return now + WaitMilliseconds;
        if (wanted.Count == 0 && page.Count > 0 && origin is not null)
        {
            Replay();
            return now; // other work of the link in between
        }

        if (page.Count == 0 && !Read())
        {
            isOver = isEnding = true;
            return long.MaxValue;
        }

        if (wanted.Count == 0 && origin is not null) return now;
        Ask(now);
        return askedAt + AskAgainMilliseconds;
    }

    /// <summary>Where another machine went on nobody was told to take nothing more: whoever has a new link with this PoP reads no older one any more.</summary>
    private bool IsMetByAll()
    {
        isWaited = record.Forked && !house.Members().All(house.TakenBy.ContainsKey);
        return !isWaited;
    }

    /// <summary>Reads on in the log, and finds out of which items it does not know yet what the others have.</summary>
    /// <returns>False at the end of the tail.</returns>
    private bool Read()
    {
        LogPage next = log.Read(position, EntriesAtOnce, BytesAtOnce);
        if (next.IsTrimmed) throw new InvalidDataException("The log was trimmed before its tail was replayed.");
        page = [.. next.Entries.TakeWhile(entry => entry.Sequence <= record.UpTo)];
        if (page.Count == 0) return false;
        position = page[^1].Sequence;
        HashSet<(UInt128, ItemKey)> found = [];
        foreach (LogEntry entry in page)
        {
            ItemKey key = entry.ItemKey;
            if (house.Replica.TryFindTable(entry.Table, out UInt128 table) && table != UInt128.Zero && !house.Replica.HasBegunTail(entry.Table, key) && found.Add((table, key))) wanted.Add((table, key));
        }

        return true;
    }

    private void Ask(long now)
    {
        isAsked = true;
        askedAt = now;
        TailQuestion question = new() { Id = ++id, Evictions = record.Evictions, Fork = record.Forked ? record.Replica : 0 };
        question.Replicas.AddRange(record.OldReplicas);
        FrameTables tables = new(question.Tables);
        foreach ((UInt128 table, ItemKey key) in wanted) question.Items.Add(new TailItem { Table = tables.PlaceOf(table), Key = ByteString.CopyFrom(key.Bytes) });
        send!(new Frame { TailQuestion = question });
    }

    private void Take(TailAnswer answer, long now)
    {
        isAsked = false;
        isWaited = answer.NotReady;
        if (answer.NotReady || answer.Handled < 0 || answer.Handled > wanted.Count)
        {
            links.Add(links[0]); // another may be ready earlier
            links.RemoveAt(0);
            Begin(now);
            notBefore = now + WaitMilliseconds;
            return;
        }

        origin = new TailOrigin([.. record.OldReplicas.Select(replica => new ReplicaId(replica))], ContextCodec.Read(answer.Known), ContextCodec.Read(answer.Stable));
        for (int i = 0; i < answer.Handled; i++) others[wanted[i]] = null;
        UInt128[] tables = FrameTables.Read(answer.Tables);
        foreach (Unit message in answer.Units)
        {
            foreach (IncomingChange change in UnitCodec.Read(message, tables, source).Changes)
            {
                if (change.Fragment is Fragment.OfDocument { Document: var document } && others.ContainsKey((change.Table, document.Key))) others[(change.Table, document.Key)] = document;
            }
        }

        wanted.RemoveRange(0, answer.Handled);
    }

    private void Replay()
    {
        List<LogEntry> unit = [];
        foreach (LogEntry entry in page)
        {
            unit.Add(entry);
            if (!entry.EndsTransaction) continue;
            house.Replica.ReplayTail(unit, Others, origin!);
            replayed += unit.Count;
            unit = [];
        }

        page = [];
        others.Clear();
    }

    private Document? Others(uint number, ItemKey key) =>
        house.Replica.TryFindTable(number, out UInt128 table) && others.TryGetValue((table, key), out Document? document)
            ? document
            : throw new InvalidOperationException("What the others have of an item is not known."); // a table that came since

    /// <summary>Taking over is begun before this is over: a crash in between ends the replay once more, with nothing left to do.</summary>
    private void End()
    {
        bool isAgain;
        lock (gate) isAgain = record.Again;
        if (!isAgain) TakeOver?.Invoke();
        lock (gate)
        {
            isEnding = false;
            ReentryRecord done = record.Clone();
            done.Forked = false;
            if (record.Again)
            {
                Begin(done);
            }
            else
            {
                done.Phase = ReentryRecord.Types.Phase.Done;
                Save(done);
            }
        }

        if (!IsActive) house.Replica.EndTail();
        Restart?.Invoke();
    }

    private void Save(ReentryRecord next)
    {
        journal.Save(next);
        Volatile.Write(ref record, next);
    }
}

using Gateway.Crdt.Time;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Google.Protobuf;

namespace Gateway.Replication.Joining;

/// <summary>Takes over all documents that this PoP follows from a member, compares once, and says that it has joined. For a new PoP, and for one that must be built anew.</summary>
/// <remarks>
/// One for each PoP. Pages are merged, so what is here already does not matter, and reads and writes go on. What it has done is kept in the store: it may be
/// cut, stopped, and led on by another member. Add it to the source's link and call <see cref="Connect"/>. Messages: docs/formats/replication.md.
/// </remarks>
internal sealed class SnapshotReader : ILinkPart
{
    private const int BytesAtOnce = 1024 * 1024;
    private const long AskAgainMilliseconds = 10_000;
    private const long WaitMilliseconds = 1_000;
    private const long ReadMilliseconds = 100;

    /// <summary>A source that says nothing for so long while the two compare has nothing to say.</summary>
    private const long SilentMilliseconds = 15_000;

    /// <summary>So often a page is asked for again because a table in it is not known here yet.</summary>
    private const int TableTries = 30;

    private readonly Lock gate = new();
    private readonly IJoinJournal journal;
    private readonly IReplica replica;
    private readonly HashSet<string> linked = [];
    private readonly HashSet<string> readSinceStart = [];
    private JoinRecord? record;
    private int phase;
    private PopProfile? source;
    private Comparer? comparer;
    private Action<Frame>? send;
    private string? waiting;
    private ulong id;
    private bool isAsked;
    private long askedAt;
    private long notBefore;
    private int tries;
    private long total;
    private long connectedAt;
    private long bytesBefore;
    private long bytesPerSecond;
    private long? endedBefore;
    private long heardAt;
    private long bytesHeard;

    /// <param name="replica">This PoP's data.</param>
    /// <param name="journal">Where it keeps how far it is.</param>
    public SnapshotReader(IReplica replica, IJoinJournal journal)
    {
        this.journal = journal;
        this.replica = replica;
        if (journal.Load() is { } kept) record = JoinRecord.Parser.ParseFrom(kept);
        phase = (int)PhaseOf(record);
    }

    /// <summary>Called when the source has said where in the logs the snapshot begins, also if that is earlier than it said before: see <see cref="Positions"/>.</summary>
    public Action? PositionsKnown { get; set; }

    /// <summary>Called when the source has nothing to give: it is not whole itself, or does not answer. Another member may do better.</summary>
    public Action<PopProfile>? NotReady { get; set; }

    /// <summary>Called before it is kept that this PoP has joined: what follows from that must not be lost if the program ends now. Called again if it was.</summary>
    public Action? Joining { get; set; }

    /// <summary>Called when this PoP has joined.</summary>
    public Action? Joined { get; set; }

    /// <summary>How far it is. Safe for any thread.</summary>
    /// <remarks>Without the lock: comparers ask it from under theirs, and this asks comparers from under its own.</remarks>
    public JoinPhase Phase => (JoinPhase)Volatile.Read(ref phase);

    /// <summary>True while this PoP may show what was removed elsewhere: for <see cref="IItemScopes.IsInDoubt"/>. Safe for any thread.</summary>
    public bool IsInDoubt => Phase is JoinPhase.Streaming or JoinPhase.Comparing;

    /// <summary>True while this PoP takes over everything, or compares after that. Safe for any thread.</summary>
    public bool IsTakingOver
    {
        get
        {
            lock (gate) return record is { Old: false, Phase: JoinRecord.Types.Phase.Streaming or JoinRecord.Types.Phase.Comparing };
        }
    }

    /// <summary>From behind these positions every PoP's log must be read, from its beginning if it is not here. Empty before the source has answered. Safe for any thread.</summary>
    public IReadOnlyDictionary<string, long> Positions
    {
        get
        {
            lock (gate) return record is null ? new Dictionary<string, long>() : record.Positions.GroupBy(position => position.Pop).ToDictionary(pop => pop.Key, pop => pop.Min(position => position.Position));
        }
    }

    /// <summary>What each source said of where every PoP's log must be read from. Safe for any thread.</summary>
    public IReadOnlyCollection<LogPosition> AllStarts
    {
        get
        {
            lock (gate) return record is null ? [] : [.. record.Positions];
        }
    }

    /// <summary>The same of one PoP; nothing for its log's beginning. Safe for any thread.</summary>
    public IReadOnlyCollection<LogPosition> StartsOf(string pop) => [.. AllStarts.Where(start => start.Pop == pop)];

    /// <summary>What the source had applied of every replica when its snapshot began: applied here, too, once this PoP has joined. Safe for any thread.</summary>
    public Context Applied
    {
        get
        {
            lock (gate) return record is null ? Context.Empty : ContextCodec.Read(record.Applied);
        }
    }

    /// <summary>How it goes. Safe for any thread.</summary>
    public JoinStatus Status
    {
        get
        {
            lock (gate)
            {
                string? from = record is { Source.Length: > 0 } ? record.Source : null;
                return new JoinStatus(PhaseOf(record), from, record?.Documents ?? 0, total, record?.Bytes ?? 0, bytesPerSecond, record?.Refused ?? 0, waiting);
            }
        }
    }

    /// <summary>Begins: a new PoP, or one that must take over everything again. What was begun is forgotten.</summary>
    public void Begin(long now)
    {
        lock (gate)
        {
            record = new JoinRecord();
            endedBefore = null;
            tries = 0;
            Forget(now);
            Save();
        }
    }

    /// <summary>
    /// Begins for a PoP whose disk is an old state: its data and its positions in the logs of the others are of one age, so it need only read these logs up to their
    /// ends, and compare. Call it before the store takes its new identity, so that a crash in between is noticed again.
    /// </summary>
    public void BeginOld(long now)
    {
        lock (gate)
        {
            record = new JoinRecord { Phase = JoinRecord.Types.Phase.Comparing, Old = true };
            record.Read.AddRange(readSinceStart); // by links that were there before one of them told what this disk is
            endedBefore = null;
            Forget(now);
            Save();
        }
    }

    /// <summary>A link to a member is there, or is gone: what an old disk reads of its log comes before comparing.</summary>
    public void Link(string member, bool isThere)
    {
        lock (gate)
        {
            if (isThere) linked.Add(member);
            else linked.Remove(member);
        }
    }

    /// <summary>
    /// A member's log is read up to where it ended after this start. In what an old disk has not read may be what was removed and forgotten everywhere since: only comparing
    /// after that finds it (ADR 27).
    /// </summary>
    /// <param name="member">Whose.</param>
    /// <param name="isNews">False if all of it had been read before.</param>
    /// <returns>True if this PoP must compare once more before it is whole.</returns>
    public bool HasRead(string member, bool isNews)
    {
        lock (gate)
        {
            readSinceStart.Add(member);
            if (record is not { Old: true } || record.Read.Contains(member)) return false;
            record.Read.Add(member);
            if (isNews)
            {
                record.Phase = JoinRecord.Types.Phase.Comparing;
                endedBefore = null;
            }

            Save();
            return isNews;
        }
    }

    /// <summary>Nobody is left to compare with: what is here is all there is.</summary>
    public void EndAlone()
    {
        lock (gate)
        {
            if (record is not { Phase: JoinRecord.Types.Phase.Comparing }) return;
            Joining?.Invoke();
            record.Phase = JoinRecord.Types.Phase.Joined;
            record.Old = false;
            Save();
        }

        Joined?.Invoke();
    }

    /// <summary>A link to a member is there that may be the source.</summary>
    /// <param name="member">Who.</param>
    /// <param name="with">What compares with that member.</param>
    /// <param name="output">Takes frames.</param>
    /// <param name="now">Milliseconds.</param>
    public void Connect(PopProfile member, Comparer with, Action<Frame> output, long now)
    {
        lock (gate)
        {
            source = member;
            comparer = with;
            send = output;
            endedBefore = null;
            heardAt = now;
            Forget(now);
        }
    }

    /// <summary>Asks nothing for a while.</summary>
    public void Wait(long now)
    {
        lock (gate) notBefore = now + WaitMilliseconds;
    }

    /// <summary>The link is gone.</summary>
    public void Disconnect(long now)
    {
        lock (gate)
        {
            send = null;
            Forget(now);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The peer does not keep to the protocol.</exception>
    public bool OnFrame(Frame frame, long now)
    {
        if (frame.KindCase != Frame.KindOneofCase.SnapshotPage) return false;
        bool areNew;
        PopProfile? asked;
        lock (gate)
        {
            if (!isAsked || frame.SnapshotPage.Id != id || record is not { Phase: JoinRecord.Types.Phase.Streaming }) return true;
            isAsked = false;
            areNew = Take(frame.SnapshotPage, frame.CalculateSize(), now);
            asked = frame.SnapshotPage.NotReady ? source : null;
        }

        if (areNew) PositionsKnown?.Invoke();
        if (asked is not null) NotReady?.Invoke(asked);
        return true;
    }

    /// <inheritdoc/>
    public long Step(long now)
    {
        bool isJoined;
        long next;
        PopProfile? silent = null;
        lock (gate)
        {
            if (isAsked && now >= askedAt + AskAgainMilliseconds) silent = source;
            next = Go(now, out isJoined);
            if (now >= heardAt + SilentMilliseconds && record is { Phase: JoinRecord.Types.Phase.Comparing } && send is not null)
            {
                heardAt = now;
                silent = source;
            }
        }

        if (isJoined) Joined?.Invoke();
        if (silent is not null) NotReady?.Invoke(silent);
        return next;
    }

    private long Go(long now, out bool isJoined)
    {
        isJoined = false;
        if (send is null || source is null || record is null || record.Phase == JoinRecord.Types.Phase.Joined) return long.MaxValue;
        if (record.Phase == JoinRecord.Types.Phase.Comparing) return Compare(now, out isJoined);
        if (isAsked && now < askedAt + AskAgainMilliseconds) return askedAt + AskAgainMilliseconds;
        if (now < notBefore) return notBefore;
        Ask(now);
        return askedAt + AskAgainMilliseconds;
    }

    private void Ask(long now)
    {
        isAsked = true;
        askedAt = now;
        // A source that has not said its positions must say them: its pages know no more than it had applied of all logs when it read the first of them.
        bool isOther = record!.Source != source!.Name;
        send!(new Frame { SnapshotRequest = new SnapshotRequest { Id = ++id, Cursor = record.Cursor, BytesMax = BytesAtOnce, Positions = isOther } });
    }

    /// <summary>Merges a page.</summary>
    /// <returns>True if positions came with it.</returns>
    private bool Take(SnapshotPage page, int bytes, long now)
    {
        waiting = page.NotReady ? "The source is not complete itself." : null;
        if (page.NotReady)
        {
            notBefore = now + WaitMilliseconds;
            return false;
        }

        bool isOther = record!.Source != source!.Name;
        TakenUnits taken = new UnitTaker(replica, source.Name).Take(page.Units, page.Tables);
        if (taken.OfUnknownTables > 0 && tries++ < TableTries)
        {
            waiting = "A table is not known here yet.";
            notBefore = now + WaitMilliseconds;
            return false;
        }

        tries = 0;
        if (isOther) SetPositions(page);
        if (isOther) SetApplied(page);
        total = page.DocumentsTotal;
        record.Documents += taken.Merged;
        record.Refused += taken.Refused + taken.OfUnknownTables;
        record.Bytes += bytes;
        if (now > connectedAt) bytesPerSecond = (record.Bytes - bytesBefore) * 1000 / (now - connectedAt);
        if (page.Cursor.IsEmpty) record.Phase = JoinRecord.Types.Phase.Comparing;
        else if (page.Cursor == record.Cursor) throw new InvalidDataException($"{source.Name} sends the same page of its snapshot again.");
        record.Cursor = page.Cursor;
        Save();
        return isOther;
    }

    /// <summary>With a second source what both had applied counts.</summary>
    private void SetApplied(SnapshotPage page)
    {
        Context theirs = ContextCodec.Read(page.Applied);
        Context both = record!.Applied.Count == 0 ? theirs : theirs.Intersect(ContextCodec.Read(record.Applied));
        record.Applied.Clear();
        ContextCodec.Write(record.Applied, both);
    }

    /// <summary>With a second source the earlier of two positions counts, which is seen when the log is there, and one that only one of them knows does not.</summary>
    private void SetPositions(SnapshotPage page)
    {
        LogPosition[] known = [.. record!.Positions];
        bool isFirst = record.Source.Length == 0;
        record.Source = source!.Name;
        record.Positions.Clear();
        if (isFirst) record.Positions.AddRange(page.Positions);
        else record.Positions.AddRange(known.Concat(page.Positions).Distinct().Where(position => page.Positions.Any(one => one.Pop == position.Pop) && Array.Exists(known, one => one.Pop == position.Pop)));
    }

    private long Compare(long now, out bool isJoined)
    {
        ComparisonStatus status = comparer!.Status;
        isJoined = false;
        if (endedBefore is null)
        {
            if (record!.Old && linked.Any(member => !record.Read.Contains(member)))
            {
                waiting = "The logs of others are read first.";
                heardAt = now;
                return now + ReadMilliseconds;
            }

            bool isEarlier = status is { IsRunning: true, Cause: not ComparisonCause.Contents }; // it began before the last page
            endedBefore = status.Ended + (isEarlier ? 1 : 0);
            comparer.Request(ComparisonCause.Joined);
        }
        else if (status.Ended > endedBefore)
        {
            Joining?.Invoke();
            record!.Phase = JoinRecord.Types.Phase.Joined;
            Save();
            isJoined = true;
            return long.MaxValue;
        }

        if (status.BytesReceived != bytesHeard) (bytesHeard, heardAt) = (status.BytesReceived, now);
        waiting = status.Waiting;
        return now + WaitMilliseconds;
    }

    private void Forget(long now)
    {
        isAsked = false;
        id++;
        notBefore = now;
        waiting = null;
        connectedAt = now;
        bytesBefore = record?.Bytes ?? 0;
        bytesPerSecond = 0;
    }

    private void Save()
    {
        Volatile.Write(ref phase, (int)PhaseOf(record));
        journal.Save(record!.ToByteArray());
    }

    private static JoinPhase PhaseOf(JoinRecord? record) => record?.Phase switch
    {
        null => JoinPhase.None,
        JoinRecord.Types.Phase.Streaming => JoinPhase.Streaming,
        JoinRecord.Types.Phase.Comparing => JoinPhase.Comparing,
        _ => JoinPhase.Joined,
    };
}

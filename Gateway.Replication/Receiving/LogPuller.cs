using Gateway.Crdt;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Bookmarks;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Storage.Commit;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Gateway.Replication.Receiving;

/// <summary>Takes in one peer's log: applies what comes, lets wait what came too early, keeps the position, grants credit.</summary>
/// <remarks>
/// Rules only: called by its link, one call at a time. The log counts as applied up to the first unit that waits; what comes behind it is applied
/// meanwhile, because order matters within an item only, and there a change waits by itself. Times in milliseconds. Source: DESIGN 6.
/// </remarks>
internal sealed class LogPuller
{
    private const int ParkedUnitsMax = 4096;
    private const long ParkedBytesMax = 32 * 1024 * 1024;
    private const int BeaconsMax = 16;
    private const long RetryMilliseconds = 10;
    private const long SaveMilliseconds = 50;
    private const long AskAgainMilliseconds = 2_000;

    private readonly IReplica replica;
    private readonly PullJournal journal;
    private readonly Quarantine quarantine;
    private readonly CommitLoop commits;
    private readonly ReplicationOptions options;
    private readonly string peer;
    private readonly PullMeter meter;
    private readonly Action<Frame> send;
    private readonly Action<string> onMissed;
    private readonly Func<IncomingUnit, bool> hold;
    private readonly AppliedPositions positions;
    private readonly CreditWindow credit = new();
    private readonly List<ParkedUnit> parked = [];
    private readonly Dictionary<ulong, List<ParkedUnit>> asked = [];
    private readonly Queue<Beacon> beacons = new();
    private PullRecord record;
    private long parkedBytes;
    private long withheld;
    private long received;
    private long appliedSequence;
    private long retryAt;
    private long saveAt;
    private ulong fetchId;
    private (PullRecord Record, long Sequence, CommitTicket Ticket)? saving;

    public LogPuller(IReplica replica, PullJournal journal, Quarantine quarantine, CommitLoop commits, ReplicationOptions options, string peer, PullMeter meter, AppliedPositions positions, Action<Frame> send, Action<string> onMissed, Func<IncomingUnit, bool> hold)
    {
        this.replica = replica;
        this.journal = journal;
        this.quarantine = quarantine;
        this.commits = commits;
        this.options = options;
        this.peer = peer;
        this.meter = meter;
        this.send = send;
        this.onMissed = onMissed;
        this.hold = hold;
        this.positions = positions;
    }

    /// <summary>So far the peer's log is applied here, durably.</summary>
    public long Durable { get; private set; }

    /// <summary>So far the peer's log is visible here.</summary>
    public long Visible => Contiguous;

    /// <summary>The newest position that the peer has told of.</summary>
    public long Announced { get; private set; }

    /// <summary>When the newest change that was applied was written, by the peer's clock; 0 before the first.</summary>
    public long NewestMilliseconds { get; private set; }

    /// <summary>Units that wait.</summary>
    public int Waiting => parked.Count;

    /// <summary>The newest beacon of the peer up to which all is applied durably; null if there is none since the link was made.</summary>
    public Beacon? Passed { get; private set; }

    /// <summary>Begins to pull.</summary>
    /// <param name="from">What is known of the peer's log.</param>
    /// <param name="now">The time.</param>
    public void Begin(PullRecord from, long now)
    {
        record = from;
        received = Durable = from.Position;
        positions.Set(peer, received);
        journal.Save(peer, from);
        send(new Frame { Pull = new Pull { After = received, CreditBytes = credit.Begin(now) } });
    }

    /// <summary>All that was missed is repaired.</summary>
    public void Repaired()
    {
        record = record with { NeedsRepair = false };
        journal.Save(peer, record);
    }

    /// <summary>True while something that was missed must still be found by comparing.</summary>
    public bool NeedsRepair => record.NeedsRepair;

    public void OnBatch(Batch batch, long now)
    {
        if (batch.Trimmed) Miss(batch.After); // else what lies between is of no concern here, or of nobody's
        Hear(batch);
        Apply(batch, now);
        received = Math.Max(received, batch.Position);
        Announced = Math.Max(Announced, Math.Max(received, batch.Beacon?.Position ?? 0));
        if (batch.Units.Count > 0) NewestMilliseconds = batch.Units[^1].Changes.Max(change => change.Milliseconds);
        if (batch.Beacon is { } beacon) beacons.Enqueue(beacon);
        if (beacons.Count > BeaconsMax) beacons.Dequeue(); // a later one says all that an earlier one says
        positions.Set(peer, Contiguous);
        withheld += new Frame { Batch = batch }.CalculateSize();
        Grant(now);
    }

    public void OnFetched(Fetched answer, long now)
    {
        if (!asked.Remove(answer.Id, out List<ParkedUnit>? units)) return;
        UInt128[] tables = FrameTables.Read(answer.Tables);
        bool isHeld = false;
        foreach (Unit message in answer.Units) isHeld |= !ApplyOne(message, tables);
        Retry(now);
        if (isHeld) return; // asked again if that does not help

        // The source itself has nothing more of it: it was deleted and forgotten there, or is lost.
        foreach (ParkedUnit unit in units.Where(unit => unit.Reason == UnitOutcomeKind.PredecessorMissing && parked.Contains(unit)))
        {
            SetAside(unit, "what it builds on is nowhere");
            onMissed("predecessor");
        }
    }

    /// <summary>Does what is due.</summary>
    /// <returns>When to call again even if nothing happens.</returns>
    public long Step(long now)
    {
        if (parked.Count > 0 && now >= retryAt)
        {
            Retry(now);
            positions.Set(peer, Contiguous);
        }

        Ask(now);
        Save(now);
        Grant(now);
        long next = parked.Count > 0 ? retryAt : long.MaxValue;
        bool isSaving = saving is not null || Contiguous > Durable;
        return isSaving ? Math.Min(next, Math.Max(saveAt, now + RetryMilliseconds)) : next;
    }

    private long Contiguous => parked.Count == 0 ? received : Math.Min(received, parked.Min(unit => unit.First) - 1);

    /// <summary>Before anything of it is applied: a peer that is set back to an old state is told from what it was, also if this store stops before it has kept its position.</summary>
    private void Hear(Batch batch)
    {
        long heard = batch.Units.Aggregate(batch.Position, (last, unit) => Math.Max(last, unit.LastPosition));
        if (heard <= record.Heard || (batch.Units.Count == 0 && !batch.Trimmed)) return;
        record = record with { Heard = heard };
        journal.Save(peer, record);
    }

    private void Miss(long begin)
    {
        received = begin;
        record = record with { NeedsRepair = true };
        journal.Save(peer, record);
        onMissed("log trimmed");
    }

    private void Apply(Batch batch, long now)
    {
        UInt128[] tables = FrameTables.Read(batch.Tables);
        List<IncomingUnit> units = new(batch.Units.Count);
        List<Unit> messages = new(batch.Units.Count);
        foreach (Unit message in batch.Units)
        {
            if (Read(message, tables) is not { } unit) continue;
            units.Add(unit);
            messages.Add(message);
        }

        UnitOutcome[] outcomes = new UnitOutcome[units.Count];
        Apply([.. units], outcomes);
        for (int i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Kind is UnitOutcomeKind.PredecessorMissing or UnitOutcomeKind.TableUnknown) Park(units[i], messages[i], outcomes[i].Kind, now);
            else if (outcomes[i].Kind == UnitOutcomeKind.Unfit) SetAside(tables, messages[i], outcomes[i].Reason);
        }

        meter.Add(batch.Entries, units.Sum(unit => unit.Changes.Count), new Frame { Batch = batch }.CalculateSize());
    }

    private void Apply(IncomingUnit[] units, UnitOutcome[] outcomes)
    {
        if (units.Length == 0) return;
        appliedSequence = Math.Max(appliedSequence, replica.Apply(units, outcomes));
    }

    /// <returns>False if it is merged later: others must be asked first.</returns>
    private bool ApplyOne(Unit message, UInt128[] tables)
    {
        if (Read(message, tables) is not { } unit) return true;
        if (hold(unit)) return false;
        UnitOutcome[] outcome = new UnitOutcome[1];
        Apply([unit], outcome);
        if (outcome[0].Kind == UnitOutcomeKind.Unfit) SetAside(tables, message, outcome[0].Reason);
        return true;
    }

    private IncomingUnit? Read(Unit message, UInt128[] tables)
    {
        try
        {
            return UnitCodec.Read(message, tables, peer);
        }
        catch (Exception fault) when (fault is DocumentFault or InvalidDataException)
        {
            SetAside(tables, message, fault.Message);
            return null;
        }
    }

    private void Park(IncomingUnit unit, Unit message, UnitOutcomeKind reason, long now)
    {
        meter.Wait();
        if (parked.Count == 0) retryAt = now + RetryMilliseconds;
        ParkedUnit waiting = new() { Unit = unit, First = message.FirstPosition, Bytes = message.CalculateSize(), Since = now, Reason = reason };
        parkedBytes += waiting.Bytes;
        parked.Add(waiting);
    }

    private void Retry(long now)
    {
        retryAt = now + RetryMilliseconds;
        if (parked.Count == 0) return;
        UnitOutcome[] outcomes = new UnitOutcome[parked.Count];
        Apply([.. parked.Select(unit => unit.Unit)], outcomes);
        ParkedUnit[] before = [.. parked];
        for (int i = 0; i < before.Length; i++)
        {
            before[i].Reason = outcomes[i].Kind;
            if (outcomes[i].Kind is UnitOutcomeKind.Applied or UnitOutcomeKind.AlreadySeen) Unpark(before[i]);
            else if (outcomes[i].Kind == UnitOutcomeKind.Unfit) SetAside(before[i], outcomes[i].Reason ?? "it does not fit");
            else if (outcomes[i].Kind == UnitOutcomeKind.TableUnknown && now - before[i].Since > options.TableWait.TotalMilliseconds) SetAside(before[i], "its table is not known here");
        }
    }

    /// <summary>Asks for the documents of what has waited long enough.</summary>
    private void Ask(long now)
    {
        List<ParkedUnit> late =
        [
            .. parked.Where(unit => unit.Reason == UnitOutcomeKind.PredecessorMissing && now - unit.Since >= options.PredecessorWait.TotalMilliseconds
                && (unit.AskedAt == 0 || now - unit.AskedAt >= AskAgainMilliseconds)).Take(256),
        ];
        if (late.Count == 0) return;
        Fetch fetch = new() { Id = ++fetchId };
        HashSet<(UInt128, ItemKey)> wanted = [];
        foreach (ParkedUnit unit in late)
        {
            if (unit.AskedAt == 0) meter.Fetch();
            unit.AskedAt = now;
            foreach (IncomingChange change in unit.Unit.Changes)
            {
                if (!wanted.Add((change.Table, change.Fragment.Key))) continue;
                Wanted message = new() { Table = FrameTables.Encode(change.Table), Key = ByteString.CopyFrom(change.Fragment.Key.Bytes) };
                ContextCodec.Write(message.Context, replica.Read(change.Table, change.Fragment.Key)?.Context ?? Context.Empty);
                fetch.Wanted.Add(message);
            }
        }

        asked[fetch.Id] = late;
        send(new Frame { Fetch = fetch });
    }

    private void Save(long now)
    {
        if (saving is { } pending)
        {
            if (!pending.Ticket.Durable.IsCompleted || commits.DurableSequence < pending.Sequence) return;
            saving = null;
            Durable = pending.Record.Position;
            send(new Frame { Ack = new Ack { Position = Durable } });
            while (!NeedsRepair && beacons.TryPeek(out Beacon? beacon) && beacon.Position <= Durable) Passed = beacons.Dequeue();
        }

        // Beacons come with positions that may not move: their turn is then without a save.
        while (!NeedsRepair && beacons.TryPeek(out Beacon? next) && next.Position <= Durable) Passed = beacons.Dequeue();
        if (Contiguous <= Durable || now < saveAt) return;
        record = record with { Position = Contiguous, Heard = Math.Max(record.Heard, Contiguous) };
        saving = (record, appliedSequence, journal.Save(peer, record));
        saveAt = now + SaveMilliseconds;
    }

    /// <summary>Gives credit back for what was taken in; not while too much waits.</summary>
    private void Grant(long now)
    {
        if (withheld == 0 || parked.Count >= ParkedUnitsMax || parkedBytes >= ParkedBytesMax) return;
        long grant = credit.Consume(withheld, now);
        withheld = 0;
        if (grant > 0) send(new Frame { Credit = new Credit { Bytes = grant } });
    }

    private void Unpark(ParkedUnit unit)
    {
        parked.Remove(unit);
        parkedBytes -= unit.Bytes;
    }

    private void SetAside(ParkedUnit unit, string reason)
    {
        Unpark(unit);
        UInt128[] tables = [.. unit.Unit.Changes.Select(change => change.Table).Distinct()];
        RepeatedField<ByteString> ids = [];
        FrameTables places = new(ids);
        foreach (UInt128 table in tables) places.PlaceOf(table);
        SetAside(tables, UnitCodec.Write(unit.Unit.Changes, places), reason);
    }

    private void SetAside(UInt128[] tables, Unit message, string? reason)
    {
        meter.PutAside();
        quarantine.Add(peer, tables, message, reason ?? "it does not fit");
    }
}

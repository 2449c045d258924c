using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;

namespace Gateway.Replication.Joining;

/// <summary>Gives a PoP all documents that it follows, page by page. Remembers nothing between pages: the cursor says it all.</summary>
internal sealed class SnapshotSource : ILinkPart
{
    private const int BytesAtOnceMax = 4 * 1024 * 1024;
    private const int BytesAtOnceMin = 16 * 1024;
    private const int UnitBytesMax = 3 * 1024 * 1024;
    private const int DocumentsAtOnce = 4096;

    private readonly IReplica replica;
    private readonly IItemScopes rules;
    private readonly BucketFingerprints fingerprints;
    private readonly PopProfile peer;
    private readonly Func<IReadOnlyCollection<LogPosition>?> positions;
    private readonly Action<Frame> send;
    private readonly DurableAnswers outgoing;

    /// <param name="replica">This PoP's data.</param>
    /// <param name="rules">Who follows what.</param>
    /// <param name="fingerprints">For the total.</param>
    /// <param name="peer">Who asks.</param>
    /// <param name="positions">
    /// How far this PoP has come in every PoP's log, its own included: all up to there is visible here. Null while this PoP cannot serve, because it is joining itself.
    /// </param>
    /// <param name="assigned">The last sequence that a write here was given.</param>
    /// <param name="durable">Up to which sequence all is durable.</param>
    /// <param name="send">Takes frames.</param>
    public SnapshotSource(IReplica replica, IItemScopes rules, BucketFingerprints fingerprints, PopProfile peer, Func<IReadOnlyCollection<LogPosition>?> positions, Func<long> assigned, Func<long> durable, Action<Frame> send)
    {
        this.replica = replica;
        this.rules = rules;
        this.fingerprints = fingerprints;
        this.peer = peer;
        this.positions = positions;
        this.send = send;
        outgoing = new DurableAnswers(assigned, durable);
    }

    /// <summary>Up to which times all stamps of every replica are applied here.</summary>
    public Func<Context> Applied { get; init; } = () => Context.Empty;

    /// <summary>Documents that were sent on this link.</summary>
    public long Documents { get; private set; }

    /// <summary>Transactions that were sent in pieces, because together they are too large for a frame.</summary>
    public long Split { get; private set; }

    /// <inheritdoc/>
    public bool OnFrame(Frame frame, long now)
    {
        if (frame.KindCase != Frame.KindOneofCase.SnapshotRequest) return false;
        outgoing.Add(new Frame { SnapshotPage = Answer(frame.SnapshotRequest) });
        Step(now);
        return true;
    }

    /// <inheritdoc/>
    public long Step(long now)
    {
        while (outgoing.Next() is { } frame) send(frame);
        return outgoing.IsWaiting ? now + 1 : long.MaxValue;
    }

    private SnapshotPage Answer(SnapshotRequest request)
    {
        SnapshotPage page = new() { Id = request.Id };
        if (positions() is not { } applied) // before the first document is read: what comes later lies behind these positions
        {
            page.NotReady = true;
            return page;
        }

        if (request.Positions) ContextCodec.Write(page.Applied, Applied());
        if (request.Positions) page.Positions.AddRange(applied);
        ItemPosition? end = Fill(page, ItemPosition.Decode(request.Cursor), Math.Clamp(request.BytesMax, BytesAtOnceMin, BytesAtOnceMax));
        if (end is { } cursor) page.Cursor = cursor.Encode();
        page.DocumentsTotal = Total();
        Documents += page.Units.Sum(unit => unit.Changes.Count);
        return page;
    }

    /// <summary>Reads documents in the order that all PoPs share, the system table first: the others are of no use without it.</summary>
    /// <returns>Where to go on; null at the end.</returns>
    private ItemPosition? Fill(SnapshotPage page, ItemPosition? after, int bytesMax)
    {
        FrameTables tables = new(page.Tables);
        HashSet<(UInt128, ItemKey)> sent = [];
        int budget = DocumentsAtOnce;
        long bytes = 0;
        ItemPosition? last = after;
        foreach (UInt128 table in replica.Tables.Order())
        {
            if (after is { } begun && table < begun.Table) continue;
            ItemKey? behind = after is { } there && there.Table == table ? there.Key : null;
            foreach (IncomingChange change in replica.Scan(table, 0, uint.MaxValue, behind))
            {
                if (budget-- <= 0 || bytes >= bytesMax) return last;
                ItemKey key = change.Fragment.Key;
                if (rules.HashOf(table, key.Bytes) is not { } hash) continue;
                last = new ItemPosition(table, hash, key);
                if (sent.Contains((table, key)) || !replica.Follows(table, key.Bytes, peer)) continue;
                bytes += Add(change, page, tables, sent);
            }
        }

        return null;
    }

    /// <summary>Adds a document with those that share a transaction with it: they become visible together.</summary>
    private long Add(IncomingChange change, SnapshotPage page, FrameTables tables, HashSet<(UInt128, ItemKey)> sent)
    {
        IReadOnlyList<IncomingChange> changes = [.. replica.Closure(change.Table, change.Fragment.Key, Context.Empty).Where(one => replica.Follows(one.Table, one.Fragment.Key.Bytes, peer))];
        if (changes.Count == 0) changes = [change];
        if (changes.Count > 1 && changes.Sum(one => (long)one.Fragment.ApproximateBytes) > UnitBytesMax)
        {
            changes = [change];
            Split++;
        }

        foreach (IncomingChange one in changes) sent.Add((one.Table, one.Fragment.Key));
        Unit unit = UnitCodec.Write(changes, tables);
        page.Units.Add(unit);
        return unit.CalculateSize();
    }

    private long Total()
    {
        if (!fingerprints.IsReady) return 0;
        return fingerprints.Scopes.Where(scope => rules.FollowsWhole(scope, peer)).Sum(scope => fingerprints.SumOf(scope, 0, 0).Count);
    }
}

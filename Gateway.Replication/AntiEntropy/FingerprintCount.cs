using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Replica;

namespace Gateway.Replication.AntiEntropy;

/// <summary>Counts all items into sums while writes go on; each item is counted once (ADR 24).</summary>
/// <remarks>
/// Part by part: some tables and a quarter of the hashes. Of one part: from the moment it is opened the items that change are remembered; a little later
/// its snapshots are taken; a little later again what was remembered is added as it is then, and every change from there on is added as it comes; then
/// the snapshots are read without the remembered items. "A little" is longer than the time between a write's becoming visible and the call that tells of it.
/// </remarks>
internal sealed class FingerprintCount : IDisposable
{
    /// <summary>Longer than a writer takes between making its write visible and telling of it.</summary>
    private const long GraceMilliseconds = 100;
    private const int Quarters = 4;
    private const int TablesAtOnce = 64;
    private const int ItemsAtOnce = 2048;

    private readonly Lock gate = new();
    private readonly IReplica replica;
    private readonly IItemScopes rules;
    private readonly SumTable sums;
    private readonly List<UInt128> tables = [];
    private readonly Dictionary<UInt128, int> places = [];
    private readonly Queue<IEnumerator<IncomingChange>> scans = new();
    private Dictionary<(UInt128 Table, ItemKey Key), Touched> touched = [];
    private int part;
    private Stage stage;
    private long since;

    /// <param name="replica">The data.</param>
    /// <param name="rules">Which scope an item is of.</param>
    /// <param name="sums">Empty; what is counted goes there.</param>
    public FingerprintCount(IReplica replica, IItemScopes rules, SumTable sums)
    {
        this.replica = replica;
        this.rules = rules;
        this.sums = sums;
        Add(replica.Tables);
    }

    private enum Stage
    {
        Next,
        Remembering,
        Opened,
        Reading,
    }

    /// <summary>True once all is counted: then changes go to the sums directly.</summary>
    public bool IsDone { get; private set; }

    private int Parts => (tables.Count + TablesAtOnce - 1) / TablesAtOnce * Quarters;

    /// <summary>A document has changed.</summary>
    public void Change(string scope, uint hash, UInt128 table, ReadOnlySpan<byte> itemKey, Context? before, Context? after)
    {
        lock (gate)
        {
            int at = PartOf(table, hash);
            if (at == part && stage is Stage.Remembering or Stage.Opened) touched[(table, new ItemKey(itemKey.ToArray()))] = new Touched(scope, hash, after);
            else if (at < part || (at == part && stage == Stage.Reading) || IsDone) sums.Change(scope, hash, table, itemKey, before, after);
        }
    }

    /// <summary>Goes on; one caller at a time.</summary>
    public long Step(long now)
    {
        switch (stage)
        {
            case Stage.Next:
                Begin(now);
                return IsDone ? long.MaxValue : since + GraceMilliseconds;
            case Stage.Remembering:
                if (now < since + GraceMilliseconds) return since + GraceMilliseconds;
                Open();
                since = now;
                stage = Stage.Opened;
                return since + GraceMilliseconds;
            case Stage.Opened:
                if (now < since + GraceMilliseconds) return since + GraceMilliseconds;
                Freeze();
                return now;
            default:
                Read();
                return now;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (scans.TryDequeue(out IEnumerator<IncomingChange>? scan)) scan.Dispose();
    }

    private void Begin(long now)
    {
        if (part == Parts)
        {
            // Changes of tables that nobody knew when the list was made are remembered from here on: either there are none, or they are counted too.
            lock (gate) stage = Stage.Remembering;
            IReadOnlyList<UInt128> all = replica.Tables;
            lock (gate)
            {
                IsDone = all.All(places.ContainsKey);
                if (IsDone) AddTouched();
                touched = [];
                stage = Stage.Next;
                if (IsDone) return;
                Add(all);
            }
        }

        lock (gate)
        {
            touched = [];
            since = now;
            stage = Stage.Remembering;
        }
    }

    private void Open()
    {
        (uint from, uint to) = HashesOf(part % Quarters);
        int first = part / Quarters * TablesAtOnce;
        for (int i = first; i < Math.Min(first + TablesAtOnce, tables.Count); i++)
        {
            if (tables[i] == UInt128.MaxValue) continue; // no table, but the end of a batch
            IEnumerator<IncomingChange> scan = replica.Scan(tables[i], from, to, null).GetEnumerator();
            if (scan.MoveNext()) scans.Enqueue(scan);
            else scan.Dispose();
        }
    }

    private void Freeze()
    {
        lock (gate)
        {
            AddTouched();
            stage = Stage.Reading;
        }
    }

    private void AddTouched()
    {
        foreach (((UInt128 table, ItemKey key), Touched change) in touched) sums.Change(change.Scope, change.Hash, table, key.Bytes, null, change.After);
    }

    private void Read()
    {
        for (int left = ItemsAtOnce; left > 0 && scans.TryPeek(out IEnumerator<IncomingChange>? scan); left--)
        {
            Count(scan.Current);
            if (scan.MoveNext()) continue;
            scan.Dispose();
            scans.Dequeue();
        }

        if (scans.Count > 0) return;
        lock (gate)
        {
            part++;
            stage = Stage.Next;
            touched = [];
        }
    }

    private void Count(IncomingChange change)
    {
        if (change.Fragment is not Fragment.OfDocument { Document: var document } || BucketFingerprints.ContextOf(document) is not { } context) return;
        if (touched.ContainsKey((change.Table, document.Key))) return;
        if (rules.ScopeOf(change.Table, document.Key.Bytes) is not { } scope || rules.HashOf(change.Table, document.Key.Bytes) is not { } hash) return;
        sums.Change(scope, hash, change.Table, document.Key.Bytes, null, context);
    }

    private void Add(IReadOnlyList<UInt128> all)
    {
        // New tables begin a batch of their own: the parts before are done.
        while (tables.Count % TablesAtOnce != 0) tables.Add(UInt128.MaxValue);
        foreach (UInt128 table in all)
        {
            if (!places.TryAdd(table, tables.Count)) continue;
            tables.Add(table);
        }
    }

    /// <summary>An unknown table comes after all others.</summary>
    private int PartOf(UInt128 table, uint hash) => places.TryGetValue(table, out int place) ? (place / TablesAtOnce * Quarters) + (int)(hash >> 30) : Parts;

    private static (uint From, uint To) HashesOf(int quarter) => ((uint)quarter << 30, ((uint)quarter << 30) | 0x3FFF_FFFF);

    private readonly record struct Touched(string Scope, uint Hash, Context? After);
}

using System.Text;
using Gateway.Crdt;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Replica;
using Gateway.Storage.Keys;
using Gateway.Storage.Log;

namespace Gateway.Replication.Tests.AntiEntropy;

/// <summary>A PoP's data in memory, with the real documents. An item's key is "partition/sort"; its scope is the word before the first '-', or all.</summary>
internal sealed class MemoryReplica : IReplica, IItemScopes
{
    private readonly SortedDictionary<UInt128, MemoryTable> tables = [];
    private readonly Dictionary<(UInt128, string), List<(Stamp Stamp, (UInt128 Table, string Key)[] Members)>> groups = [];
    private readonly TimeProvider time;
    private long sequence;

    public MemoryReplica(string name, ulong id, TimeProvider time, params string[] scopes)
    {
        this.time = time;
        Self = new ReplicaId(id);
        Profile = new PopProfile(name, "r", [.. scopes.Where(scope => scope is not "*")], scopes.Contains("*"));
        tables[0] = new MemoryTable();
    }

    public PopProfile Profile { get; }

    public ReplicaId Self { get; private set; }

    public IReadOnlyList<ReplicaId> Former => [];

    public IReadOnlyList<UInt128> Tables => [.. tables.Keys];

    public Context StableHere { get; private set; } = Context.Empty;

    public Context StableEverywhere { get; private set; } = Context.Empty;

    public bool TrustsClock { get; set; } = true;

    public bool TakesWrites { get; set; } = true;

    public bool IsWhole { get; set; } = true;

    public bool IsInDoubt { get; set; }

    /// <summary>Tables that cannot be written to yet.</summary>
    public HashSet<UInt128> Unknown { get; } = [];

    public BucketFingerprints? Observer { get; set; }

    public TellingObserver? Telling { get; set; }

    /// <summary>Called with each document that is read by a scan, before it is given out.</summary>
    public Action? Scanning { get; set; }

    public long Sequence => sequence;

    public long Durable { get; set; } = long.MaxValue;

    public int Merged { get; private set; }

    public int Visible => tables.Values.Sum(table => table.Between(0, uint.MaxValue, null).Count(item => item.Document.IsVisible));

    public static ItemKey Key(string key) => new(Encoding.UTF8.GetBytes(key));

    public void Put(string key, string text, UInt128? table = null) => Write(key, table ?? 1, new DocumentEdit.PutItem(Value.Map(("t", Value.String(text)))));

    public void Delete(string key, UInt128? table = null) => Write(key, table ?? 1, new DocumentEdit.DeleteItem());

    public void Add(string key, int by, UInt128? table = null) =>
        Write(key, table ?? 1, new DocumentEdit.Touch(), new DocumentEdit.Default("n", Value.Number(0)), new DocumentEdit.Increment("n", by));

    /// <summary>A transaction that puts some items.</summary>
    public void Transact(string text, params string[] keys)
    {
        (UInt128, string)[] members = [.. keys.Select(key => ((UInt128)1, key))];
        foreach (string key in keys)
        {
            Put(key, text);
            Stamp stamp = new(Document(key)!.Context[Self], Self);
            NoteGroup(1, key, stamp, members);
        }
    }

    public Document? Document(string key, UInt128? table = null) => tables.GetValueOrDefault(table ?? 1)?.Find(key);

    public string? Text(string key) => Document(key) is { IsVisible: true } document && document.Visible.TryGetMember("t", out Value text) ? text.AsString() : null;

    /// <summary>All that is known of transactions there is known here too, as logs would have told.</summary>
    public void KnowGroupsOf(MemoryReplica other)
    {
        foreach (((UInt128 table, string key), List<(Stamp, (UInt128, string)[])> known) in other.groups)
        {
            foreach ((Stamp stamp, (UInt128, string)[] members) in known) NoteGroup(table, key, stamp, members);
        }
    }

    /// <summary>Takes over another replica's state, as a copy of its disk would.</summary>
    public void CopyFrom(MemoryReplica other)
    {
        foreach ((UInt128 table, MemoryTable items) in other.tables)
        {
            foreach ((string key, Document document) in items.Between(0, uint.MaxValue, null)) Set(table, key, document);
        }

        KnowGroupsOf(other);
    }

    /// <summary>Drops a document, context and all.</summary>
    public void Forget(string key) => Set(1, key, null);

    /// <summary>Puts another document in the place of what is there, unnoticed.</summary>
    public void Rot(string key, Document document) => tables[1].Set(Hash(key), key, document);

    public string Dump(MemoryReplica? like = null, Func<string, bool>? only = null)
    {
        StringBuilder text = new();
        foreach ((UInt128 table, MemoryTable items) in tables)
        {
            foreach ((string key, Document document) in items.Between(0, uint.MaxValue, null))
            {
                if (!document.IsVisible || (only is not null && !only(key)) || (like is not null && !Follows(table, Encoding.UTF8.GetBytes(key), like.Profile))) continue;
                text.Append(table).Append(' ').Append(key).Append(' ').Append(Gateway.Crdt.Codec.DocumentHash.Of(document)).Append('\n');
            }
        }

        return text.ToString();
    }

    public long TailPosition => 0;

    public long RenewIdentity()
    {
        Self = new ReplicaId(Self.Value + 1000);
        return sequence;
    }

    public bool HasBegunTail(uint table, ItemKey key) => false;

    public void ReplayTail(IReadOnlyList<LogEntry> unit, Func<uint, ItemKey, Document?> others, TailOrigin origin) => throw new NotSupportedException();

    public void EndTail() => throw new NotSupportedException();

    public long Apply(ReadOnlySpan<IncomingUnit> units, Span<UnitOutcome> outcomes)
    {
        for (int i = 0; i < units.Length; i++) outcomes[i] = Apply(units[i]);
        return sequence;
    }

    public bool TryFindTable(uint number, out UInt128 id)
    {
        id = number;
        return tables.ContainsKey(id);
    }

    public bool Follows(uint table, ReadOnlySpan<byte> itemKey, PopProfile pop) => Follows((UInt128)table, itemKey, pop);

    public bool Follows(UInt128 table, ReadOnlySpan<byte> itemKey, PopProfile pop) => ScopeOf(table, itemKey) is { } scope && (pop.FollowsAll || scope == "all" || pop.Groups.Contains(scope));

    public Document? Read(UInt128 table, ItemKey key) => Document(Encoding.UTF8.GetString(key.Bytes), table);

    public IReadOnlyList<IncomingChange> Closure(UInt128 table, ItemKey key, Context seen)
    {
        List<IncomingChange> changes = [];
        HashSet<(UInt128, string)> known = [];
        Queue<((UInt128 Table, string Key) Item, Context Seen)> open = new([((table, Encoding.UTF8.GetString(key.Bytes)), seen)]);
        while (open.TryDequeue(out ((UInt128 Table, string Key) Item, Context Seen) next))
        {
            if (!known.Add(next.Item) || Document(next.Item.Key, next.Item.Table) is not { } document) continue;
            changes.Add(new IncomingChange(next.Item.Table, Fragment.Of(document), 0));
            foreach ((Stamp stamp, (UInt128, string)[] members) in groups.GetValueOrDefault(next.Item) ?? [])
            {
                if (next.Seen.Includes(stamp)) continue;
                foreach ((UInt128, string) member in members) open.Enqueue((member, Context.Empty));
            }
        }

        return changes;
    }

    public IEnumerable<IncomingChange> Scan(UInt128 table, uint from, uint to, ItemKey? after)
    {
        if (!tables.TryGetValue(table, out MemoryTable? items)) yield break;
        (uint, string)? behind = after is { } key ? (Hash(Encoding.UTF8.GetString(key.Bytes)), Encoding.UTF8.GetString(key.Bytes)) : null;
        foreach ((_, Document document) in items.Between(from, to, behind))
        {
            Scanning?.Invoke();
            yield return new IncomingChange(table, Fragment.Of(document), 0);
        }
    }

    public (HlcTime Floor, long Sequence) Beacon() => (HlcTime.Zero, sequence);

    public void SetStable(Context here, Context everywhere) => (StableHere, StableEverywhere) = (here, everywhere);

    public bool Drop(UInt128 table, IReadOnlyDictionary<ItemKey, Context> items, Func<bool> isStillSo) => false;

    public int Sweep(int documentsMax)
    {
        int swept = 0;
        foreach ((UInt128 table, MemoryTable items) in tables)
        {
            foreach ((string key, Document document) in items.Between(0, uint.MaxValue, null))
            {
                Document pruned = Pruning.Prune(document, StableHere);
                if (!ReferenceEquals(pruned, document)) swept++;
                Set(table, key, Pruning.CanForget(pruned, StableEverywhere) ? null : pruned);
            }
        }

        return swept;
    }

    public string? ScopeOf(UInt128 table, ReadOnlySpan<byte> itemKey)
    {
        if (table == 0) return "all";
        string key = Encoding.UTF8.GetString(itemKey);
        int end = key.IndexOf('-', StringComparison.Ordinal);
        return end < 0 ? "all" : key[..end];
    }

    public uint? HashOf(UInt128 table, ReadOnlySpan<byte> itemKey) => Hash(Encoding.UTF8.GetString(itemKey));

    public bool MayHold(UInt128 table, string scope) => true;

    public bool FollowsWhole(string scope, PopProfile pop) => pop.FollowsAll || scope == "all" || (scope != "local" && pop.Groups.Contains(scope));

    public bool IsComplete(UInt128 table, ReadOnlySpan<byte> itemKey) => IsWhole;

    private UnitOutcome Apply(IncomingUnit unit)
    {
        if (unit.Changes.Any(change => Unknown.Contains(change.Table))) return new UnitOutcome(UnitOutcomeKind.TableUnknown);
        bool isNew = false;
        try
        {
            foreach (IncomingChange change in unit.Changes)
            {
                string key = Encoding.UTF8.GetString(change.Fragment.Key.Bytes);
                Document here = Document(key, change.Table) ?? Gateway.Crdt.Documents.Document.Empty(change.Fragment.Key);
                if (change.Fragment.ApplyTo(here, Self, out Document merged, StableHere) != ApplyResult.Applied) continue;
                isNew = true;
                Merged++;
                Set(change.Table, key, merged);
            }
        }
        catch (DocumentFault fault)
        {
            return new UnitOutcome(UnitOutcomeKind.Unfit, 0, fault.Message);
        }

        return new UnitOutcome(isNew ? UnitOutcomeKind.Applied : UnitOutcomeKind.AlreadySeen);
    }

    private void Write(string key, UInt128 table, params DocumentEdit[] edits)
    {
        Document document = Document(key, table) ?? Gateway.Crdt.Documents.Document.Empty(Key(key));
        Stamp stamp = new HybridClock(time, Self).Next(document.Context, StableHere[Self]);
        Delta delta = EditPlanner.Plan(document, edits, stamp);
        if (document.Apply(delta, out Document result, StableHere) == ApplyResult.Applied) Set(table, key, result);
    }

    private void Set(UInt128 table, string key, Document? document)
    {
        if (!tables.TryGetValue(table, out MemoryTable? items)) tables[table] = items = new MemoryTable();
        Document? before = items.Find(key);
        sequence++;
        items.Set(Hash(key), key, document);
        Telling?.Change(ScopeOf(table, Encoding.UTF8.GetBytes(key))!, Hash(key), table, Encoding.UTF8.GetBytes(key), BucketFingerprints.ContextOf(before), BucketFingerprints.ContextOf(document));
        Observer?.Change(ScopeOf(table, Encoding.UTF8.GetBytes(key))!, Hash(key), table, Encoding.UTF8.GetBytes(key), BucketFingerprints.ContextOf(before), BucketFingerprints.ContextOf(document));
    }

    private void NoteGroup(UInt128 table, string key, Stamp stamp, (UInt128, string)[] members)
    {
        if (!groups.TryGetValue((table, key), out List<(Stamp Stamp, (UInt128 Table, string Key)[] Members)>? known)) groups[(table, key)] = known = [];
        known.Add((stamp, members));
    }

    private static uint Hash(string key) => KeyHash.Of(Encoding.UTF8.GetBytes(key.Split('/')[0]));
}

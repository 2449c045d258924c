using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;

namespace Gateway.Replication.AntiEntropy;

/// <summary>What both roles of a comparison share: this PoP's data, its sums, the two PoPs and the counts.</summary>
internal sealed class ComparedStore
{
    private readonly Func<PopProfile> peer;

    public ComparedStore(IReplica replica, IItemScopes rules, BucketFingerprints fingerprints, PopProfile self, Func<PopProfile> peer)
    {
        this.peer = peer;
        Replica = replica;
        Rules = rules;
        Fingerprints = fingerprints;
        Self = self;
        Items = new ItemList(replica, rules);
        Units = new RepairUnits(replica, rules, self, peer, () => IsPeerInDoubt);
        Taker = new UnitTaker(replica, peer().Name);
    }

    public IReplica Replica { get; }

    public IItemScopes Rules { get; }

    public BucketFingerprints Fingerprints { get; }

    public PopProfile Self { get; }

    public PopProfile Peer => peer();

    /// <summary>What the peer said last: it may show what was removed elsewhere.</summary>
    public bool IsPeerInDoubt { get; set; }

    public ItemList Items { get; }

    public RepairUnits Units { get; }

    public UnitTaker Taker { get; }

    public ComparisonCounts Counts { get; } = new();

    /// <summary>True if both must have the same items of a scope.</summary>
    public bool BothFollow(string scope) => Rules.FollowsWhole(scope, Self) && Rules.FollowsWhole(scope, Peer);

    /// <summary>Lists a range that no list has begun, and looks whether its sum is what was counted.</summary>
    public ItemPosition? List(string scope, bool contents, (uint From, uint To) range, ItemPosition? after, ItemPosition? until, ref int budget, List<ListedItem> items, long now)
    {
        bool isNode = BucketTree.TryFindNode(range.From, range.To, out int level, out uint node);
        bool isWhole = isNode && !contents && after is null && until is null && Fingerprints.IsReady;
        BucketSum before = isWhole ? Fingerprints.SumOf(scope, level, node) : default;
        int first = items.Count;
        ItemPosition? end = Items.Read(scope, contents, range.From, range.To, after, until, ref budget, items);
        if (!isWhole || end is not null) return end;
        BucketSum found = default;
        for (int i = first; i < items.Count; i++) found += new BucketSum(items[i].Fingerprint, 1);
        if (found != before && before == Fingerprints.SumOf(scope, level, node)) Fingerprints.Doubt(scope, level, node, unchecked(before.Sum - found.Sum), now);
        return end;
    }

    /// <summary>Merges units that the peer sent.</summary>
    public TakenUnits Take(Google.Protobuf.Collections.RepeatedField<Unit> units, Google.Protobuf.Collections.RepeatedField<Google.Protobuf.ByteString> tables)
    {
        TakenUnits taken = Taker.Take(units, tables);
        Counts.Add(taken);
        return taken;
    }

    /// <summary>Adds what the peer lacks of an item to a frame.</summary>
    /// <returns>About how many bytes that takes.</returns>
    public long Tell(UInt128 table, ItemKey key, Context theirs, Google.Protobuf.Collections.RepeatedField<Unit> units, FrameTables tables, ToldItems told)
    {
        if (Replica.Read(table, key) is { } document && told.Has(table, key, document.Context) && Units.ForgottenOf(table, key, theirs).Count == 0) return 0; // it came with another one
        IReadOnlyList<IncomingChange> changes = Units.Build(table, key, theirs);
        if (changes.Count == 0) return 0;
        told.Add(changes);
        Unit unit = UnitCodec.Write(changes, tables);
        units.Add(unit);
        Counts.DocumentsSent += changes.Count;
        return unit.CalculateSize();
    }

    /// <summary>An item as lists name it.</summary>
    public static KnownItem Name(UInt128 table, ItemKey key, Context context, FrameTables tables)
    {
        KnownItem item = new() { Table = tables.PlaceOf(table), Key = Google.Protobuf.ByteString.CopyFrom(key.Bytes) };
        ContextCodec.Write(item.Context, context);
        return item;
    }

    /// <summary>The table of an item that the peer named.</summary>
    /// <exception cref="InvalidDataException">The frame has no such table.</exception>
    public static UInt128 TableOf(uint place, UInt128[] tables) => place < tables.Length ? tables[place] : throw new InvalidDataException("An item names a table that its frame does not.");
}

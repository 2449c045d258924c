using System.Buffers.Binary;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Whether this PoP is alone or a member, and what is stable. Layout: docs/formats/tables.md.</summary>
/// <remarks>
/// Alone everything is stable at once. A member keeps the documents of deleted items until they are stable everywhere. What is stable is written before
/// anything is dropped because of it: a document that is forgotten must not be taken for one that was never there.
/// </remarks>
internal sealed class ReplicaState
{
    private const int EntryBytes = sizeof(ulong) + sizeof(ulong);

    private static readonly byte[] MemberKey = [(byte)KeySpace.Meta, .. "member"u8];
    private static readonly byte[] StableKey = [(byte)KeySpace.Meta, .. "stable"u8];

    private readonly Lock gate = new();
    private readonly IKeyValueStore store;
    private volatile Context here = Context.Empty;
    private volatile Context everywhere = Context.Empty;
    private volatile bool isReplicated;

    public ReplicaState(IKeyValueStore store)
    {
        this.store = store;
        isReplicated = store.Get(MemberKey) is not null;
        if (store.Get(StableKey) is not { } kept) return;
        if (kept.Length < sizeof(int)) throw Corrupt();
        int count = BinaryPrimitives.ReadInt32LittleEndian(kept);
        ReadOnlySpan<byte> entries = kept.AsSpan(sizeof(int));
        if (count < 0 || entries.Length % EntryBytes != 0 || count > entries.Length / EntryBytes) throw Corrupt();
        here = Read(entries[..(count * EntryBytes)]);
        everywhere = Read(entries[(count * EntryBytes)..]);
    }

    /// <summary>Writes that met others.</summary>
    public ConflictCounts Conflicts { get; } = new();

    /// <summary>True once another PoP takes part.</summary>
    public bool IsReplicated => isReplicated;

    /// <summary>What is stable at this store.</summary>
    public Context Here => here;

    /// <summary>What every member has declared stable.</summary>
    public Context Everywhere => everywhere;

    /// <summary>Told of every document that changes; null if nobody wants to know.</summary>
    public IItemObserver? Observer { get; set; }

    /// <summary>From here on this PoP is a member. Durable when it returns.</summary>
    public void Begin(ItemLocks locks)
    {
        lock (gate)
        {
            if (isReplicated) return;
            WriteBatch batch = new();
            batch.Put(MemberKey, [1]);
            store.Write(batch);
            store.Sync();
        }

        locks.WithAll(() => isReplicated = true); // no write is half in the old way
    }

    /// <summary>What is stable now. Only grows: what was stable before stays so.</summary>
    public void SetStable(Context here, Context everywhere)
    {
        lock (gate)
        {
            here = here.Union(this.here);
            everywhere = everywhere.Union(this.everywhere);
            if (here.Equals(this.here) && everywhere.Equals(this.everywhere)) return;
            byte[] value = new byte[sizeof(int) + ((here.Count + everywhere.Count) * EntryBytes)];
            BinaryPrimitives.WriteInt32LittleEndian(value, here.Count);
            Write(value.AsSpan(sizeof(int)), here);
            Write(value.AsSpan(sizeof(int) + (here.Count * EntryBytes)), everywhere);
            WriteBatch batch = new();
            batch.Put(StableKey, value);
            store.Write(batch); // before what is dropped because of it, so it is durable whenever that is gone
            this.here = here;
            this.everywhere = everywhere;
        }
    }

    /// <summary>What has to stay of a document now; null if all of it may be forgotten.</summary>
    /// <param name="document">The document.</param>
    /// <param name="mayBeUnseen">Whether somebody may write its item who has not seen it. Then nothing goes but the whole: a write may come that has not seen what hides a value, and removes that.</param>
    /// <param name="isKept">Whether nothing of it may go, because others are being asked for it.</param>
    public Document? RestOf(Document document, bool mayBeUnseen, bool isKept = false)
    {
        if (mayBeUnseen) return !isKept && IsForgotten(document, mayBeUnseen) ? null : document;
        Document rest = Pruning.Prune(document, here);
        return Pruning.CanForget(rest, everywhere) ? null : rest;
    }

    /// <summary>True for the document of a deleted item that nobody needs any more.</summary>
    public bool IsForgotten(Document document, bool mayBeUnseen) =>
        !document.IsVisible && Pruning.CanForget(mayBeUnseen ? Pruning.PruneDeleted(document, everywhere) : document, everywhere);

    /// <summary>Tells of a document that has changed. Under the item's lock, when the change is visible.</summary>
    public void Tell(TableSchema table, in ItemAddress address, Document? before, Document? after)
    {
        if (!isReplicated || Observer is not { } observer) return;
        uint hash = BinaryPrimitives.ReadUInt32BigEndian(address.StoreKey.AsSpan(ItemKeys.PrefixBytes - sizeof(uint)));
        observer.Changed(ReplicatedTable.Of(table).Id, address.KeyBytes.Span, hash, before is { IsVisible: true } ? before.Context : null, after is { IsVisible: true } ? after.Context : null);
    }

    private static void Write(Span<byte> target, Context context)
    {
        for (int i = 0; i < context.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(target[(i * EntryBytes)..], context.Replicas[i].Value);
            BinaryPrimitives.WriteUInt64LittleEndian(target[((i * EntryBytes) + sizeof(ulong))..], context.Times[i].Ticks);
        }
    }

    private static Context Read(ReadOnlySpan<byte> entries)
    {
        Context context = Context.Empty;
        for (; !entries.IsEmpty; entries = entries[EntryBytes..])
        {
            context = context.With(new Stamp(new HlcTime(BinaryPrimitives.ReadUInt64LittleEndian(entries[sizeof(ulong)..])), new ReplicaId(BinaryPrimitives.ReadUInt64LittleEndian(entries))));
        }

        return context;
    }

    private static StoreFault Corrupt() => new(StoreFaultKind.Corrupt, "What is stable cannot be read.");
}

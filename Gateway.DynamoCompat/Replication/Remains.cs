using System.Buffers.Binary;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Items;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Replication;

/// <summary>The queue of documents that hold more than what shows, ordered by their highest stamps: once that is stable, something can go. Layout: docs/formats/tables.md.</summary>
/// <remarks>A document of a member's store is in the queue, once, if and only if <see cref="AreIn"/> says so.</remarks>
internal static class Remains
{
    private const int HeadBytes = 1 + sizeof(ulong);

    /// <summary>All of the queue.</summary>
    public static KeyRange All { get; } = KeyRange.WithPrefix(new[] { (byte)KeySpace.Remains });

    /// <summary>True if a document shows nothing, or has cells that do not show.</summary>
    public static bool AreIn(Document document) => Pruning.HiddenIn(document) != HiddenParts.None;

    /// <summary>Keeps the queue in step with a document, in the batch that changes it.</summary>
    public static void Write(WriteBatch batch, in ItemAddress address, Document? before, Document? after)
    {
        if (before is not null && AreIn(before)) batch.Delete(KeyOf(before.Context.Highest, address));
        if (after is not null && Pruning.HiddenIn(after) is not HiddenParts.None and var hidden) batch.Put(KeyOf(after.Context.Highest, address), [(byte)hidden]);
    }

    /// <summary>The number of the table that an entry's item is in.</summary>
    public static uint TableOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt32BigEndian(key[HeadBytes..]);

    /// <summary>What an entry's document holds that does not show. What an older program wrote says nothing: mostly it is of a deleted item.</summary>
    public static HiddenParts PartsOf(ReadOnlySpan<byte> value) => value.IsEmpty ? HiddenParts.Ghosts : (HiddenParts)value[0];

    /// <summary>The highest stamp's time that an entry names, and where its item lies.</summary>
    public static (HlcTime Highest, ItemAddress Address) Read(ReadOnlySpan<byte> key) =>
        (new HlcTime(BinaryPrimitives.ReadUInt64BigEndian(key[1..])), new ItemAddress([(byte)KeySpace.Item, .. key[HeadBytes..]]));

    private static byte[] KeyOf(HlcTime highest, in ItemAddress address)
    {
        byte[] key = new byte[HeadBytes + address.StoreKey.Length - 1];
        key[0] = (byte)KeySpace.Remains;
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(1), highest.Ticks);
        address.StoreKey.AsSpan(1).CopyTo(key.AsSpan(HeadBytes));
        return key;
    }
}

using System.Buffers.Binary;
using Gateway.DynamoCompat.Items;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Backups;

/// <summary>The keys of a backup's documents: those of the items, with the backup's number for the table's. Layout: docs/formats/tables.md.</summary>
internal static class BackupKeys
{
    private const int PrefixBytes = 1 + sizeof(uint);

    /// <summary>All documents of a backup.</summary>
    public static KeyRange RangeOf(uint backup) => KeyRange.WithPrefix(Prefix(KeySpace.Backup, backup));

    /// <summary>The place in a backup of an item of a table.</summary>
    public static byte[] FromItem(uint backup, ReadOnlySpan<byte> storeKey) => [.. Prefix(KeySpace.Backup, backup), .. storeKey[PrefixBytes..]];

    /// <summary>The place in a table of an item of a backup, or of another table.</summary>
    public static byte[] ToItem(uint table, ReadOnlySpan<byte> key) => [.. ItemKeys.TablePrefix(table), .. key[PrefixBytes..]];

    private static byte[] Prefix(KeySpace space, uint number)
    {
        byte[] prefix = new byte[PrefixBytes];
        prefix[0] = (byte)space;
        BinaryPrimitives.WriteUInt32BigEndian(prefix.AsSpan(1), number);
        return prefix;
    }
}

using System.Buffers.Binary;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Tables;

/// <summary>The keys of the catalog's entries. Layout: docs/formats/tables.md.</summary>
internal static class CatalogKeys
{
    private const byte TableKind = 1;
    private const byte CounterKind = 2;
    private const byte JobKind = 3;
    private const byte BackupKind = 4;
    private const byte FiguresKind = 5;

    /// <summary>The number of the next table, job or backup.</summary>
    public static byte[] NextNumber { get; } = [(byte)KeySpace.Catalog, CounterKind, 0];

    public static KeyRange Tables { get; } = All(TableKind);

    public static KeyRange Jobs { get; } = All(JobKind);

    public static KeyRange Backups { get; } = All(BackupKind);

    public static KeyRange Figures { get; } = All(FiguresKind);

    /// <summary>True from a clean close to the next open.</summary>
    public static byte[] FiguresAreExact { get; } = [(byte)KeySpace.Catalog, CounterKind, 1];

    public static byte[] Table(uint number) => Numbered(TableKind, number);

    public static byte[] Job(uint number) => Numbered(JobKind, number);

    public static byte[] Backup(uint number) => Numbered(BackupKind, number);

    public static byte[] FiguresOf(uint table) => Numbered(FiguresKind, table);

    private static KeyRange All(byte kind) => KeyRange.WithPrefix(new[] { (byte)KeySpace.Catalog, kind });

    private static byte[] Numbered(byte kind, uint number)
    {
        byte[] key = [(byte)KeySpace.Catalog, kind, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(2), number);
        return key;
    }
}

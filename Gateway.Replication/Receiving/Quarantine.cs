using System.Buffers.Binary;
using System.Text;
using Gateway.Replication.Messages;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;
using Google.Protobuf;

namespace Gateway.Replication.Receiving;

/// <summary>Keeps units that do not fit, with their bytes and the reason: one bad record must not stop a link, and must not be lost.</summary>
/// <remarks>Source: DESIGN 6, DOCUMENT 4.10. Layout: docs/formats/replication.md.</remarks>
internal sealed class Quarantine(IKeyValueStore store, CommitLoop commits)
{
    /// <summary>More are counted, not kept.</summary>
    private const int UnitsMax = 10_000;

    private static readonly byte[] Prefix = [(byte)KeySpace.Replica, (byte)'q'];

    private readonly Lock gate = new();
    private long next = -1;

    /// <summary>How many are kept.</summary>
    public int Count()
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(Prefix));
        int count = 0;
        while (cursor.MoveNext()) count++;
        return count;
    }

    /// <summary>Keeps a unit.</summary>
    /// <param name="peer">Who sent it.</param>
    /// <param name="tables">The ids of tables that it names.</param>
    /// <param name="unit">As it came.</param>
    /// <param name="reason">Why it does not fit.</param>
    public void Add(string peer, IReadOnlyList<UInt128> tables, Unit unit, string reason)
    {
        long number;
        lock (gate)
        {
            if (next < 0) next = Last() + 1;
            if (next >= UnitsMax) return;
            number = next++;
        }

        byte[] key = new byte[Prefix.Length + sizeof(long)];
        Prefix.CopyTo(key, 0);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(Prefix.Length), number);
        byte[] head = Encoding.UTF8.GetBytes($"{peer}\n{reason.ReplaceLineEndings(" ")}\n");
        Fetched kept = new() { Tables = { tables.Select(FrameTables.Encode) }, Units = { unit } };
        byte[] value = [.. head, .. kept.ToByteArray()];
        commits.Write(0, (Key: key, Value: value), static (batch, _, entry) => batch.Put(entry.Key, entry.Value));
    }

    private long Last()
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(Prefix), ScanDirection.Backward);
        return cursor.MoveNext() ? BinaryPrimitives.ReadInt64BigEndian(cursor.Key[Prefix.Length..]) : -1;
    }
}

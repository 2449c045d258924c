using System.Buffers.Binary;
using System.Text;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Replication.Eviction;

/// <summary>Keeps in the store which departures are settled. Layout: docs/formats/replication.md.</summary>
internal sealed class DepartureJournal(IKeyValueStore store, CommitLoop commits)
{
    private const int RecordBytes = sizeof(long) + sizeof(uint);

    /// <summary>Whether a departure, or a later one of the same PoP, was settled.</summary>
    public bool IsSettled(Departure departure) =>
        store.Get(KeyOf(departure.Pop)) is { Length: RecordBytes } kept
        && BinaryPrimitives.ReadInt64LittleEndian(kept) is var epoch
        && (epoch > departure.Epoch || (epoch == departure.Epoch && BinaryPrimitives.ReadUInt32LittleEndian(kept.AsSpan(sizeof(long))) >= departure.Evictions));

    /// <summary>Notes that it is.</summary>
    public void Settle(Departure departure)
    {
        byte[] value = new byte[RecordBytes];
        BinaryPrimitives.WriteInt64LittleEndian(value, departure.Epoch);
        BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(sizeof(long)), departure.Evictions);
        commits.Write(0, (Key: KeyOf(departure.Pop), Value: value), static (batch, _, entry) => batch.Put(entry.Key, entry.Value));
    }

    private static byte[] KeyOf(string pop) => [(byte)KeySpace.Replica, (byte)'d', .. Encoding.UTF8.GetBytes(pop)];
}

using System.Buffers.Binary;
using System.Text;
using Gateway.Replication.Links;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Replication.Receiving;

/// <summary>Keeps in the store how far the logs of other PoPs are applied. A record becomes durable after all that was written before it.</summary>
/// <remarks>Layout: docs/formats/replication.md.</remarks>
internal sealed class PullJournal(IKeyValueStore store, CommitLoop commits)
{
    private static readonly byte[] Prefix = [(byte)KeySpace.Replica, (byte)'p'];
    private static readonly byte[] BootsPrefix = [(byte)KeySpace.Replica, (byte)'s'];

    private const int RecordBytes = (4 * sizeof(ulong)) + 1;
    private const int FormerBytes = (3 * sizeof(ulong)) + 1;

    /// <summary>What is known of a peer; null if nothing is.</summary>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Corrupt"/>.</exception>
    public PullRecord? Find(string peer)
    {
        if (store.Get(KeyOf(peer)) is not { } kept) return null;
        if (kept.Length == FormerBytes) kept = [.. kept.AsSpan(0, FormerBytes - 1), .. kept.AsSpan(2 * sizeof(ulong), sizeof(long)), kept[^1]]; // a store of an earlier version: what came is what was applied
        if (kept.Length != RecordBytes) throw new StoreFault(StoreFaultKind.Corrupt, $"What was kept of the log of {peer} has a wrong length.");
        return new PullRecord(
            BinaryPrimitives.ReadUInt64LittleEndian(kept),
            BinaryPrimitives.ReadUInt64LittleEndian(kept.AsSpan(sizeof(ulong))),
            BinaryPrimitives.ReadInt64LittleEndian(kept.AsSpan(2 * sizeof(ulong))),
            BinaryPrimitives.ReadInt64LittleEndian(kept.AsSpan(3 * sizeof(ulong))),
            kept[^1] != 0);
    }

    /// <summary>Keeps what is known of a peer.</summary>
    public CommitTicket Save(string peer, PullRecord record)
    {
        byte[] value = new byte[RecordBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(value, record.Replica);
        BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan(sizeof(ulong)), record.Boot);
        BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(2 * sizeof(ulong)), record.Position);
        BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(3 * sizeof(ulong)), record.Heard);
        value[^1] = record.NeedsRepair ? (byte)1 : (byte)0;
        return commits.Write(0, (Key: KeyOf(peer), Value: value), static (batch, _, entry) => batch.Put(entry.Key, entry.Value));
    }

    /// <summary>The starts of a peer's store, oldest first, and where its log ended at each, as it said when it was linked last; empty if that is not known.</summary>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Corrupt"/>.</exception>
    public IReadOnlyList<(ulong Number, long LogEnd)> FindBoots(string peer) => BootHistory.Read(store.Get(BootsKeyOf(peer)) ?? []);

    /// <summary>Keeps them.</summary>
    public void SaveBoots(string peer, IReadOnlyList<(ulong Number, long LogEnd)> boots)
    {
        byte[] value = BootHistory.Write(boots);
        if (store.Get(BootsKeyOf(peer)) is { } kept && kept.AsSpan().SequenceEqual(value)) return;
        commits.Write(0, (Key: BootsKeyOf(peer), Value: value), static (batch, _, entry) => batch.Put(entry.Key, entry.Value));
    }

    /// <summary>What is known of every PoP whose log was ever read.</summary>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Corrupt"/>.</exception>
    public IReadOnlyList<(string Peer, PullRecord Record)> All()
    {
        List<string> peers = [];
        using (IStoreSnapshot snapshot = store.Snapshot())
        {
            using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(Prefix));
            while (cursor.MoveNext()) peers.Add(Encoding.UTF8.GetString(cursor.Key[Prefix.Length..]));
        }

        return [.. peers.Select(peer => (peer, Find(peer)!.Value))];
    }

    /// <summary>Forgets all of them: everything is taken over anew.</summary>
    public void Clear()
    {
        List<byte[]> keys = [];
        using (IStoreSnapshot snapshot = store.Snapshot())
        {
            using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(Prefix));
            while (cursor.MoveNext()) keys.Add(cursor.Key.ToArray());
        }

        commits.Write(0, keys, static (batch, _, gone) =>
        {
            foreach (byte[] key in gone) batch.Delete(key);
        });
    }

    /// <summary>True if no other log was ever read.</summary>
    public bool IsEmpty
    {
        get
        {
            using IStoreSnapshot snapshot = store.Snapshot();
            using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(Prefix));
            return !cursor.MoveNext();
        }
    }

    private static byte[] BootsKeyOf(string peer) => [.. BootsPrefix, .. Encoding.UTF8.GetBytes(peer)];

    private static byte[] KeyOf(string peer) => [.. Prefix, .. Encoding.UTF8.GetBytes(peer)];
}

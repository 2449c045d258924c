using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Replication.Shipping;

/// <summary>How far each peer has applied this PoP's log, kept in the store: the log may be trimmed only behind the slowest. Safe for several threads.</summary>
/// <remarks>Layout: docs/formats/replication.md.</remarks>
internal sealed class AckJournal
{
    private static readonly byte[] Prefix = [(byte)KeySpace.Replica, (byte)'k'];

    private readonly ConcurrentDictionary<string, long> positions = new();
    private readonly ConcurrentDictionary<string, long> saved = new();
    private readonly CommitLoop commits;

    public AckJournal(IKeyValueStore store, CommitLoop commits)
    {
        this.commits = commits;
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(Prefix));
        while (cursor.MoveNext())
        {
            if (cursor.Value.Length != sizeof(long)) throw new StoreFault(StoreFaultKind.Corrupt, "What a peer has acknowledged is cut off.");
            string peer = Encoding.UTF8.GetString(cursor.Key[Prefix.Length..]);
            positions[peer] = saved[peer] = BinaryPrimitives.ReadInt64LittleEndian(cursor.Value);
        }
    }

    /// <summary>Notes what a peer has acknowledged.</summary>
    public void Set(string peer, long position) => positions[peer] = position;

    /// <summary>What a peer has acknowledged last; 0 if it never did.</summary>
    public long Of(string peer) => positions.GetValueOrDefault(peer);

    /// <summary>The lowest position of some peers; 0 if one of them never acknowledged anything.</summary>
    public long Lowest(IEnumerable<string> peers)
    {
        long lowest = long.MaxValue;
        foreach (string peer in peers) lowest = Math.Min(lowest, positions.GetValueOrDefault(peer));
        return lowest;
    }

    /// <summary>Keeps what has changed.</summary>
    public void Save()
    {
        foreach ((string peer, long position) in positions)
        {
            if (saved.TryGetValue(peer, out long known) && known == position) continue;
            saved[peer] = position;
            byte[] value = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(value, position);
            byte[] key = [.. Prefix, .. Encoding.UTF8.GetBytes(peer)];
            commits.Write(0, (Key: key, Value: value), static (batch, _, entry) => batch.Put(entry.Key, entry.Value));
        }
    }
}

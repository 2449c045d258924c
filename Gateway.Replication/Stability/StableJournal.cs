using System.Buffers.Binary;
using Gateway.Crdt.Time;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Replication.Stability;

/// <summary>Keeps in the store what was applied and what was stable: an old copy of a forgotten document must not come back after a restart.</summary>
/// <remarks>Layout: docs/formats/replication.md.</remarks>
internal sealed class StableJournal(IKeyValueStore store, CommitLoop commits)
{
    private const int EntryBytes = 2 * sizeof(ulong);

    private static readonly byte[] AppliedKey = [(byte)KeySpace.Replica, (byte)'s', (byte)'a'];
    private static readonly byte[] StableKey = [(byte)KeySpace.Replica, (byte)'s', (byte)'s'];

    /// <summary>What was kept last.</summary>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Corrupt"/>.</exception>
    public (Context Applied, Context Stable) Load() => (Read(AppliedKey), Read(StableKey));

    /// <summary>Keeps both; durable before anything that is written later.</summary>
    public void Save(Context applied, Context stable) => commits.Write(0, (batch, _) =>
    {
        batch.Put(AppliedKey, Encode(applied));
        batch.Put(StableKey, Encode(stable));
    });

    private static byte[] Encode(Context context)
    {
        byte[] bytes = new byte[context.Count * EntryBytes];
        for (int i = 0; i < context.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * EntryBytes), context.Replicas[i].Value);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan((i * EntryBytes) + sizeof(ulong)), context.Times[i].Ticks);
        }

        return bytes;
    }

    private Context Read(byte[] key)
    {
        byte[] kept = store.Get(key) ?? [];
        if (kept.Length % EntryBytes != 0) throw new StoreFault(StoreFaultKind.Corrupt, "What was kept of stability is cut off.");
        return Context.Of(kept.Chunk(EntryBytes).Select(entry => new Stamp(
            new HlcTime(BinaryPrimitives.ReadUInt64LittleEndian(entry.AsSpan(sizeof(ulong)))),
            new ReplicaId(BinaryPrimitives.ReadUInt64LittleEndian(entry)))));
    }
}

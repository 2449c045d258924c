using System.Buffers.Binary;
using Gateway.Crdt.Time;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Replication.Stability;

/// <summary>Keeps in the store up to which times all stamps of other replicas are applied: of members that are gone nobody would say it again.</summary>
/// <remarks>Layout: docs/formats/replication.md.</remarks>
internal sealed class AppliedJournal(IKeyValueStore store, CommitLoop commits)
{
    private const int EntryBytes = 2 * sizeof(ulong);

    private static readonly byte[] Key = [(byte)KeySpace.Replica, (byte)'a'];

    /// <summary>What was kept last.</summary>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Corrupt"/>.</exception>
    public Context Load()
    {
        byte[] kept = store.Get(Key) ?? [];
        if (kept.Length % EntryBytes != 0) throw new StoreFault(StoreFaultKind.Corrupt, "What was kept of other replicas is cut off.");
        return Context.Of(kept.Chunk(EntryBytes).Select(entry => new Stamp(
            new HlcTime(BinaryPrimitives.ReadUInt64LittleEndian(entry.AsSpan(sizeof(ulong)))),
            new ReplicaId(BinaryPrimitives.ReadUInt64LittleEndian(entry)))));
    }

    /// <summary>Keeps it; durable before anything that is written later.</summary>
    public void Save(Context applied) => commits.Write(0, Encode(applied), static (batch, _, value) => batch.Put(Key, value));

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
}

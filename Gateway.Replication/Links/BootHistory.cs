using System.Buffers.Binary;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Replication.Links;

/// <summary>
/// One number for each start of a store. A peer remembers the last one it heard: a store that does not know that number is a copy, or an old state, of the
/// store that the peer knows.
/// </summary>
/// <remarks>Source: DOCUMENT 3.4. Layout: docs/formats/replication.md.</remarks>
internal static class BootHistory
{
    private const int BootsMax = 64;

    private static readonly byte[] Key = [(byte)KeySpace.Replica, (byte)'b'];

    /// <summary>Adds this start.</summary>
    /// <returns>The numbers of the last starts, this one last.</returns>
    public static ulong[] Begin(IKeyValueStore store, CommitLoop commits, Random random)
    {
        byte[] kept = store.Get(Key) ?? [];
        if (kept.Length % sizeof(ulong) != 0) throw new StoreFault(StoreFaultKind.Corrupt, "The list of this store's starts is cut off.");
        ulong[] boots = [.. kept.Chunk(sizeof(ulong)).Select(bytes => BinaryPrimitives.ReadUInt64LittleEndian(bytes)).TakeLast(BootsMax - 1), (ulong)random.NextInt64(1, long.MaxValue)];
        byte[] value = new byte[boots.Length * sizeof(ulong)];
        for (int i = 0; i < boots.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan(i * sizeof(ulong)), boots[i]);
        commits.Write(0, (batch, _) => batch.Put(Key, value));
        return boots;
    }
}

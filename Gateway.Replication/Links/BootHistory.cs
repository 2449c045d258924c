using System.Buffers.Binary;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Replication.Links;

/// <summary>
/// One number for each start of a store, and where its log ended then. A peer remembers the last number that it heard: a store that does not know it, or
/// whose next start found a log that ended before what the peer has read, is a copy, or an old state, of the store that the peer knows.
/// </summary>
/// <remarks>Source: DOCUMENT 3.4. Layout: docs/formats/replication.md.</remarks>
internal static class BootHistory
{
    private const int BootsMax = 64;
    private const int EntryBytes = sizeof(ulong) + sizeof(long);

    private static readonly byte[] Key = [(byte)KeySpace.Replica, (byte)'b'];

    /// <summary>Adds this start.</summary>
    /// <param name="store">The store.</param>
    /// <param name="commits">Its commit loop.</param>
    /// <param name="foundEnd">Where its log ended.</param>
    /// <param name="random">For the number.</param>
    /// <returns>The last starts, this one last.</returns>
    public static IReadOnlyList<(ulong Number, long LogEnd)> Begin(IKeyValueStore store, CommitLoop commits, long foundEnd, Random random)
    {
        (ulong Number, long LogEnd)[] boots = [.. Read(store.Get(Key) ?? []).TakeLast(BootsMax - 1), ((ulong)random.NextInt64(1, long.MaxValue), foundEnd)];
        byte[] value = Write(boots);
        commits.Write(0, (batch, _) => batch.Put(Key, value));
        return boots;
    }

    /// <summary>Starts as they are kept.</summary>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Corrupt"/>.</exception>
    public static IReadOnlyList<(ulong Number, long LogEnd)> Read(byte[] kept)
    {
        if (kept.Length % EntryBytes != 0) throw new StoreFault(StoreFaultKind.Corrupt, "A list of a store's starts is cut off.");
        return [.. kept.Chunk(EntryBytes).Select(entry => (BinaryPrimitives.ReadUInt64LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(sizeof(ulong)))))];
    }

    /// <summary>The bytes of a list of starts.</summary>
    public static byte[] Write(IReadOnlyList<(ulong Number, long LogEnd)> boots)
    {
        byte[] value = new byte[boots.Count * EntryBytes];
        for (int i = 0; i < boots.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan(i * EntryBytes), boots[i].Number);
            BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan((i * EntryBytes) + sizeof(ulong)), boots[i].LogEnd);
        }

        return value;
    }
}

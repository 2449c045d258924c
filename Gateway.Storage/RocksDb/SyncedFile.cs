using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Storage.RocksDb;

/// <summary>The file SYNCED: the number of the write up to which everything was made durable. 16 bytes: the number, and its complement.</summary>
/// <remarks>
/// Replay of the write-ahead log ends silently at the first damaged record, because after a power cut that is how it must end. This number tells a
/// cut tail, which nobody was promised, from damage to what was acknowledged. It is written after each sync and not synced itself: it may lag, and
/// never runs ahead. Source: docs/formats/store.md.
/// </remarks>
internal sealed class SyncedFile(string folder) : IDisposable
{
    public const string Name = "SYNCED";

    private readonly string path = Path.Combine(folder, Name);
    private SafeFileHandle? file;

    /// <summary>Compares with what was recovered, then is ready for <see cref="Write"/>.</summary>
    /// <param name="recovered">The last write that was found.</param>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Corrupt"/>: acknowledged writes are gone.</exception>
    public void Open(long recovered)
    {
        file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        Span<byte> bytes = stackalloc byte[16];
        if (RandomAccess.Read(file, bytes, 0) < bytes.Length) return;

        long synced = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        bool isWhole = synced == ~BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        if (!isWhole || synced <= recovered) return;

        throw new StoreFault(
            StoreFaultKind.Corrupt,
            $"The write-ahead log is damaged: {synced - recovered} acknowledged writes cannot be read any more. Restore a backup; to go on without them, remove {path}.");
    }

    /// <summary>Everything up to here is on the disk.</summary>
    public void Write(long synced)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, synced);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], ~synced);
        RandomAccess.Write(file!, bytes, 0);
    }

    public void Dispose() => file?.Dispose();
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace Gateway.Storage.RocksDb;

/// <summary>The values that were written last: whoever writes an item often finds it here and not in the engine. Belongs to the buffer's lock.</summary>
/// <remarks>
/// One ring of bytes that the collector never looks into, and a table of where in it a key was last written; each key has two places in the table. What
/// it forgets is in the engine, or waits for it: it may forget anything at any time, and never knows an old value.
/// </remarks>
internal sealed class RecentValues
{
    private const int HeadBytes = sizeof(int) + sizeof(int);
    private const int ValuePart = 64;

    private readonly int ringBytes;
    private readonly long[] table;
    private byte[] ring = [];
    private long end = 1; // positions count on for ever; 0 in the table is no value

    /// <param name="ringBytes">A power of two, at least 64 KB. Memory is taken as it is needed.</param>
    public RecentValues(int ringBytes)
    {
        this.ringBytes = ringBytes;
        table = new long[(int)BitOperations.RoundUpToPowerOf2((uint)ringBytes / 256)];
    }

    /// <summary>Notes what was written to a key.</summary>
    public void Set(ReadOnlySpan<byte> key, uint hash, ReadOnlySpan<byte> value)
    {
        int bytes = HeadBytes + key.Length + value.Length;
        ref long place = ref PlaceFor(key, hash);
        if (bytes > ringBytes / ValuePart)
        {
            if (IsOf(place, key)) place = 0;
            return;
        }

        Reserve(bytes);
        Span<byte> entry = ring.AsSpan((int)(end & (ringBytes - 1)), bytes);
        MemoryMarshal.Write(entry, key.Length);
        MemoryMarshal.Write(entry[sizeof(int)..], value.Length);
        key.CopyTo(entry[HeadBytes..]);
        value.CopyTo(entry[(HeadBytes + key.Length)..]);
        place = end;
        end += bytes;
    }

    /// <summary>The key was removed.</summary>
    public void Remove(ReadOnlySpan<byte> key, uint hash)
    {
        ref long place = ref PlaceFor(key, hash);
        if (IsOf(place, key)) place = 0;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(table);

    /// <summary>The newest value of a key, if it is known.</summary>
    /// <param name="value">A new array; null if the value is not known.</param>
    public bool TryGet(ReadOnlySpan<byte> key, uint hash, out byte[]? value)
    {
        value = null;
        long place = PlaceFor(key, hash);
        if (!IsOf(place, key)) return false;
        value = ValueAt(place).ToArray();
        return true;
    }

    /// <summary>The place that holds the key, or else the one of its two whose value is older.</summary>
    private ref long PlaceFor(ReadOnlySpan<byte> key, uint hash)
    {
        ref long first = ref table[hash & (table.Length - 1)];
        ref long second = ref table[(hash ^ 1) & (table.Length - 1)];
        if (IsOf(first, key)) return ref first;
        if (IsOf(second, key) || second < first) return ref second;
        return ref first;
    }

    private bool IsOf(long place, ReadOnlySpan<byte> key) => place != 0 && end - place <= ringBytes && KeyAt(place).SequenceEqual(key);

    private ReadOnlySpan<byte> KeyAt(long place)
    {
        int at = (int)(place & (ringBytes - 1));
        return ring.AsSpan(at + HeadBytes, MemoryMarshal.Read<int>(ring.AsSpan(at)));
    }

    private ReadOnlySpan<byte> ValueAt(long place)
    {
        int at = (int)(place & (ringBytes - 1));
        return ring.AsSpan(at + HeadBytes + MemoryMarshal.Read<int>(ring.AsSpan(at)), MemoryMarshal.Read<int>(ring.AsSpan(at + sizeof(int))));
    }

    /// <summary>Makes room in one piece: what does not fit before the ring's end begins at its start.</summary>
    private void Reserve(int bytes)
    {
        if (ring.Length == 0) ring = GC.AllocateUninitializedArray<byte>(ringBytes);
        int at = (int)(end & (ringBytes - 1));
        if (ringBytes - at < bytes) end += ringBytes - at;
    }
}

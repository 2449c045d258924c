using System.Numerics;
using System.Runtime.InteropServices;

namespace Gateway.Storage.RocksDb;

/// <summary>The values that were written last: whoever writes an item often finds it here and not in the engine. Belongs to the buffer's lock.</summary>
/// <remarks>
/// One ring of bytes that the collector never looks into, and a table of where in it a key was last written; each key has four places in the table. A value
/// that fits takes the room of the one before, so the ring turns with the keys that come and not with the writes. What it forgets is in the engine, or waits
/// for it: it may forget anything at any time, and never knows an old value.
/// </remarks>
internal sealed class RecentValues
{
    private const int KeyLengthAt = 0;
    private const int ValueLengthAt = sizeof(int);
    private const int RoomAt = 2 * sizeof(int);
    private const int HeadBytes = 3 * sizeof(int);
    private const int RoomUnit = 64;
    private const int ValuePart = 64;
    private const int Ways = 4;
    private const int PositionBits = 48;
    private const long PositionMask = (1L << PositionBits) - 1;

    private readonly int ringBytes;
    private readonly long[] table; // of each value 16 bits of its key's hash and its position; 0 for none
    private byte[] ring = [];
    private long end = 1; // positions count on for ever

    /// <param name="ringBytes">A power of two, at least 64 KB. Memory is taken as it is needed.</param>
    public RecentValues(int ringBytes)
    {
        this.ringBytes = ringBytes;
        table = new long[(int)BitOperations.RoundUpToPowerOf2((uint)ringBytes / 128)];
    }

    /// <summary>Notes what was written to a key.</summary>
    public void Set(ReadOnlySpan<byte> key, uint hash, ReadOnlySpan<byte> value)
    {
        int bytes = HeadBytes + key.Length + value.Length;
        ref long place = ref PlaceFor(key, hash, out bool isKnown);
        if (bytes > ringBytes / ValuePart)
        {
            if (isKnown) place = 0;
            return;
        }

        if (!isKnown || Number(place, RoomAt) < bytes) place = TagOf(hash) | Reserve(key, bytes);
        Span<byte> entry = EntryAt(place);
        MemoryMarshal.Write(entry[ValueLengthAt..], value.Length);
        value.CopyTo(entry[(HeadBytes + key.Length)..]);
    }

    /// <summary>The key was removed.</summary>
    public void Remove(ReadOnlySpan<byte> key, uint hash)
    {
        ref long place = ref PlaceFor(key, hash, out bool isKnown);
        if (isKnown) place = 0;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(table);

    /// <summary>The newest value of a key, if it is known.</summary>
    /// <param name="value">A new array; null if the value is not known.</param>
    public bool TryGet(ReadOnlySpan<byte> key, uint hash, out byte[]? value)
    {
        long place = PlaceFor(key, hash, out bool isKnown);
        value = isKnown ? EntryAt(place).Slice(HeadBytes + key.Length, Number(place, ValueLengthAt)).ToArray() : null;
        return isKnown;
    }

    private static long TagOf(uint hash) => (long)(hash >> 16) << PositionBits;

    /// <summary>The place that holds the key, or else the one of its four that is free or whose value is oldest.</summary>
    private ref long PlaceFor(ReadOnlySpan<byte> key, uint hash, out bool isKnown)
    {
        Span<long> places = table.AsSpan((int)(hash & (table.Length - Ways)), Ways);
        int oldest = 0;
        for (int i = 0; i < places.Length; i++)
        {
            isKnown = IsOf(places[i], key, hash);
            if (isKnown) return ref places[i];
            if ((places[i] & PositionMask) < (places[oldest] & PositionMask)) oldest = i;
        }

        isKnown = false;
        return ref places[oldest];
    }

    private bool IsOf(long place, ReadOnlySpan<byte> key, uint hash) =>
        place != 0 && (place & ~PositionMask) == TagOf(hash) && end - (place & PositionMask) <= ringBytes && EntryAt(place).Slice(HeadBytes, Number(place, KeyLengthAt)).SequenceEqual(key);

    private Span<byte> EntryAt(long place) => ring.AsSpan((int)(place & (ringBytes - 1)));

    private int Number(long place, int at) => MemoryMarshal.Read<int>(EntryAt(place)[at..]);

    /// <summary>Makes room in one piece, and a little more: what does not fit before the ring's end begins at its start.</summary>
    private long Reserve(ReadOnlySpan<byte> key, int bytes)
    {
        if (ring.Length == 0) ring = GC.AllocateUninitializedArray<byte>(ringBytes);
        int room = (bytes + RoomUnit - 1) & -RoomUnit;
        int at = (int)(end & (ringBytes - 1));
        if (ringBytes - at < room)
        {
            end += ringBytes - at;
            at = 0;
        }

        Span<byte> entry = ring.AsSpan(at, room);
        MemoryMarshal.Write(entry[KeyLengthAt..], key.Length);
        MemoryMarshal.Write(entry[RoomAt..], room);
        key.CopyTo(entry[HeadBytes..]);
        long place = end;
        end += room;
        return place;
    }
}

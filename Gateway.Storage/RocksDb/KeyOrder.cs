using System.Buffers.Binary;

namespace Gateway.Storage.RocksDb;

/// <summary>Puts the records of a batch into the order of their keys: the engine finds the place of a key fastest from that of the one before.</summary>
/// <remarks>Records of one key stay in their order, so the batch does the same. Not for several threads at once.</remarks>
internal sealed class KeyOrder
{
    private const int SpareBytesMax = 4 << 20;

    private readonly List<Place> places = [];
    private WriteBatch sorted = new();

    /// <summary>The batch with its records in order; valid until the next call.</summary>
    /// <param name="batch">One that removes ranges stays in the order that it has: other records may lie in these.</param>
    public WriteBatch Sort(WriteBatch batch)
    {
        if (sorted.CapacityBytes > SpareBytesMax) sorted = new WriteBatch();
        sorted.Clear();
        if (batch.HasRanges)
        {
            sorted.AppendRecords(batch);
            return sorted;
        }

        places.Clear();
        WriteRecordEnumerator records = batch.Records;
        while (records.MoveNext()) places.Add(new Place(PrefixOf(records.Current.Key), records.Start, records.End));
        places.Sort((one, other) => Compare(batch, one, other));
        foreach (Place place in places) sorted.AppendRecord(batch, place.Start, place.End);
        return sorted;
    }

    private static int Compare(WriteBatch batch, in Place one, in Place other)
    {
        int order = one.Prefix.CompareTo(other.Prefix);
        if (order == 0) order = batch.RecordAt(one.Start).Key.SequenceCompareTo(batch.RecordAt(other.Start).Key);
        return order == 0 ? one.Start.CompareTo(other.Start) : order;
    }

    /// <summary>Decides between most keys without a look at them.</summary>
    private static ulong PrefixOf(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong)) return BinaryPrimitives.ReadUInt64BigEndian(key);
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        key.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private readonly record struct Place(ulong Prefix, int Start, int End);
}

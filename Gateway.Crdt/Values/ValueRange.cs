using Gateway.Crdt.Codec;

namespace Gateway.Crdt.Values;

/// <summary>Where an entry of a container that is being written lies among the bytes, and where what orders it lies.</summary>
internal readonly record struct ValueRange(int Start, int Length, int OrderStart, int OrderLength)
{
    // Up to here, moving entries along is quicker than what a general sort needs to begin.
    private const int FewMax = 24;

    /// <summary>The order of two entries in the same bytes.</summary>
    public int CompareTo(in ValueRange other, ReadOnlySpan<byte> bytes) =>
        bytes.Slice(OrderStart, OrderLength).SequenceCompareTo(bytes.Slice(other.OrderStart, other.OrderLength));

    /// <summary>Sorts entries by what orders them.</summary>
    public static void Sort(Span<ValueRange> entries, ByteWriter writer)
    {
        if (entries.Length > FewMax)
        {
            entries.Sort((a, b) => a.CompareTo(b, writer.Written));
            return;
        }

        ReadOnlySpan<byte> bytes = writer.Written;
        for (int i = 1; i < entries.Length; i++)
        {
            ValueRange entry = entries[i];
            int at = i;
            for (; at > 0 && entry.CompareTo(entries[at - 1], bytes) < 0; at--) entries[at] = entries[at - 1];
            entries[at] = entry;
        }
    }
}

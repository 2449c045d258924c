using System.Buffers.Binary;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Items;

/// <summary>A share of the keys that have a 32-bit hash after their prefix.</summary>
internal static class HashRange
{
    /// <summary>The range of one segment of several; segments differ in size by at most one hash.</summary>
    public static KeyRange Of(byte[] prefix, int segment, int segments)
    {
        if (segments == 1) return KeyRange.WithPrefix(prefix);
        byte[] start = Bound(prefix, segment, segments);
        return new KeyRange(start, segment == segments - 1 ? KeyRange.After(prefix) : Bound(prefix, segment + 1, segments));
    }

    /// <summary>Which segment a hash belongs to.</summary>
    public static int SegmentOf(uint hash, int segments)
    {
        int segment = (int)((ulong)hash * (ulong)segments >> 32);
        while (segment + 1 < segments && hash >= First(segment + 1, segments)) segment++;
        return segment;
    }

    private static byte[] Bound(byte[] prefix, int segment, int segments)
    {
        byte[] bound = new byte[prefix.Length + sizeof(uint)];
        prefix.CopyTo(bound, 0);
        BinaryPrimitives.WriteUInt32BigEndian(bound.AsSpan(prefix.Length), First(segment, segments));
        return bound;
    }

    private static uint First(int segment, int segments) => (uint)(((ulong)segment << 32) / (ulong)segments);
}

using System.Buffers;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Looks for bytes in bytes in linear time, also where both were made to defeat a plain search.</summary>
internal static class ByteSearch
{
    /// <summary>Up to here the runtime's search cannot lose more than this factor, and it is many times faster than the other one.</summary>
    private const int ShortMax = 64;

    public static bool Contains(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> part)
    {
        if (part.Length > whole.Length) return false;
        return part.Length <= ShortMax ? whole.IndexOf(part) >= 0 : ContainsLong(whole, part);
    }

    /// <summary>Source: paper Knuth, Morris, Pratt 1977.</summary>
    private static bool ContainsLong(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> part)
    {
        int[] borders = ArrayPool<int>.Shared.Rent(part.Length);
        try
        {
            borders[0] = 0;
            for (int at = 1, matched = 0; at < part.Length; at++)
            {
                while (matched > 0 && part[at] != part[matched]) matched = borders[matched - 1];
                if (part[at] == part[matched]) matched++;
                borders[at] = matched;
            }

            int length = 0;
            foreach (byte value in whole)
            {
                while (length > 0 && value != part[length]) length = borders[length - 1];
                if (value == part[length]) length++;
                if (length == part.Length) return true;
            }

            return false;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(borders);
        }
    }
}

namespace Gateway.Crdt.Values;

/// <content>Order-preserving key bytes, and the size that DynamoDB counts, which rests on the same base-100 digits.</content>
/// <remarks>
/// A magnitude is 0.D1D2…Dn in base 100 times 100^e, with D1 and Dn not zero; e is -64 to 63. Its key is one byte 0x80 + (e + 64), then a
/// byte 2 * D + 1 for each digit but the last, which is 2 * D. Zero is 0x80 0x00. A negative number's key is its magnitude's with every
/// byte complemented. So keys compare, byte by byte and unsigned, as the numbers do, and a key shows its own end: no key is the beginning of
/// another one.
/// </remarks>
public readonly partial struct ExactNumber
{
    /// <summary>Longest key, in bytes: the exponent and 20 base-100 digits (38 decimal ones may begin and end in the middle of a pair).</summary>
    public const int KeyBytesMax = 21;

    private const int PositiveKey = 0x80;
    private const int KeyExponentBias = 64;

    /// <summary>Bytes that DynamoDB counts for the number in an item: 1 to 21.</summary>
    /// <remarks>
    /// One, one for each two digits as they pair up at the decimal point, and one for a minus; zero is 1. Source: doc CapacityUnitCalculations.
    /// </remarks>
    public int SizeBytes => IsZero ? 1 : Math.Min(KeyBytesMax, 1 + CountPairs() + (negative ? 1 : 0));

    /// <summary>The size of a number as DynamoDB counts it, from its key.</summary>
    internal static int SizeOfKey(ReadOnlySpan<byte> key)
    {
        bool isNegative = key[0] < PositiveKey;
        if (!isNegative && key is [PositiveKey, 0]) return 1;
        return Math.Min(KeyBytesMax, key.Length + (isNegative ? 1 : 0));
    }

    /// <summary>Writes the order-preserving key; see the remarks of this file's part.</summary>
    /// <param name="destination">As long as the key; <see cref="KeyBytesMax"/> is always enough.</param>
    /// <returns>Bytes written, 2 to 21.</returns>
    /// <exception cref="ArgumentException">The destination is too short; nothing was written.</exception>
    public int WriteKey(Span<byte> destination)
    {
        int length = IsZero ? 2 : 1 + CountPairs();
        if (destination.Length < length) throw new ArgumentException($"The key needs {length} bytes.", nameof(destination));
        if (IsZero)
        {
            destination[0] = PositiveKey;
            destination[1] = 0;
            return length;
        }

        // One zero before and after the digits: they stand in for the missing halves of the first and the last pair.
        Span<byte> padded = stackalloc byte[DigitsMax + 2];
        padded.Fill((byte)'0');
        _ = WriteDigits(padded[1..]);

        int leading = LeadingExponent;
        ReadOnlySpan<byte> pairs = BeginsInsidePair(leading) ? padded : padded[1..];
        int complement = negative ? 0xFF : 0;
        destination[0] = (byte)((PositiveKey + KeyExponentBias + KeyExponent(leading)) ^ complement);
        for (int i = 1; i < length; i++)
        {
            int digit = ((pairs[(2 * i) - 2] - '0') * 10) + (pairs[(2 * i) - 1] - '0');
            destination[i] = (byte)(((2 * digit) | (i < length - 1 ? 1 : 0)) ^ complement);
        }

        return length;
    }

    /// <summary>Reads a key from the beginning of some bytes. Never throws.</summary>
    /// <param name="source">The key and whatever follows it.</param>
    /// <param name="number">The number; zero when the answer is false.</param>
    /// <param name="bytesConsumed">Length of the key; 0 when the answer is false.</param>
    /// <returns>False unless the bytes are exactly those that <see cref="WriteKey"/> writes for some number.</returns>
    public static bool TryReadKey(ReadOnlySpan<byte> source, out ExactNumber number, out int bytesConsumed)
    {
        number = default;
        bytesConsumed = 0;
        if (!TryMeasureKey(source, out int length)) return false;

        int complement = source[0] < PositiveKey ? 0xFF : 0;
        if (complement == 0 && source[0] == PositiveKey && source[1] == 0)
        {
            bytesConsumed = length;
            return true;
        }

        // TryMeasureKey has seen to it that the low bits mark the end, so only the digits are left to check.
        int first = (source[1] ^ complement) >> 1;
        int last = (source[length - 1] ^ complement) >> 1;
        if (first == 0 || last == 0 || last > 99) return false;
        int significant = (2 * (length - 1)) - (first < 10 ? 1 : 0) - (last % 10 == 0 ? 1 : 0);
        if (significant > DigitsMax) return false;

        UInt128 magnitude = UInt128.Zero;
        for (int i = 1; i < length - 1; i++)
        {
            int digit = (source[i] ^ complement) >> 1;
            if (digit > 99) return false;
            magnitude = (magnitude * 100) + (uint)digit;
        }

        // The last digit's zero is left out before it is added: with it, 39 decimal digits could pass 128 bits.
        int keyExponent = (source[0] ^ complement) - PositiveKey - KeyExponentBias;
        int scale = 2 * (keyExponent - (length - 1));
        if (last % 10 == 0)
        {
            magnitude = (magnitude * 10) + (uint)(last / 10);
            scale++;
        }
        else
        {
            magnitude = (magnitude * 100) + (uint)last;
        }

        number = new ExactNumber(complement != 0, magnitude, scale);
        bytesConsumed = length;
        return true;
    }

    /// <summary>Finds the end of a key, so that it can be skipped or cut out; its digits are not checked. Never throws.</summary>
    /// <param name="source">The key and whatever follows it.</param>
    /// <param name="bytes">Length of the key, 2 to 21; 0 when the answer is false.</param>
    /// <returns>False when no end comes within the bytes or within <see cref="KeyBytesMax"/>.</returns>
    public static bool TryMeasureKey(ReadOnlySpan<byte> source, out int bytes)
    {
        bytes = 0;
        if (source.IsEmpty) return false;

        int lastMark = source[0] < PositiveKey ? 1 : 0;
        int end = Math.Min(source.Length, KeyBytesMax);
        for (int i = 1; i < end; i++)
        {
            if ((source[i] & 1) != lastMark) continue;
            bytes = i + 1;
            return true;
        }

        return false;
    }

    // Arithmetic shift: rounds down for negative exponents too, as the pairs do.
    private static int KeyExponent(int leadingExponent) => (leadingExponent >> 1) + 1;

    // Pairs begin at odd powers of ten; a number whose first digit stands at an even one has a zero before it.
    private static bool BeginsInsidePair(int leadingExponent) => (leadingExponent & 1) == 0;

    private int CountPairs()
    {
        int digits = CountDigits(coefficient);
        return (digits + (BeginsInsidePair(exponent + digits - 1) ? 2 : 1)) / 2;
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Gateway.Crdt.Values;

/// <summary>An exact decimal of any length: a running total of numbers, which may need more than the 38 digits of one number.</summary>
/// <remarks>
/// Equality is by value and <c>default</c> is zero. Binary form, where Z is the zigzag of a long (0, -1, 1, -2 … become 0, 1, 2, 3 …) and
/// every integer is little-endian; each value has exactly one form:
/// <code>
/// 00-7F                  Z = the byte: -64 to 63
/// 80-BF byte             Z = 128 + 256 * (first byte's low 6 bits) + byte: -8,256 to 8,255
/// C2-C8 and 2-8 bytes    Z in as few bytes as it needs, at least 16,512: every other integer that is a long
/// C9 length bytes        an integer that is no long: two's complement in as few bytes as it needs, 9 to 160; no multiple of ten
/// E0-FE coefficient      any other value: power of ten (first byte - F8) of the coefficient, which follows in one of the forms above
/// FF int16 coefficient   the same for powers of ten outside -24 to 6, from -400 to 400
/// </code>
/// A coefficient is neither zero nor a multiple of ten.
/// </remarks>
public readonly struct ExactSum : IEquatable<ExactSum>
{
    /// <summary>Longest binary form, in bytes.</summary>
    public const int BytesMax = 3 + 2 + CoefficientBytesMax;

    private const int CoefficientBytesMax = 160;
    private const int ExponentMax = 400;

    // Below 10^19, the first power of ten that is no long; and a long times 10^18 fits in 128 bits with its sign.
    private const int SmallShiftMax = 18;

    private const int OneByteValues = 0x80;
    private const int TwoByteValues = 0x40 << 8;
    private const byte TwoByteForm = 0x80;
    private const byte WideForm = 0xC0; // + the number of bytes that follow
    private const byte BigForm = 0xC9;
    private const byte ScaledForm = 0xE0;
    private const byte FarScaledForm = 0xFF;
    private const int ScaleBias = 0xF8;

    // Canonical, so that equal values have equal fields: no trailing decimal zero in the coefficient; zero is (0, 0).
    private readonly BigInteger coefficient;
    private readonly int exponent;

    private ExactSum(BigInteger coefficient, int exponent)
    {
        this.coefficient = coefficient;
        this.exponent = exponent;
    }

    /// <summary>Zero, which is also <c>default</c>.</summary>
    public static ExactSum Zero => default;

    /// <summary>True for zero; there is only one zero.</summary>
    public bool IsZero => coefficient.IsZero;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => coefficient.Sign;

    /// <summary>Whether the value has a binary form: power of ten in +-400 and a coefficient of at most 160 bytes.</summary>
    /// <remarks>Every total of fewer than 2^64 numbers has one; only sums of forged totals outgrow it.</remarks>
    public bool IsEncodable => exponent is >= -ExponentMax and <= ExponentMax && coefficient.GetByteCount() <= CoefficientBytesMax;

    /// <summary>Equal in value.</summary>
    public static bool operator ==(in ExactSum a, in ExactSum b) => a.Equals(b);

    /// <summary>Not equal in value.</summary>
    public static bool operator !=(in ExactSum a, in ExactSum b) => !a.Equals(b);

    /// <summary>The number as a sum.</summary>
    public static ExactSum FromNumber(in ExactNumber number)
    {
        BigInteger magnitude = number.Coefficient <= long.MaxValue ? new BigInteger((long)number.Coefficient) : number.Coefficient;
        return new ExactSum(number.Sign < 0 ? -magnitude : magnitude, number.Exponent);
    }

    /// <summary>Adds exactly; never fails.</summary>
    public ExactSum Add(in ExactSum other)
    {
        if (other.IsZero) return this;
        if (IsZero) return other;
        return exponent >= other.exponent ? AddAligned(this, other) : AddAligned(other, this);
    }

    /// <summary>Subtracts exactly; never fails.</summary>
    public ExactSum Subtract(in ExactSum other) => Add(new ExactSum(-other.coefficient, other.exponent));

    /// <summary>The sum as a number of the same value.</summary>
    /// <param name="number">The same value; zero when the answer is false.</param>
    /// <returns>False when it has more than 38 significant digits or is out of a number's range.</returns>
    public bool TryToNumber(out ExactNumber number)
    {
        number = default;
        BigInteger magnitude = BigInteger.Abs(coefficient);
        return magnitude < (BigInteger)ExactNumber.PowerOfTen(ExactNumber.DigitsMax)
            && ExactNumber.TryCreate(Sign < 0, (UInt128)magnitude, exponent, out number) == NumberFault.None;
    }

    /// <summary>The nearest number: 38 significant digits, halves to the even digit. The same everywhere; never fails.</summary>
    /// <returns>
    /// After rounding, a magnitude beyond the range of numbers becomes <see cref="ExactNumber.MaxValue"/> with the sum's sign, and one below
    /// 1E-130 becomes zero.
    /// </returns>
    public ExactNumber Round()
    {
        int scale = exponent;
        UInt128 magnitude = TryGetSmall(out long small)
            ? (UInt128)Int128.Abs(small)
            : RoundToDigits(BigInteger.Abs(coefficient), ref scale);

        NumberFault fault = ExactNumber.TryCreate(Sign < 0, magnitude, scale, out ExactNumber number);
        if (fault != NumberFault.Overflow) return number;
        return Sign < 0 ? ExactNumber.MaxValue.Negate() : ExactNumber.MaxValue;
    }

    /// <summary>Equal in value.</summary>
    public bool Equals(ExactSum other) => exponent == other.exponent && coefficient.Equals(other.coefficient);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExactSum other && Equals(other);

    /// <summary>Equal for equal values; differs between processes, so never store it.</summary>
    public override int GetHashCode() => HashCode.Combine(coefficient, exponent);

    /// <summary>For people and logs: the coefficient and its power of ten, "-125E-1".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{coefficient}E{exponent}");

    /// <summary>Length of the binary form, in bytes: 1 to <see cref="BytesMax"/>.</summary>
    /// <exception cref="InvalidOperationException">The value has none; see <see cref="IsEncodable"/>.</exception>
    public int MeasureBytes()
    {
        if (TryGetInt64(out long integer)) return MeasureInt64(integer);
        if (!IsEncodable) throw new InvalidOperationException("The sum has outgrown its binary form.");

        int prefix = exponent == 0 ? 0 : IsNearScale(exponent) ? 1 : 3;
        return prefix + (TryGetSmall(out long small) ? MeasureInt64(small) : 2 + coefficient.GetByteCount());
    }

    /// <summary>Writes the binary form; see the type's remarks.</summary>
    /// <param name="destination">At least <see cref="MeasureBytes"/> long; <see cref="BytesMax"/> is always enough.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The destination is too short; nothing was written.</exception>
    /// <exception cref="InvalidOperationException">The value has no binary form; see <see cref="IsEncodable"/>.</exception>
    public int Write(Span<byte> destination)
    {
        int length = MeasureBytes();
        if (destination.Length < length) throw new ArgumentException($"The sum needs {length} bytes.", nameof(destination));
        if (TryGetInt64(out long integer)) return WriteInt64(destination, integer);

        int at = 0;
        if (IsNearScale(exponent) && exponent != 0)
        {
            destination[at++] = (byte)(ScaleBias + exponent);
        }
        else if (exponent != 0)
        {
            destination[at] = FarScaledForm;
            BinaryPrimitives.WriteInt16LittleEndian(destination[(at + 1)..], (short)exponent);
            at += 3;
        }

        if (TryGetSmall(out long small)) return at + WriteInt64(destination[at..], small);

        destination[at] = BigForm;
        _ = coefficient.TryWriteBytes(destination[(at + 2)..], out int written);
        destination[at + 1] = (byte)written;
        return at + 2 + written;
    }

    /// <summary>Reads a sum from the beginning of some bytes. Never throws; allocates no more than the sum itself takes.</summary>
    /// <param name="source">The binary form and whatever follows it.</param>
    /// <param name="sum">The sum; zero when the answer is false.</param>
    /// <param name="consumed">Length of the binary form; 0 when the answer is false.</param>
    /// <returns>False unless the bytes are exactly those that <see cref="Write"/> writes for some sum.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out ExactSum sum, out int consumed)
    {
        sum = default;
        consumed = 0;
        if (!TryReadScale(source, out int scale, out int prefix)) return false;
        if (!TryReadInteger(source[prefix..], out BigInteger integer, out int length)) return false;

        if (scale == 0 && source[prefix] != BigForm)
        {
            sum = Trimmed((long)integer, 0);
        }
        else
        {
            // A multiple of ten (or zero) has a shorter coefficient, and a scaled value that is a long needs no scale.
            ExactSum scaled = new(integer, scale);
            if ((integer % 10).IsZero || scaled.TryGetInt64(out _)) return false;
            sum = scaled;
        }

        consumed = prefix + length;
        return true;
    }

    // Neither is zero, and high's exponent is not below low's.
    private static ExactSum AddAligned(in ExactSum high, in ExactSum low)
    {
        int gap = high.exponent - low.exponent;
        if (gap <= SmallShiftMax && high.TryGetSmall(out long highSmall) && low.TryGetSmall(out long lowSmall))
        {
            Int128 total = gap == 0
                ? (Int128)highSmall + lowSmall
                : ((Int128)highSmall * (Int128)ExactNumber.PowerOfTen(gap)) + lowSmall;
            return total == (long)total ? Trimmed((long)total, low.exponent) : Trimmed((BigInteger)total, low.exponent);
        }

        BigInteger shifted = gap == 0 ? high.coefficient : high.coefficient * BigInteger.Pow(10, gap);
        return Trimmed(shifted + low.coefficient, low.exponent);
    }

    private static ExactSum Trimmed(long coefficient, int exponent)
    {
        if (coefficient == 0) return default;
        while ((coefficient & 1) == 0)
        {
            long quotient = coefficient / 10;
            if (quotient * 10 != coefficient) break;
            coefficient = quotient;
            exponent++;
        }

        return new ExactSum(coefficient, exponent);
    }

    private static ExactSum Trimmed(BigInteger coefficient, int exponent)
    {
        if (coefficient.IsZero) return default;

        // 10^k divides only what 2^k divides: an odd coefficient costs one test. Halving steps keep the divisions few for many zeros.
        int twos = (int)BigInteger.TrailingZeroCount(coefficient);
        for (int step = twos; step > 0; step = Math.Min(step / 2, twos))
        {
            BigInteger divisor = BigInteger.Pow(10, step);
            while (twos >= step)
            {
                BigInteger quotient = BigInteger.DivRem(coefficient, divisor, out BigInteger rest);
                if (!rest.IsZero) break;
                coefficient = quotient;
                exponent += step;
                twos -= step;
            }
        }

        return new ExactSum(coefficient, exponent);
    }

    // The magnitude's first 38 digits, the last one rounded half to even; 10^38 when all were nines and went up.
    private static UInt128 RoundToDigits(BigInteger magnitude, ref int scale)
    {
        int surplus = CountDigits(magnitude) - ExactNumber.DigitsMax;
        if (surplus <= 0) return (UInt128)magnitude;

        BigInteger divisor = BigInteger.Pow(10, surplus);
        UInt128 kept = (UInt128)BigInteger.DivRem(magnitude, divisor, out BigInteger rest);
        int half = (rest * 2).CompareTo(divisor);
        if (half > 0 || (half == 0 && UInt128.IsOddInteger(kept))) kept++;
        scale += surplus;
        return kept;
    }

    private static int CountDigits(BigInteger magnitude)
    {
        // 1233 / 4096 is a little below log10(2), so this never counts too many; integers only, to be the same on every machine.
        int digits = (int)(((magnitude.GetBitLength() - 1) * 1233) >> 12);
        for (BigInteger power = BigInteger.Pow(10, digits); magnitude >= power; power *= 10) digits++;
        return digits;
    }

    private static bool IsNearScale(int scale) => scale is >= ScaledForm - ScaleBias and < FarScaledForm - ScaleBias;

    private static ulong ToZigzag(long value) => (ulong)(value << 1) ^ (ulong)(value >> 63);

    private static long FromZigzag(ulong zigzag) => (long)(zigzag >> 1) ^ -(long)(zigzag & 1);

    private static int CountBytes(ulong value) => (64 - BitOperations.LeadingZeroCount(value) + 7) / 8;

    private static int MeasureInt64(long value)
    {
        ulong zigzag = ToZigzag(value);
        return zigzag < OneByteValues ? 1 : zigzag < OneByteValues + TwoByteValues ? 2 : 1 + CountBytes(zigzag);
    }

    private static int WriteInt64(Span<byte> destination, long value)
    {
        ulong zigzag = ToZigzag(value);
        if (zigzag < OneByteValues)
        {
            destination[0] = (byte)zigzag;
            return 1;
        }

        if (zigzag < OneByteValues + TwoByteValues)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)((TwoByteForm << 8) + zigzag - OneByteValues));
            return 2;
        }

        int bytes = CountBytes(zigzag);
        destination[0] = (byte)(WideForm + bytes);
        for (int i = 1; i <= bytes; i++, zigzag >>= 8) destination[i] = (byte)zigzag;
        return 1 + bytes;
    }

    // No prefix is a scale of zero; a written scale of zero is refused.
    private static bool TryReadScale(ReadOnlySpan<byte> source, out int scale, out int length)
    {
        scale = 0;
        length = 0;
        if (source.IsEmpty) return false;
        if (source[0] < ScaledForm) return true;

        if (source[0] != FarScaledForm)
        {
            scale = source[0] - ScaleBias;
            length = 1;
            return scale != 0;
        }

        if (source.Length < 3) return false;
        scale = BinaryPrimitives.ReadInt16LittleEndian(source[1..]);
        length = 3;
        return !IsNearScale(scale) && scale is >= -ExponentMax and <= ExponentMax;
    }

    private static bool TryReadInteger(ReadOnlySpan<byte> source, out BigInteger integer, out int length)
    {
        integer = default;
        length = 0;
        if (source.IsEmpty) return false;

        byte form = source[0];
        switch (form)
        {
            case < TwoByteForm:
                length = 1;
                integer = FromZigzag(form);
                return true;
            case < WideForm when source.Length >= 2:
                length = 2;
                integer = FromZigzag(BinaryPrimitives.ReadUInt16BigEndian(source) - (ulong)(TwoByteForm << 8) + OneByteValues);
                return true;
            case >= WideForm + 2 and < BigForm when source.Length > form - WideForm:
                length = 1 + form - WideForm;
                return TryReadWide(source[1..length], out integer);
            case BigForm when source.Length >= 2 && source[1] <= CoefficientBytesMax && source.Length >= 2 + source[1]:
                length = 2 + source[1];
                return TryReadBig(source[2..length], out integer);
            default:
                return false;
        }
    }

    private static bool TryReadWide(ReadOnlySpan<byte> bytes, out BigInteger integer)
    {
        ulong zigzag = 0;
        for (int i = bytes.Length - 1; i >= 0; i--) zigzag = (zigzag << 8) | bytes[i];
        integer = FromZigzag(zigzag);
        return zigzag >= OneByteValues + TwoByteValues && bytes[^1] != 0;
    }

    private static bool TryReadBig(ReadOnlySpan<byte> bytes, out BigInteger integer)
    {
        integer = new BigInteger(bytes);

        // More bytes than a long has, and none that only repeats the sign.
        return bytes.Length > sizeof(long) && integer.GetByteCount() == bytes.Length;
    }

    private bool TryGetSmall(out long small)
    {
        bool fits = coefficient >= long.MinValue && coefficient <= long.MaxValue;
        small = fits ? (long)coefficient : 0;
        return fits;
    }

    private bool TryGetInt64(out long value)
    {
        value = 0;
        if (exponent is < 0 or > SmallShiftMax || !TryGetSmall(out long small)) return false;
        if (exponent == 0)
        {
            value = small;
            return true;
        }

        Int128 shifted = (Int128)small * (Int128)ExactNumber.PowerOfTen(exponent);
        value = (long)shifted;
        return value == shifted;
    }
}

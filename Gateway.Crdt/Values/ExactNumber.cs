using System.Diagnostics;

namespace Gateway.Crdt.Values;

/// <summary>A DynamoDB number: an exact decimal of at most 38 significant digits.</summary>
/// <remarks>
/// Zero, or a magnitude from 1E-130 to 9.9999999999999999999999999999999999999E+125. Equality is by value (1.0 equals 1, -0 equals 0) and
/// <c>default</c> is zero. 32 bytes: pass it with <c>in</c>. Source: doc HowItWorks.NamingRulesDataTypes, "Number".
/// </remarks>
public readonly partial struct ExactNumber : IEquatable<ExactNumber>, IComparable<ExactNumber>
{
    /// <summary>Significant decimal digits of a number, at most.</summary>
    public const int DigitsMax = 38;

    /// <summary>Power of ten of the first significant digit, at most.</summary>
    public const int LeadingExponentMax = 125;

    /// <summary>Power of ten of the first significant digit, at least.</summary>
    public const int LeadingExponentMin = -130;

    private static readonly UInt128[] PowersOfTen = BuildPowersOfTen();

    // Canonical, so that equal values have equal fields: no trailing decimal zero in the coefficient; zero is (0, 0, false).
    private readonly UInt128 coefficient;
    private readonly short exponent;
    private readonly bool negative;

    private ExactNumber(bool negative, UInt128 coefficient, int exponent)
    {
        this.coefficient = coefficient;
        this.exponent = (short)exponent;
        this.negative = negative;
    }

    /// <summary>Zero, which is also <c>default</c>.</summary>
    public static ExactNumber Zero => default;

    /// <summary>The largest number: 38 nines, the first of them at 1E+125.</summary>
    public static ExactNumber MaxValue => new(false, PowersOfTen[DigitsMax] - 1, LeadingExponentMax - DigitsMax + 1);

    /// <summary>True for zero; there is only one zero.</summary>
    public bool IsZero => coefficient == UInt128.Zero;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => IsZero ? 0 : negative ? -1 : 1;

    /// <summary>The number's digits as an integer without sign and without trailing decimal zeros; below 10^38.</summary>
    internal UInt128 Coefficient => coefficient;

    /// <summary>Power of ten of the coefficient's last digit: -167 to 125.</summary>
    internal int Exponent => exponent;

    // Power of ten of the first significant digit; has no meaning for zero.
    private int LeadingExponent => exponent + CountDigits(coefficient) - 1;

    /// <summary>The integer as a number; never fails.</summary>
    public static implicit operator ExactNumber(long value) => FromInt64(value);

    /// <summary>Equal in value.</summary>
    public static bool operator ==(in ExactNumber a, in ExactNumber b) => a.Equals(b);

    /// <summary>Not equal in value.</summary>
    public static bool operator !=(in ExactNumber a, in ExactNumber b) => !a.Equals(b);

    /// <summary>Smaller in value.</summary>
    public static bool operator <(in ExactNumber a, in ExactNumber b) => a.CompareTo(b) < 0;

    /// <summary>Smaller or equal in value.</summary>
    public static bool operator <=(in ExactNumber a, in ExactNumber b) => a.CompareTo(b) <= 0;

    /// <summary>Greater in value.</summary>
    public static bool operator >(in ExactNumber a, in ExactNumber b) => a.CompareTo(b) > 0;

    /// <summary>Greater or equal in value.</summary>
    public static bool operator >=(in ExactNumber a, in ExactNumber b) => a.CompareTo(b) >= 0;

    /// <summary>The integer as a number; never fails.</summary>
    public static ExactNumber FromInt64(long value)
    {
        // Negated as unsigned, because the magnitude of long.MinValue is no long.
        ulong magnitude = value < 0 ? 0 - (ulong)value : (ulong)value;
        int scale = 0;
        TrimZeros(ref magnitude, ref scale);
        return new ExactNumber(value < 0, magnitude, scale);
    }

    /// <summary>Adds exactly, or says why the exact sum is no number. Allocates nothing.</summary>
    /// <param name="a">One summand.</param>
    /// <param name="b">The other one.</param>
    /// <param name="sum">The exact sum; zero when there is a fault.</param>
    /// <returns>None, Overflow, Underflow or Precision; Overflow before Precision when the sum is too large and too long.</returns>
    public static NumberFault TryAdd(in ExactNumber a, in ExactNumber b, out ExactNumber sum)
    {
        if (a.IsZero || b.IsZero)
        {
            sum = a.IsZero ? b : a;
            return NumberFault.None;
        }

        return a.exponent >= b.exponent ? TryAddAligned(a, b, out sum) : TryAddAligned(b, a, out sum);
    }

    /// <summary>Subtracts exactly, or says why the exact difference is no number. Allocates nothing.</summary>
    /// <param name="a">What is reduced.</param>
    /// <param name="b">What is taken from it.</param>
    /// <param name="difference">The exact difference; zero when there is a fault.</param>
    /// <returns>As <see cref="TryAdd"/>.</returns>
    public static NumberFault TrySubtract(in ExactNumber a, in ExactNumber b, out ExactNumber difference) => TryAdd(a, b.Negate(), out difference);

    /// <summary>The number with the other sign; zero stays zero.</summary>
    public ExactNumber Negate() => IsZero ? default : new ExactNumber(!negative, coefficient, exponent);

    /// <summary>The number as a long.</summary>
    /// <param name="value">The same value; zero when the answer is false.</param>
    /// <returns>False for numbers with a fraction or beyond the range of long.</returns>
    public bool TryToInt64(out long value)
    {
        value = 0;

        // A canonical number with a negative exponent has a fraction; 10^19 is beyond long already.
        if (exponent is < 0 or > 18 || coefficient > long.MaxValue + 1UL) return false;
        UInt128 magnitude = coefficient * PowersOfTen[exponent];
        if (magnitude > long.MaxValue + (negative ? 1UL : 0UL)) return false;

        value = negative ? (long)(0 - (ulong)magnitude) : (long)magnitude;
        return true;
    }

    /// <summary>Compares by value, exactly. Allocates nothing.</summary>
    public int CompareTo(ExactNumber other)
    {
        int sign = Sign;
        int otherSign = other.Sign;
        if (sign != otherSign) return sign < otherSign ? -1 : 1;
        if (sign == 0) return 0;

        int magnitudes = CompareMagnitudes(this, other);
        return sign > 0 ? magnitudes : -magnitudes;
    }

    /// <summary>Equal in value.</summary>
    public bool Equals(ExactNumber other) => coefficient == other.coefficient && exponent == other.exponent && negative == other.negative;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExactNumber other && Equals(other);

    /// <summary>Equal for equal values; differs between processes, so never store it.</summary>
    public override int GetHashCode() => HashCode.Combine(coefficient, exponent, negative);

    /// <summary>The number (-1)^negative * magnitude * 10^scale, made canonical, or why it is none.</summary>
    internal static NumberFault TryCreate(bool negative, UInt128 magnitude, int scale, out ExactNumber number)
    {
        number = default;
        if (magnitude == UInt128.Zero) return NumberFault.None;

        TrimZeros(ref magnitude, ref scale);
        int digits = CountDigits(magnitude);
        NumberFault fault = FindFault(scale + digits - 1, digits);
        if (fault == NumberFault.None) number = new ExactNumber(negative, magnitude, scale);
        return fault;
    }

    /// <summary>10^power; power is 0 to 38.</summary>
    internal static UInt128 PowerOfTen(int power) => PowersOfTen[power];

    /// <summary>Decimal digits of a value below 2^128; 0 has none.</summary>
    internal static int CountDigits(UInt128 value)
    {
        ulong high = (ulong)(value >> 64);
        int bits = high != 0 ? 128 - (int)ulong.LeadingZeroCount(high) : 64 - (int)ulong.LeadingZeroCount((ulong)value);

        // bits * log10(2), rounded down, is the count or one below it; 1233 / 4096 is close enough to log10(2) up to 128 bits.
        int atLeast = (bits * 1233) >> 12;
        return value >= PowersOfTen[atLeast] ? atLeast + 1 : atLeast;
    }

    private static NumberFault FindFault(long leadingExponent, long digits) =>
        leadingExponent > LeadingExponentMax ? NumberFault.Overflow
        : leadingExponent < LeadingExponentMin ? NumberFault.Underflow
        : digits > DigitsMax ? NumberFault.Precision
        : NumberFault.None;

    // Neither is zero, and high's exponent is not below low's.
    private static NumberFault TryAddAligned(in ExactNumber high, in ExactNumber low, out ExactNumber sum)
    {
        bool sameSign = high.negative == low.negative;
        if (!TryShift(high.coefficient, high.exponent - low.exponent, sameSign, out UInt128 shifted))
        {
            sum = default;
            return sameSign && ReachesOverflow(high, low) ? NumberFault.Overflow : NumberFault.Precision;
        }

        if (sameSign) return TryCreate(high.negative, shifted + low.coefficient, low.exponent, out sum);

        return shifted >= low.coefficient
            ? TryCreate(high.negative, shifted - low.coefficient, low.exponent, out sum)
            : TryCreate(low.negative, low.coefficient - shifted, low.exponent, out sum);
    }

    // False means: the sum has more than 38 digits for certain. Its last digit is the low number's and not zero (the shifted one ends in a
    // zero), so it cannot be shortened. With equal signs 39 digits are too many at once; with different ones 39 may shrink to 38
    // (10^38 - 1), but not from beyond 2^128, because less than 10^38 is taken away.
    private static bool TryShift(UInt128 coefficient, int places, bool sameSign, out UInt128 shifted)
    {
        shifted = default;
        if (places == 0)
        {
            shifted = coefficient;
            return true;
        }

        int digits = CountDigits(coefficient) + places;
        if (digits > (sameSign ? DigitsMax : DigitsMax + 1)) return false;

        UInt128 allButLast = coefficient * PowersOfTen[places - 1];
        if (allButLast > UInt128.MaxValue / 10) return false;
        shifted = allButLast * 10;
        return true;
    }

    // Whether |high| + |low| is 1E+126 or more, when the sum itself is too long to be computed: compares low with what high has left.
    private static bool ReachesOverflow(in ExactNumber high, in ExactNumber low)
    {
        int digits = CountDigits(high.coefficient);
        if (high.exponent + digits - 1 < LeadingExponentMax) return false;

        ExactNumber left = new(false, PowersOfTen[digits] - high.coefficient, high.exponent);
        return CompareMagnitudes(low, left) >= 0;
    }

    // Neither is zero.
    private static int CompareMagnitudes(in ExactNumber a, in ExactNumber b)
    {
        if (a.exponent == b.exponent) return a.coefficient.CompareTo(b.coefficient);

        int leading = a.LeadingExponent.CompareTo(b.LeadingExponent);
        if (leading != 0) return leading;

        // With the same first digit's place, the larger exponent has the fewer digits: filled up with zeros it still has 38 at most.
        int gap = a.exponent - b.exponent;
        return gap > 0
            ? (a.coefficient * PowersOfTen[gap]).CompareTo(b.coefficient)
            : a.coefficient.CompareTo(b.coefficient * PowersOfTen[-gap]);
    }

    // The magnitude is not zero. 10^k divides only what 2^k divides, so most values are told by their low bits, without a division.
    private static void TrimZeros(ref UInt128 magnitude, ref int scale)
    {
        for (int step = 16; step > 0 && magnitude > ulong.MaxValue; step >>= 1)
        {
            while ((int)UInt128.TrailingZeroCount(magnitude) >= step)
            {
                (UInt128 quotient, UInt128 rest) = UInt128.DivRem(magnitude, PowersOfTen[step]);
                if (rest != UInt128.Zero) break;
                magnitude = quotient;
                scale += step;
            }
        }

        if (magnitude > ulong.MaxValue) return;
        ulong small = (ulong)magnitude;
        TrimZeros(ref small, ref scale);
        magnitude = small;
    }

    private static void TrimZeros(ref ulong magnitude, ref int scale)
    {
        while ((magnitude & 1) == 0 && magnitude != 0)
        {
            ulong quotient = magnitude / 10;
            if (quotient * 10 != magnitude) return;
            magnitude = quotient;
            scale++;
        }
    }

    private static UInt128[] BuildPowersOfTen()
    {
        UInt128[] powers = new UInt128[DigitsMax + 1];
        powers[0] = UInt128.One;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        Debug.Assert(powers[DigitsMax] < UInt128.MaxValue / 3, "Two aligned numbers must fit in 128 bits when added.");
        return powers;
    }
}

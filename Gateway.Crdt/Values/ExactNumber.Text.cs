using System.Numerics;
using System.Text;

namespace Gateway.Crdt.Values;

/// <content>Decimal text: as DynamoDB reads it and as it prints it.</content>
public readonly partial struct ExactNumber
{
    /// <summary>Longest canonical text, in bytes: sign, "0.", 129 zeros and 38 digits.</summary>
    public const int TextBytesMax = 3 + (-LeadingExponentMin - 1) + DigitsMax;

    // 10^19 is the largest power of ten below 2^64: a number is read and printed in two halves of that many digits.
    private const int HalfDigits = 19;

    /// <summary>Reads a decimal text. Linear in its length, which may be any; allocates nothing.</summary>
    /// <param name="utf8">Optional sign, digits with an optional point (".5" and "5." too), optional exponent; nothing around it.</param>
    /// <param name="number">The number; zero when there is a fault.</param>
    /// <returns>The first that applies of Malformed, Overflow, Underflow, Precision. Zeros at either end are not significant.</returns>
    /// <remarks>Source: doc HowItWorks.NamingRulesDataTypes, "Number".</remarks>
    public static NumberFault TryParse(ReadOnlySpan<byte> utf8, out ExactNumber number) => TryParseDecimal(utf8, out number);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out ExactNumber)"/>
    /// <param name="text">Optional sign, digits with an optional point (".5" and "5." too), optional exponent; nothing around it.</param>
    /// <param name="number">The number; zero when there is a fault.</param>
    public static NumberFault TryParse(ReadOnlySpan<char> text, out ExactNumber number) => TryParseDecimal(text, out number);

    /// <summary>Reads a decimal text that the program itself holds.</summary>
    /// <exception cref="ArgumentException">It is no number; the message names the fault and the text.</exception>
    public static ExactNumber Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        NumberFault fault = TryParse(text.AsSpan(), out ExactNumber number);
        return fault == NumberFault.None ? number : throw new ArgumentException($"{fault}: '{text}' is no number.", nameof(text));
    }

    /// <summary>Writes the canonical text: plain decimal notation, no exponent, no zeros that say nothing.</summary>
    /// <param name="destination">As long as the text; <see cref="TextBytesMax"/> is always enough.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The destination is too short; nothing was written.</exception>
    public int WriteText(Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[DigitsMax];
        int count = WriteDigits(digits);
        digits = digits[..count];

        int pointAt = count + exponent; // digits before the decimal point; not positive below 1
        int unsigned = exponent >= 0 ? pointAt : pointAt > 0 ? count + 1 : 2 - pointAt + count;
        int length = unsigned + (negative ? 1 : 0);
        if (destination.Length < length) throw new ArgumentException($"The text needs {length} bytes.", nameof(destination));

        if (negative) destination[0] = (byte)'-';
        Span<byte> body = destination[(length - unsigned)..length];
        if (exponent >= 0)
        {
            digits.CopyTo(body);
            body[count..].Fill((byte)'0');
        }
        else if (pointAt > 0)
        {
            digits[..pointAt].CopyTo(body);
            body[pointAt] = (byte)'.';
            digits[pointAt..].CopyTo(body[(pointAt + 1)..]);
        }
        else
        {
            body[..^count].Fill((byte)'0');
            body[1] = (byte)'.';
            digits.CopyTo(body[^count..]);
        }

        return length;
    }

    /// <summary>The canonical text, the same in every culture; see <see cref="WriteText"/>.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[TextBytesMax];
        return Encoding.ASCII.GetString(text[..WriteText(text)]);
    }

    private static NumberFault TryParseDecimal<TCharacter>(ReadOnlySpan<TCharacter> text, out ExactNumber number)
        where TCharacter : unmanaged, IBinaryInteger<TCharacter>
    {
        number = default;
        int at = 0;
        bool isNegative = ReadSign(text, ref at);

        // Zeros are held back until a digit after them makes them count, so neither end's zeros ever enter the halves.
        ulong head = 0;
        ulong tail = 0;
        long significant = 0;
        long zeros = 0;
        long fractionDigits = 0;
        bool anyDigit = false;
        bool afterPoint = false;
        for (; at < text.Length; at++)
        {
            uint digit = uint.CreateTruncating(text[at]) - '0';
            if (digit > 9)
            {
                if (digit != unchecked('.' - (uint)'0') || afterPoint) break;
                afterPoint = true;
                continue;
            }

            anyDigit = true;
            if (afterPoint) fractionDigits++;
            if (digit == 0)
            {
                if (significant > 0) zeros++;
                continue;
            }

            long before = significant;
            significant += zeros + 1;
            zeros = 0;
            if (significant > DigitsMax) continue;

            for (long place = before + 1; place < significant; place++) Append(ref head, ref tail, place, 0);
            Append(ref head, ref tail, significant, digit);
        }

        if (!anyDigit || !TryReadExponent(text, at, out long shift)) return NumberFault.Malformed;
        if (significant == 0) return NumberFault.None;

        long scale = zeros - fractionDigits + shift;
        NumberFault fault = FindFault(scale + significant - 1, significant);
        if (fault != NumberFault.None) return fault;

        UInt128 digits = significant <= HalfDigits ? head : (head * PowersOfTen[(int)significant - HalfDigits]) + tail;
        number = new ExactNumber(isNegative, digits, (int)scale);
        return NumberFault.None;
    }

    private static void Append(ref ulong head, ref ulong tail, long place, uint digit)
    {
        if (place <= HalfDigits) head = (head * 10) + digit;
        else tail = (tail * 10) + digit;
    }

    private static bool ReadSign<TCharacter>(ReadOnlySpan<TCharacter> text, ref int at)
        where TCharacter : unmanaged, IBinaryInteger<TCharacter>
    {
        if (at >= text.Length) return false;
        uint character = uint.CreateTruncating(text[at]);
        if (character is '+' or '-') at++;
        return character == '-';
    }

    // What is left of the text must be nothing or an exponent. Beyond a trillion the exponent is no longer followed: no mantissa that fits
    // in a span could bring the number back into range.
    private static bool TryReadExponent<TCharacter>(ReadOnlySpan<TCharacter> text, int at, out long shift)
        where TCharacter : unmanaged, IBinaryInteger<TCharacter>
    {
        shift = 0;
        if (at == text.Length) return true;
        if (uint.CreateTruncating(text[at++]) is not ('e' or 'E')) return false;

        bool isNegative = ReadSign(text, ref at);
        if (at == text.Length) return false;
        for (; at < text.Length; at++)
        {
            uint digit = uint.CreateTruncating(text[at]) - '0';
            if (digit > 9) return false;
            if (shift < 1_000_000_000_000) shift = (shift * 10) + digit;
        }

        if (isNegative) shift = -shift;
        return true;
    }

    // The coefficient's digits in ASCII, first one first; "0" for zero. Returns how many.
    private int WriteDigits(Span<byte> destination)
    {
        if (coefficient <= ulong.MaxValue)
        {
            ulong small = (ulong)coefficient;
            int count = small == 0 ? 1 : CountDigits(small);
            FillDigits(destination[..count], small);
            return count;
        }

        (UInt128 head, UInt128 tail) = UInt128.DivRem(coefficient, PowersOfTen[HalfDigits]);
        int headCount = CountDigits(head);
        FillDigits(destination[..headCount], (ulong)head);
        FillDigits(destination.Slice(headCount, HalfDigits), (ulong)tail);
        return headCount + HalfDigits;
    }

    private static void FillDigits(Span<byte> destination, ulong value)
    {
        for (int i = destination.Length - 1; i >= 0; i--)
        {
            ulong quotient = value / 10;
            destination[i] = (byte)('0' + (value - (quotient * 10)));
            value = quotient;
        }
    }
}

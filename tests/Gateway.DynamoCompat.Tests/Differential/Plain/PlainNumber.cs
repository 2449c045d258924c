using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>A decimal number, exact: digits and how many places they are moved to the left.</summary>
internal readonly partial record struct PlainNumber(BigInteger Digits, int Exponent) : IComparable<PlainNumber>
{
    private const int DigitsMax = 38;
    private const int LeadingMax = 125;
    private const int LeadingMin = -130;

    public const string TooLarge = "Number overflow. Attempting to store a number with magnitude larger than supported range";
    public const string TooSmall = "Number underflow. Attempting to store a number with magnitude smaller than supported range";
    public const string TooLong = "Attempting to store more than 38 significant digits in a Number";

    /// <summary>Why DynamoDB does not take a text for a number; null if it does.</summary>
    public static string? FaultOf(string text)
    {
        if (text.Length == 0) return "The parameter cannot be converted to a numeric value";
        return Form().IsMatch(text) ? Parse(text).Fault : $"The parameter cannot be converted to a numeric value: {text}";
    }

    public static PlainNumber Parse(string text)
    {
        Match match = Form().Match(text);
        string whole = match.Groups["whole"].Value, part = match.Groups["part"].Value, exponent = match.Groups["exponent"].Value;
        BigInteger digits = BigInteger.Parse("0" + whole + part, CultureInfo.InvariantCulture);
        int moved = (exponent.Length == 0 ? 0 : int.Parse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)) - part.Length;
        return new PlainNumber(text[0] == '-' ? -digits : digits, moved).Short();
    }

    /// <summary>Why DynamoDB cannot keep it; null if it can.</summary>
    public string? Fault
    {
        get
        {
            if (Digits.IsZero) return null;
            int count = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).Length;
            if (count - 1 + Exponent > LeadingMax) return TooLarge;
            if (count - 1 + Exponent < LeadingMin) return TooSmall;
            return count > DigitsMax ? TooLong : null;
        }
    }

    public PlainNumber Add(PlainNumber other)
    {
        int low = Math.Min(Exponent, other.Exponent);
        return new PlainNumber(Scaled(low) + other.Scaled(low), low).Short();
    }

    public PlainNumber Negate() => this with { Digits = -Digits };

    public int CompareTo(PlainNumber other)
    {
        int low = Math.Min(Exponent, other.Exponent);
        return Scaled(low).CompareTo(other.Scaled(low));
    }

    /// <summary>All digits, no exponent, as DynamoDB prints numbers.</summary>
    public override string ToString()
    {
        string digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture);
        string sign = Digits.Sign < 0 ? "-" : "";
        if (Exponent >= 0) return sign + digits + new string('0', Exponent);
        digits = digits.PadLeft(1 - Exponent, '0');
        return $"{sign}{digits[..^-Exponent]}.{digits[^-Exponent..]}";
    }

    private BigInteger Scaled(int exponent) => Digits * BigInteger.Pow(10, Exponent - exponent);

    private PlainNumber Short()
    {
        if (Digits.IsZero) return new PlainNumber(0, 0);
        (BigInteger digits, int exponent) = (Digits, Exponent);
        while ((digits % 10).IsZero) (digits, exponent) = (digits / 10, exponent + 1);
        return new PlainNumber(digits, exponent);
    }

    [GeneratedRegex(@"^[+-]?(?=\.?[0-9])(?<whole>[0-9]*)(\.(?<part>[0-9]*))?([eE](?<exponent>[+-]?[0-9]{1,5}))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}

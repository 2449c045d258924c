using System.Globalization;
using System.Numerics;
using System.Text;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Tests.Values;

public sealed class ExactNumberTests
{
    private const int Seed = 20_240_611;
    private const int OracleScale = 200; // the oracle holds value * 10^200, so that every number's last digit is an integer
    private static readonly string Nines = new('9', 38);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("+0.000", "0")]
    [InlineData("0e99999", "0")]
    [InlineData("0e-99999999999999999999999", "0")]
    [InlineData("1", "1")]
    [InlineData("+1", "1")]
    [InlineData("-1", "-1")]
    [InlineData("1.0", "1")]
    [InlineData("000100.00", "100")]
    [InlineData(".5", "0.5")]
    [InlineData("-.5", "-0.5")]
    [InlineData("5.", "5")]
    [InlineData("5.e1", "50")]
    [InlineData("12.50", "12.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1E+3", "1000")]
    [InlineData("1.5E-3", "0.0015")]
    [InlineData("1E-000000000000000000000000001", "0.1")]
    [InlineData("100200300400500600700800900", "100200300400500600700800900")]
    [InlineData("-12345678901234567890.123456789012345678", "-12345678901234567890.123456789012345678")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    public void Parsing_and_printing_gives_the_canonical_text(string text, string canonical)
    {
        Assert.Equal(NumberFault.None, ExactNumber.TryParse(Encoding.ASCII.GetBytes(text), out ExactNumber fromBytes));
        Assert.Equal(NumberFault.None, ExactNumber.TryParse(text.AsSpan(), out ExactNumber fromChars));
        Assert.Equal(fromBytes, fromChars);
        Assert.Equal(canonical, fromBytes.ToString());
        Assert.Equal(fromBytes, ExactNumber.Parse(canonical));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData(".e1")]
    [InlineData("e1")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1.5")]
    [InlineData("1e1e1")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("+-1")]
    [InlineData("1-")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\n")]
    [InlineData("1\0")]
    [InlineData("1,000")]
    [InlineData("1_000")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999999999999x")]
    [InlineData("1/2")]
    [InlineData("1:2")]
    public void Malformed_text_is_refused(string text)
    {
        Assert.Equal(NumberFault.Malformed, ExactNumber.TryParse(Encoding.UTF8.GetBytes(text), out ExactNumber fromBytes));
        Assert.Equal(NumberFault.Malformed, ExactNumber.TryParse(text.AsSpan(), out ExactNumber fromChars));
        Assert.True(fromBytes.IsZero && fromChars.IsZero);
    }

    [Theory]
    [InlineData("\u0661")] // a decimal digit in Unicode, none here
    [InlineData("1\u0130")] // its low byte is '0'
    [InlineData("\uFF11")]
    public void Characters_beyond_ascii_are_no_digits(string text) =>
        Assert.Equal(NumberFault.Malformed, ExactNumber.TryParse(text.AsSpan(), out _));

    [Theory]
    [InlineData("1E126", NumberFault.Overflow)]
    [InlineData("-1E126", NumberFault.Overflow)]
    [InlineData("10E125", NumberFault.Overflow)]
    [InlineData("1e999999999999", NumberFault.Overflow)]
    [InlineData("1e99999999999999999999999999999999999999", NumberFault.Overflow)]
    [InlineData("1E-131", NumberFault.Underflow)]
    [InlineData("9.9E-131", NumberFault.Underflow)]
    [InlineData("1e-999999999999", NumberFault.Underflow)]
    [InlineData("-0.1e-99999999999999999999999999999999999999", NumberFault.Underflow)]
    [InlineData("123456789012345678901234567890123456789", NumberFault.Precision)]
    [InlineData("-1.23456789012345678901234567890123456789", NumberFault.Precision)]
    [InlineData("100000000000000000000000000000000000001", NumberFault.Precision)]
    [InlineData("123456789012345678901234567890123456789E88", NumberFault.Overflow)]
    [InlineData("123456789012345678901234567890123456789E87", NumberFault.Precision)]
    [InlineData("123456789012345678901234567890123456789E-169", NumberFault.Underflow)]
    [InlineData("123456789012345678901234567890123456789E-168", NumberFault.Precision)]
    public void Faults_name_the_range_before_the_precision(string text, NumberFault fault)
    {
        Assert.Equal(fault, ExactNumber.TryParse(text.AsSpan(), out ExactNumber number));
        Assert.True(number.IsZero);
    }

    [Fact]
    public void The_limits_are_numbers_and_print_in_full()
    {
        string largest = Nines + new string('0', 88);
        Assert.Equal(ExactNumber.MaxValue, ExactNumber.Parse("9.9999999999999999999999999999999999999E125"));
        Assert.Equal(largest, ExactNumber.MaxValue.ToString());
        Assert.Equal("1" + new string('0', 125), ExactNumber.Parse("1E125").ToString());
        Assert.Equal("0." + new string('0', 129) + "1", ExactNumber.Parse("1E-130").ToString());

        string longest = "-0." + new string('0', 129) + Nines;
        ExactNumber small = ExactNumber.Parse("-9.9999999999999999999999999999999999999E-130");
        Assert.Equal(longest, small.ToString());
        Assert.Equal(ExactNumber.TextBytesMax, longest.Length);
        Assert.Equal(small, ExactNumber.Parse(longest));
    }

    [Fact]
    public void Zeros_at_either_end_are_not_significant()
    {
        string zeros = new('0', 100_000);
        Assert.Equal(ExactNumber.Parse("1"), ExactNumber.Parse(zeros + "1." + zeros));
        Assert.Equal(ExactNumber.Parse("12"), ExactNumber.Parse("0." + zeros + "12e100002"));
        Assert.Equal(ExactNumber.Parse("12"), ExactNumber.Parse("12" + zeros + "e-100000"));
        Assert.Equal(ExactNumber.Zero, ExactNumber.Parse(zeros + "." + zeros + "e7"));
        Assert.Equal(NumberFault.Precision, ExactNumber.TryParse(("1" + zeros + "1e-100000").AsSpan(), out _));
        Assert.Equal(NumberFault.Malformed, ExactNumber.TryParse((zeros + "x").AsSpan(), out _));
    }

    [Fact]
    public void Parse_throws_with_the_fault_and_the_text()
    {
        Assert.Contains("Overflow: '1E126'", Assert.Throws<ArgumentException>(() => ExactNumber.Parse("1E126")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => ExactNumber.Parse(null!));
    }

    [Fact]
    public void Random_texts_parse_to_their_value_and_print_back()
    {
        Random random = new(Seed);
        Span<byte> buffer = stackalloc byte[ExactNumber.TextBytesMax];
        for (int round = 0; round < 20_000; round++)
        {
            (BigInteger coefficient, int exponent) = NextDecimal(random);
            string text = Spell(random, coefficient, exponent);
            ExactNumber number = ExactNumber.Parse(text);
            Assert.True(Scaled(coefficient, exponent) == Scaled(number), $"seed {Seed} round {round}: {text} became {number}");

            int written = number.WriteText(buffer);
            Assert.Equal(number.ToString(), Encoding.ASCII.GetString(buffer[..written]));
            Assert.Equal(NumberFault.None, ExactNumber.TryParse(buffer[..written], out ExactNumber again));
            Assert.Equal(number, again);
            Assert.Equal(number.GetHashCode(), again.GetHashCode());
        }
    }

    [Fact]
    public void Random_characters_never_throw_and_agree_with_a_plain_grammar()
    {
        const string alphabet = "0019.+-eE x";
        Random random = new(Seed);
        for (int round = 0; round < 50_000; round++)
        {
            string text = string.Create(random.Next(0, 9), random, static (span, source) =>
            {
                foreach (ref char character in span) character = alphabet[source.Next(alphabet.Length)];
            });
            bool accepted = ExactNumber.TryParse(text.AsSpan(), out _) != NumberFault.Malformed;
            Assert.True(accepted == FollowsGrammar(text), $"seed {Seed} round {round}: '{text}'");
        }
    }

    [Fact]
    public void A_destination_that_is_too_short_is_refused_and_left_alone()
    {
        ExactNumber number = ExactNumber.Parse("-12.5");
        byte[] destination = new byte[4];
        Assert.Throws<ArgumentException>(() => number.WriteText(destination));
        Assert.All(destination, static value => Assert.Equal(0, value));
        Assert.Equal(5, number.WriteText(new byte[5]));
    }

    [Fact]
    public void Default_is_zero_and_zero_has_one_form()
    {
        ExactNumber[] zeros = [default, ExactNumber.Zero, 0, ExactNumber.Parse("-0.0e5"), ExactNumber.Zero.Negate()];
        Assert.All(zeros, static zero =>
        {
            Assert.True(zero.IsZero);
            Assert.Equal(0, zero.Sign);
            Assert.Equal("0", zero.ToString());
            Assert.True(zero == default);
        });
    }

    [Theory]
    [InlineData("1", "2", "3")]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("5", "5", "10")]
    [InlineData("1", "-1", "0")]
    [InlineData("1", "-0.1", "0.9")]
    [InlineData("0.1", "-1", "-0.9")]
    [InlineData("99999999999999999999999999999999999999", "1", "1E38")]
    [InlineData("50000000000000000000000000000000000001", "50000000000000000000000000000000000009", "100000000000000000000000000000000000010")]
    [InlineData("1E38", "-1", "99999999999999999999999999999999999999")]
    [InlineData("1E125", "-1E88", "9.999999999999999999999999999999999999E124")]
    [InlineData("0", "1E-130", "1E-130")]
    [InlineData("9E125", "0.9E125", "9.9E125")]
    public void Sums_that_fit_are_exact(string a, string b, string sum)
    {
        Assert.Equal(NumberFault.None, ExactNumber.TryAdd(ExactNumber.Parse(a), ExactNumber.Parse(b), out ExactNumber forward));
        Assert.Equal(NumberFault.None, ExactNumber.TryAdd(ExactNumber.Parse(b), ExactNumber.Parse(a), out ExactNumber backward));
        Assert.Equal(ExactNumber.Parse(sum), forward);
        Assert.Equal(forward, backward);
        Assert.Equal(NumberFault.None, ExactNumber.TrySubtract(forward, ExactNumber.Parse(b), out ExactNumber back));
        Assert.Equal(ExactNumber.Parse(a), back);
    }

    [Theory]
    [InlineData("9.9999999999999999999999999999999999999E125", "1E88", NumberFault.Overflow)]
    [InlineData("9.9999999999999999999999999999999999999E125", "9.9999999999999999999999999999999999999E87", NumberFault.Precision)]
    [InlineData("9.9999999999999999999999999999999999999E125", "1.1E88", NumberFault.Overflow)]
    [InlineData("9.9999999999999999999999999999999999999E125", "1", NumberFault.Precision)]
    [InlineData("9E125", "1E125", NumberFault.Overflow)]
    [InlineData("9E125", "9.9999999999999999999999999999999999999E124", NumberFault.Precision)]
    [InlineData("9E125", "1.0000000000000000000000000000000000001E125", NumberFault.Overflow)]
    [InlineData("-9E125", "-9E125", NumberFault.Overflow)]
    [InlineData("1.5E-130", "-1.4E-130", NumberFault.Underflow)]
    [InlineData("1.0000000000000000000000000000000000001E-130", "-1E-130", NumberFault.Underflow)]
    [InlineData("1E125", "1E-130", NumberFault.Precision)]
    [InlineData("1E125", "-1E-130", NumberFault.Precision)]
    [InlineData("1E38", "1", NumberFault.Precision)]
    [InlineData("4E38", "-1", NumberFault.Precision)]
    [InlineData("3E38", "-1", NumberFault.Precision)]
    [InlineData("99999999999999999999999999999999999999", "0.1", NumberFault.Precision)]
    public void Sums_that_do_not_fit_say_why(string a, string b, NumberFault fault)
    {
        Assert.Equal(fault, ExactNumber.TryAdd(ExactNumber.Parse(a), ExactNumber.Parse(b), out ExactNumber sum));
        Assert.Equal(fault, ExactNumber.TryAdd(ExactNumber.Parse(b), ExactNumber.Parse(a), out _));
        Assert.Equal(fault, ExactNumber.TrySubtract(ExactNumber.Parse(a), ExactNumber.Parse(b).Negate(), out _));
        Assert.True(sum.IsZero);
    }

    [Fact]
    public void Adding_across_the_whole_range_is_exact_or_says_why()
    {
        Random random = new(Seed);
        Dictionary<NumberFault, int> seen = [];
        for (int round = 0; round < 20_000; round++)
        {
            ExactNumber a = NextNumber(random);
            ExactNumber b = NextNeighbour(random, a);
            BigInteger exact = Scaled(a) + Scaled(b);
            NumberFault fault = ExactNumber.TryAdd(a, b, out ExactNumber sum);
            string what = $"seed {Seed} round {round}: {a} + {b}";

            Assert.True(fault == ExpectedFault(exact), $"{what}: {fault}");
            Assert.True(Scaled(sum) == (fault == NumberFault.None ? exact : BigInteger.Zero), what);
            seen[fault] = seen.GetValueOrDefault(fault) + 1;

            NumberFault difference = ExactNumber.TrySubtract(a, b, out ExactNumber less);
            Assert.True(difference == ExpectedFault(Scaled(a) - Scaled(b)), what);
            if (difference == NumberFault.None) Assert.True(Scaled(less) == Scaled(a) - Scaled(b), what);
        }

        // The loop is worth nothing where it never comes.
        NumberFault[] faults = [NumberFault.None, NumberFault.Overflow, NumberFault.Underflow, NumberFault.Precision];
        Assert.All(faults, fault => Assert.True(seen.GetValueOrDefault(fault) > 50, $"{fault}: {seen.GetValueOrDefault(fault)}"));
    }

    [Fact]
    public void Comparing_agrees_with_the_values()
    {
        Random random = new(Seed);
        for (int round = 0; round < 20_000; round++)
        {
            ExactNumber a = NextNumber(random);
            ExactNumber b = NextNeighbour(random, a);
            int expected = Scaled(a).CompareTo(Scaled(b));
            string what = $"seed {Seed} round {round}: {a} and {b}";
            Assert.True(Math.Sign(a.CompareTo(b)) == expected, what);
            Assert.True((a < b) == (expected < 0) && (a > b) == (expected > 0), what);
            Assert.True((a <= b) == (expected <= 0) && (a >= b) == (expected >= 0), what);
            Assert.True((a == b) == (expected == 0) && (a != b) == (expected != 0) && a.Equals((object)b) == (expected == 0), what);
            Assert.True(a.Sign == Scaled(a).Sign && a.Negate().Sign == -a.Sign && a.Negate().Negate() == a, what);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(10)]
    [InlineData(-1000)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(1_000_000_000_000_000_000)]
    [InlineData(-9_000_000_000_000_000_000)]
    public void Longs_go_in_and_come_back(long value)
    {
        ExactNumber number = value;
        Assert.Equal(value.ToString(CultureInfo.InvariantCulture), number.ToString());
        Assert.Equal(number, ExactNumber.FromInt64(value));
        Assert.True(number.TryToInt64(out long back));
        Assert.Equal(value, back);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("-1.000001")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("1E19")]
    [InlineData("-1E19")]
    [InlineData("9.3E18")]
    [InlineData("1E125")]
    public void What_is_no_long_does_not_become_one(string text)
    {
        Assert.False(ExactNumber.Parse(text).TryToInt64(out long value));
        Assert.Equal(0, value);
    }

    /// <summary>A number's value times 10^200, by way of its text.</summary>
    internal static BigInteger Scaled(ExactNumber number)
    {
        string text = number.ToString();
        int point = text.IndexOf('.', StringComparison.Ordinal);
        int fraction = point < 0 ? 0 : text.Length - point - 1;
        return Scaled(BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), -fraction);
    }

    /// <summary>coefficient * 10^exponent times 10^200.</summary>
    internal static BigInteger Scaled(BigInteger coefficient, int exponent) => coefficient * BigInteger.Pow(10, OracleScale + exponent);

    /// <summary>Numbers of every length and magnitude, small ones, round ones and the limits more often than chance would bring them.</summary>
    internal static ExactNumber NextNumber(Random random)
    {
        (BigInteger coefficient, int exponent) = NextDecimal(random);
        return ExactNumber.Parse($"{coefficient}E{exponent}");
    }

    /// <summary>Any number, or one close to another: same digits on another scale, one digit more or less, the last digit off by one.</summary>
    internal static ExactNumber NextNeighbour(Random random, ExactNumber number)
    {
        ExactNumber other = random.Next(8) switch
        {
            0 => NextNumber(random),
            1 => Parsed($"{number}0"),
            2 => Parsed($"{number}{random.Next(1, 10)}"),
            3 => Parsed(number.ToString()[..^1]),
            4 => Parsed($"{number}E{random.Next(-3, 4)}"),
            5 => number.Negate(),
            6 => ExactNumber.TryAdd(number, Parsed($"{random.Next(-9, 10)}E{random.Next(-130, 126)}"), out ExactNumber near) == NumberFault.None ? near : 7,
            _ => number,
        };
        return random.Next(2) == 0 ? other : other.Negate();

        static ExactNumber Parsed(string text) => ExactNumber.TryParse(text.AsSpan(), out ExactNumber parsed) == NumberFault.None ? parsed : 1;
    }

    private static (BigInteger Coefficient, int Exponent) NextDecimal(Random random)
    {
        int digits = random.Next(4) == 0 ? 38 : random.Next(1, 39);
        BigInteger coefficient = random.Next(6) switch
        {
            0 => BigInteger.Zero,
            1 => random.Next(1, 1000),
            2 => BigInteger.Pow(10, digits) - 1,
            3 => BigInteger.Pow(10, digits - 1) + random.Next(0, 2),
            _ => NextDigits(random, digits),
        };
        int length = coefficient.ToString(CultureInfo.InvariantCulture).Length;
        int leading = random.Next(6) switch
        {
            0 => 125,
            1 => -130,
            2 => random.Next(-130, 126),
            _ => random.Next(-20, 20),
        };
        return (random.Next(2) == 0 ? coefficient : -coefficient, leading - length + 1);
    }

    private static BigInteger NextDigits(Random random, int digits)
    {
        BigInteger value = random.Next(1, 10);
        bool sparse = random.Next(2) == 0;
        for (int i = 1; i < digits; i++) value = (value * 10) + (sparse && random.Next(3) > 0 ? 0 : random.Next(10));
        return value;
    }

    // The same value in one of the many ways to write it.
    private static string Spell(Random random, BigInteger coefficient, int exponent)
    {
        int tail = random.Next(3);
        string digits = new string('0', random.Next(3)) + BigInteger.Abs(coefficient).ToString(CultureInfo.InvariantCulture) + new string('0', tail);
        int point = random.Next(0, digits.Length + 1);
        exponent += digits.Length - point - tail;
        string sign = coefficient.Sign < 0 ? "-" : random.Next(2) == 0 ? "+" : "";
        return $"{sign}{digits[..point]}.{digits[point..]}{(random.Next(2) == 0 ? "e" : "E")}{(exponent >= 0 && random.Next(2) == 0 ? "+" : "")}{exponent}";
    }

    private static NumberFault ExpectedFault(BigInteger scaled)
    {
        if (scaled.IsZero) return NumberFault.None;
        string digits = BigInteger.Abs(scaled).ToString(CultureInfo.InvariantCulture);
        int leading = digits.Length - 1 - OracleScale;
        return leading > 125 ? NumberFault.Overflow
            : leading < -130 ? NumberFault.Underflow
            : digits.TrimEnd('0').Length > 38 ? NumberFault.Precision
            : NumberFault.None;
    }

    private static bool FollowsGrammar(string text)
    {
        string rest = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        int mark = rest.IndexOfAny(['e', 'E']);
        if (mark >= 0)
        {
            string power = rest[(mark + 1)..];
            if (power.Length > 0 && power[0] is '+' or '-') power = power[1..];
            if (power.Length == 0 || !power.All(char.IsAsciiDigit)) return false;
            rest = rest[..mark];
        }

        return rest.Count(static character => character == '.') <= 1
            && rest.Any(char.IsAsciiDigit)
            && rest.All(static character => character == '.' || char.IsAsciiDigit(character));
    }
}

using System.Globalization;
using System.Numerics;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Tests.Values;

public sealed class ExactSumTests
{
    private const int Seed = 20_240_613;
    private const string Max = "9.9999999999999999999999999999999999999E125";

    [Fact]
    public void Default_is_zero_and_equals_every_other_zero()
    {
        ExactSum one = SumOf("1");
        ExactSum[] zeros = [default, ExactSum.Zero, ExactSum.FromNumber(0), one.Subtract(one), SumOf("0.1", "-0.1"), SumOf(Max, "-" + Max)];
        Assert.All(zeros, static zero =>
        {
            Assert.True(zero.IsZero && zero.Sign == 0 && zero == ExactSum.Zero);
            Assert.Equal("00", Convert.ToHexString(BytesOf(zero)));
            Assert.True(zero.Round().IsZero && zero.TryToNumber(out ExactNumber number) && number.IsZero);
        });
    }

    [Fact]
    public void Sums_do_not_depend_on_how_they_were_reached()
    {
        Assert.Equal(SumOf("10"), SumOf("5", "5"));
        Assert.Equal(SumOf("1E20"), SumOf("99999999999999999999", "1"));
        Assert.Equal(SumOf("1E125"), SumOf("1E125", "1E-130", "-1E-130"));
        Assert.Equal(SumOf("1E125").GetHashCode(), SumOf("1E125", "1E-130", "-1E-130").GetHashCode());
        Assert.NotEqual(SumOf("1"), SumOf("10"));
        Assert.True(SumOf("1") != SumOf("-1") && SumOf("2").Equals((object)SumOf("1", "1")));
        Assert.Equal("-125E-1", SumOf("-12.5").ToString());
    }

    [Fact]
    public void Random_sums_are_exact_in_any_order()
    {
        Random random = new(Seed);
        for (int round = 0; round < 3_000; round++)
        {
            ExactNumber[] numbers = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => ExactNumberTests.NextNumber(random))];
            BigInteger exact = numbers.Aggregate(BigInteger.Zero, static (total, number) => total + ExactNumberTests.Scaled(number));
            ExactSum sum = Total(numbers);
            string what = $"seed {Seed} round {round}: {string.Join(" + ", numbers)}";
            Assert.True(ValueOf(sum) == exact && sum.Sign == exact.Sign, what);

            random.Shuffle(numbers);
            Assert.True(Total(numbers) == sum, what);
            Assert.True(numbers.Aggregate(sum, static (left, number) => left.Subtract(ExactSum.FromNumber(number))).IsZero, what);
            Assert.True(sum.Round() == ExpectedRound(exact), $"{what} rounds to {sum.Round()}");

            bool fits = sum.TryToNumber(out ExactNumber number);
            Assert.True(fits == (ExactNumberTests.Scaled(ExpectedRound(exact)) == exact), what);
            if (fits) Assert.True(ExactNumberTests.Scaled(number) == exact, what);
        }
    }

    [Fact]
    public void Zeros_that_a_sum_brings_are_trimmed_whatever_is_left()
    {
        for (int twos = 0; twos <= 60; twos++)
        {
            for (int zeros = 0; zeros <= 19; zeros++)
            {
                // A power of two is divided by ten's twos often, by its fives never: the hardest to see that the zeros have ended.
                BigInteger round = (BigInteger.One << twos) * BigInteger.Pow(10, zeros);
                ExactSum expected = SumOf($"{round}");
                Assert.True(SumOf($"{round - 1}", "1") == expected, $"2^{twos} E{zeros}");
                Assert.True(SumOf($"{1 - round}", "-1") == SumOf($"{-round}"), $"-2^{twos} E{zeros}");

                Assert.Equal(NumberFault.None, ExactNumber.TryAdd(ExactNumber.Parse($"{round - 1}"), 1, out ExactNumber number));
                Assert.True(number == ExactNumber.Parse($"{round}") && ExactSum.FromNumber(number) == expected, $"2^{twos} E{zeros}");
            }
        }
    }

    [Fact]
    public void Small_integers_add_up_past_every_width()
    {
        Random random = new(Seed);
        BigInteger exact = 0;
        ExactSum sum = default;
        for (int round = 0; round < 20_000; round++)
        {
            long step = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            exact += step;
            sum = sum.Add(ExactSum.FromNumber(step));
            Assert.True(ValueOf(sum) == ExactNumberTests.Scaled(exact, 0), $"seed {Seed} round {round}: {sum} is not {exact}");
        }
    }

    [Theory]
    [InlineData("10000000000000000000000000000000000001", "0.5", "10000000000000000000000000000000000002")] // ties to the even digit
    [InlineData("10000000000000000000000000000000000002", "0.5", "10000000000000000000000000000000000002")]
    [InlineData("10000000000000000000000000000000000002", "0.50000000000000000000000000000000000001", "10000000000000000000000000000000000003")]
    [InlineData("10000000000000000000000000000000000001", "0.49999999999999999999999999999999999999", "10000000000000000000000000000000000001")]
    [InlineData("-10000000000000000000000000000000000001", "-0.5", "-10000000000000000000000000000000000002")]
    [InlineData("-10000000000000000000000000000000000002", "-0.5", "-10000000000000000000000000000000000002")]
    [InlineData("99999999999999999999999999999999999999", "0.5", "1E38")] // all nines carry
    [InlineData("99999999999999999999999999999999999999", "0.4", "99999999999999999999999999999999999999")]
    [InlineData("1E125", "1E-130", "1E125")]
    [InlineData(Max, "1E87", Max)]
    [InlineData(Max, "5E87", Max)]
    [InlineData(Max, "1E88", Max)]
    [InlineData(Max, Max, Max)]
    [InlineData("-" + Max, "-1E88", "-" + Max)]
    [InlineData("-" + Max, "-" + Max, "-" + Max)]
    [InlineData("1.5E-130", "-1.4E-130", "0")]
    [InlineData("-1.5E-130", "0.6E-129", "4.5E-130")]
    [InlineData("1E-130", "-1.9999999999999999999999999999999999999E-130", "0")]
    [InlineData("7", "8", "15")]
    [InlineData("9223372036854775807", "9223372036854775807", "18446744073709551614")]
    [InlineData("-9223372036854775808", "0", "-9223372036854775808")]
    public void Rounding_goes_half_to_even_and_stays_in_range(string a, string b, string rounded) =>
        Assert.Equal(ExactNumber.Parse(rounded), SumOf(a, b).Round());

    [Fact]
    public void Rounding_up_to_the_smallest_number_keeps_it()
    {
        // 0.99…9 (39 nines) E-130 cannot come from numbers, but from bytes: 1E-169 less than 1E-130.
        ExactSum justBelow = SumOf("1E-130").Subtract(Read("FF57FF02"));
        Assert.Equal(ExactNumber.Parse("1E-130"), justBelow.Round());
        Assert.False(justBelow.TryToNumber(out _));
        Assert.Equal(ExactNumber.Parse("1E-130"), Read("FF7EFF02").Round());
        Assert.True(Read("FF7DFF02").Round().IsZero); // 1E-131
    }

    // Golden: these bytes are in stores and on links.
    [Theory]
    [InlineData("0", "00")]
    [InlineData("-1", "01")]
    [InlineData("1", "02")]
    [InlineData("63", "7E")]
    [InlineData("-64", "7F")]
    [InlineData("64", "8000")]
    [InlineData("100", "8048")]
    [InlineData("-8191", "BF7D")]
    [InlineData("8255", "BFFE")]
    [InlineData("-8256", "BFFF")]
    [InlineData("8256", "C28040")]
    [InlineData("1000000", "C380841E")]
    [InlineData("9223372036854775807", "C8FEFFFFFFFFFFFFFF")]
    [InlineData("-9223372036854775808", "C8FFFFFFFFFFFFFFFF")]
    [InlineData("9223372036854775808", "C909000000000000008000")]
    [InlineData("1E18", "C80000C84E676DC11B")]
    [InlineData("1E19", "FF130002")]
    [InlineData("0.5", "F70A")]
    [InlineData("-12.34", "F68923")]
    [InlineData("1E-24", "E002")]
    [InlineData("1E-25", "FFE7FF02")]
    [InlineData("9.223372036854775807E24", "FEC8FEFFFFFFFFFFFFFF")]
    public void Sums_have_the_documented_bytes(string number, string form)
    {
        ExactSum sum = SumOf(number);
        Assert.Equal(form, Convert.ToHexString(BytesOf(sum)));
        Assert.Equal(sum, Read(form));
    }

    [Fact]
    public void Every_integer_near_a_width_reads_back()
    {
        for (int shift = 0; shift <= 64; shift++)
        {
            for (int offset = -300; offset <= 300; offset++)
            {
                BigInteger value = (BigInteger.One << shift) + offset;
                CheckRoundTrip(SumOf(value.ToString(CultureInfo.InvariantCulture)));
                CheckRoundTrip(SumOf((-value).ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    [Fact]
    public void Random_sums_read_back_and_never_when_cut()
    {
        Random random = new(Seed);
        for (int round = 0; round < 3_000; round++)
        {
            ExactSum sum = NextSum(random);
            byte[] bytes = CheckRoundTrip(sum);
            for (int length = 0; length < bytes.Length; length++)
            {
                bool read = ExactSum.TryRead(bytes.AsSpan(0, length), out ExactSum cut, out int consumed);
                Assert.False(read, $"seed {Seed} round {round}: {sum} cut to {length}");
                Assert.True(cut.IsZero && consumed == 0);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("C0")]
    [InlineData("C100")]
    [InlineData("C17F")]
    [InlineData("C20000")]
    [InlineData("C27F40")] // 16,511: fits in two bytes
    [InlineData("C3804000")] // a byte too many
    [InlineData("C8FFFFFFFFFFFFFF00")]
    [InlineData("C900")]
    [InlineData("C90105")] // a long
    [InlineData("C908FFFFFFFFFFFFFF7F")]
    [InlineData("C90A00000000000000800000")] // 2^63 with a byte too many
    [InlineData("C909FAFFFFFFFFFFFFFF00")] // 2^64 - 6: a multiple of ten
    [InlineData("C90AFFFFFFFFFFFFFF7FFFFF")]
    [InlineData("CA00")]
    [InlineData("DF00")]
    [InlineData("F802")] // scale zero, written
    [InlineData("F700")] // zero with a scale
    [InlineData("F714")] // 10E-1
    [InlineData("F902")] // 10: a long
    [InlineData("FE02")]
    [InlineData("FF00")]
    [InlineData("FF000002")] // far form, near scale
    [InlineData("FFE8FF02")] // -24
    [InlineData("FF060002")]
    [InlineData("FF070002")] // 1E7: a long
    [InlineData("FF120002")] // 1E18: a long
    [InlineData("FF910102")] // 401
    [InlineData("FF6FFE02")] // -401
    [InlineData("FF0080F0")]
    [InlineData("F7F702")] // a scale after a scale
    [InlineData("F7FF130002")]
    public void Bytes_that_no_sum_writes_are_refused(string form)
    {
        Assert.False(ExactSum.TryRead(Convert.FromHexString(form), out ExactSum sum, out int consumed));
        Assert.True(sum.IsZero && consumed == 0);
    }

    [Fact]
    public void The_longest_coefficient_and_the_farthest_scales_read_and_anything_beyond_does_not()
    {
        byte[] longest = [0xFF, 0x90, 0x01, 0xC9, 160, .. Enumerable.Repeat((byte)0x11, 159), 0x7F];
        Assert.Equal(ExactSum.BytesMax, longest.Length);
        ExactSum sum = Read(Convert.ToHexString(longest));
        Assert.True(sum.IsEncodable);
        CheckRoundTrip(sum);
        CheckRoundTrip(Read("FF9001" + "02"));
        CheckRoundTrip(Read("FF70FE" + "02"));

        byte[] tooLong = [0xFF, 0x90, 0x01, 0xC9, 161, .. Enumerable.Repeat((byte)0x11, 161)];
        Assert.False(ExactSum.TryRead(tooLong, out _, out _));
        Assert.Equal(ExactNumber.MaxValue, sum.Round());
        Assert.True(Read("FF70FE" + "02").Round().IsZero);
    }

    [Fact]
    public void A_sum_that_outgrew_its_binary_form_says_so()
    {
        ExactSum outgrown = Read("FF9001" + "02").Add(Read("FF70FE" + "02"));
        Assert.False(outgrown.IsEncodable);
        Assert.Throws<InvalidOperationException>(() => outgrown.MeasureBytes());
        Assert.Throws<InvalidOperationException>(() => outgrown.Write(new byte[1_000]));
        Assert.Equal(ExactNumber.MaxValue, outgrown.Round());
        Assert.Equal(Read("FF9001" + "02"), outgrown.Subtract(Read("FF70FE" + "02")));
    }

    [Fact]
    public void Totals_of_as_many_numbers_as_there_can_be_are_encodable()
    {
        ExactSum sum = SumOf(Max, "9.9999999999999999999999999999999999999E-130");
        for (int doubling = 0; doubling < 64; doubling++) sum = sum.Add(sum);
        Assert.True(sum.IsEncodable);
        CheckRoundTrip(sum);
    }

    [Fact]
    public void Flipped_and_random_bytes_never_throw_and_what_is_read_writes_the_same_bytes()
    {
        Random random = new(Seed);
        int accepted = 0;
        for (int round = 0; round < 60_000; round++)
        {
            byte[] source = new byte[random.Next(1, 30)];
            random.NextBytes(source);
            if (round % 3 == 0)
            {
                source = BytesOf(NextSum(random));
                source[random.Next(source.Length)] ^= (byte)(1 << random.Next(8));
            }
            else if (round % 3 == 1)
            {
                source[0] = (byte)random.Next(0xC0, 0x100);
            }

            if (!ExactSum.TryRead(source, out ExactSum sum, out int consumed)) continue;
            accepted++;
            string what = $"seed {Seed} round {round}: {Convert.ToHexString(source)}";
            Assert.True(sum.MeasureBytes() == consumed, what);
            Assert.True(BytesOf(sum).AsSpan().SequenceEqual(source.AsSpan(0, consumed)), what);
            ExactNumber rounded = sum.Round();
            Assert.True(ExactNumber.Parse(rounded.ToString()) == rounded, what);
            if (sum.TryToNumber(out ExactNumber number)) Assert.True(number == rounded && ExactSum.FromNumber(number) == sum, what);
        }

        Assert.InRange(accepted, 1_000, 59_000);
    }

    [Fact]
    public void A_destination_that_is_too_short_is_refused_and_left_alone()
    {
        foreach (string text in (string[])["64", "1000000", "0.5", "1E19", "99999999999999999999.5"])
        {
            ExactSum sum = SumOf(text);
            byte[] destination = new byte[sum.MeasureBytes() - 1];
            Assert.Throws<ArgumentException>(() => sum.Write(destination));
            Assert.All(destination, static value => Assert.Equal(0, value));
        }
    }

    private static byte[] CheckRoundTrip(ExactSum sum)
    {
        byte[] bytes = BytesOf(sum);
        Assert.True(bytes.Length == sum.MeasureBytes() && bytes.Length <= ExactSum.BytesMax);
        byte[] source = [.. bytes, 0x5A, 0xFF];
        Assert.True(ExactSum.TryRead(source, out ExactSum back, out int consumed), sum.ToString());
        Assert.True(back == sum && consumed == bytes.Length, $"{sum} became {back}");
        return bytes;
    }

    private static ExactSum Read(string form)
    {
        Assert.True(ExactSum.TryRead(Convert.FromHexString(form), out ExactSum sum, out int consumed), form);
        Assert.Equal(form.Length / 2, consumed);
        return sum;
    }

    private static byte[] BytesOf(ExactSum sum)
    {
        Span<byte> buffer = stackalloc byte[ExactSum.BytesMax];
        return buffer[..sum.Write(buffer)].ToArray();
    }

    private static ExactSum SumOf(params string[] numbers) => Total([.. numbers.Select(ExactNumber.Parse)]);

    private static ExactSum Total(ExactNumber[] numbers) => numbers.Aggregate(ExactSum.Zero, static (sum, number) => sum.Add(ExactSum.FromNumber(number)));

    private static ExactSum NextSum(Random random) =>
        random.Next(3) == 0
            ? ExactSum.FromNumber(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64))
            : Total([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => ExactNumberTests.NextNumber(random))]);

    // The oracle's scale again, from the text that shows coefficient and exponent.
    private static BigInteger ValueOf(ExactSum sum)
    {
        string[] parts = sum.ToString().Split('E');
        return ExactNumberTests.Scaled(BigInteger.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    // Rounds by digits of text, not by division as the code does.
    private static ExactNumber ExpectedRound(BigInteger scaled)
    {
        string digits = BigInteger.Abs(scaled).ToString(CultureInfo.InvariantCulture);
        int dropped = Math.Max(0, digits.Length - 38);
        BigInteger kept = BigInteger.Parse(digits[..^dropped], CultureInfo.InvariantCulture);
        string rest = digits[^dropped..];
        bool isHalf = rest.Length > 0 && rest[0] == '5' && rest.TrimEnd('0').Length == 1;
        if (rest.Length > 0 && rest[0] >= '5' && (!isHalf || !kept.IsEven)) kept++;

        NumberFault fault = ExactNumber.TryParse($"{kept}E{dropped - 200}".AsSpan(), out ExactNumber number);
        if (fault == NumberFault.Overflow) number = ExactNumber.MaxValue;
        return scaled.Sign < 0 ? number.Negate() : number;
    }
}

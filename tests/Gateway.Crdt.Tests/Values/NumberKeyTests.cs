using System.Numerics;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Tests.Values;

public sealed class NumberKeyTests
{
    private const int Seed = 20_240_612;

    // Golden: these bytes are in stores.
    [Theory]
    [InlineData("0", "8000")]
    [InlineData("1", "C102")]
    [InlineData("-1", "3EFD")]
    [InlineData("10", "C114")]
    [InlineData("99", "C1C6")]
    [InlineData("100", "C202")]
    [InlineData("123", "C2032E")]
    [InlineData("0.5", "C064")]
    [InlineData("0.05", "C00A")]
    [InlineData("0.01", "C002")]
    [InlineData("0.001", "BF14")]
    [InlineData("-12.5", "3EE69B")]
    [InlineData("1E-130", "8002")]
    [InlineData("-1E-130", "7FFD")]
    [InlineData("9.9E125", "FFC6")]
    [InlineData("-9.9E125", "0039")]
    [InlineData("9.9999999999999999999999999999999999999E125", "FFC7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C6")]
    [InlineData("9.9999999999999999999999999999999999999E124", "FF13C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7B4")]
    public void Keys_have_the_documented_bytes(string text, string key)
    {
        ExactNumber number = ExactNumber.Parse(text);
        Assert.Equal(key, Convert.ToHexString(KeyOf(number)));
        Assert.True(ExactNumber.TryReadKey(Convert.FromHexString(key + "FF00"), out ExactNumber back, out int consumed));
        Assert.Equal(number, back);
        Assert.Equal(key.Length / 2, consumed);
    }

    [Fact]
    public void Keys_order_as_the_numbers_do()
    {
        Random random = new(Seed);
        for (int round = 0; round < 20_000; round++)
        {
            ExactNumber a = ExactNumberTests.NextNumber(random);
            ExactNumber b = ExactNumberTests.NextNeighbour(random, a);
            int expected = ExactNumberTests.Scaled(a).CompareTo(ExactNumberTests.Scaled(b));
            int keys = Math.Sign(KeyOf(a).AsSpan().SequenceCompareTo(KeyOf(b)));
            Assert.True(keys == expected, $"seed {Seed} round {round}: {a} and {b}");
        }
    }

    [Fact]
    public void Keys_of_a_ladder_across_the_range_rise_strictly()
    {
        string[] rungs = ["1", "1.0000000000000000000000000000000000001", "1.01", "1.1", "9", "9.9", "9.91", "9.9999999999999999999999999999999999999"];
        List<ExactNumber> ladder = [];
        for (int exponent = -130; exponent <= 125; exponent++)
        {
            foreach (string digits in rungs) ladder.Add(ExactNumber.Parse($"{digits}E{exponent}"));
        }

        ladder = [.. Enumerable.Reverse(ladder).Select(static number => number.Negate()), ExactNumber.Zero, .. ladder];
        for (int i = 1; i < ladder.Count; i++)
        {
            Assert.True(ladder[i - 1] < ladder[i]);
            Assert.True(KeyOf(ladder[i - 1]).AsSpan().SequenceCompareTo(KeyOf(ladder[i])) < 0, $"{ladder[i - 1]} and {ladder[i]}");
        }
    }

    [Fact]
    public void Keys_read_back_with_anything_behind_them_and_never_when_cut()
    {
        Random random = new(Seed);
        for (int round = 0; round < 5_000; round++)
        {
            ExactNumber number = ExactNumberTests.NextNumber(random);
            byte[] key = KeyOf(number);
            byte[] behind = new byte[random.Next(4)];
            random.NextBytes(behind);
            byte[] source = [.. key, .. behind];
            Assert.True(ExactNumber.TryReadKey(source, out ExactNumber back, out int consumed), $"seed {Seed} round {round}: {number}");
            Assert.True(back == number && consumed == key.Length, $"seed {Seed} round {round}: {number} became {back}");
            Assert.True(ExactNumber.TryMeasureKey(source, out int measured) && measured == key.Length);

            for (int length = 0; length < key.Length; length++)
            {
                Assert.False(ExactNumber.TryReadKey(key.AsSpan(0, length), out ExactNumber cut, out int used), $"{number} cut to {length}");
                Assert.False(ExactNumber.TryMeasureKey(key.AsSpan(0, length), out int cutLength));
                Assert.True(cut.IsZero && used == 0 && cutLength == 0);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("7FFF")] // negative zero
    [InlineData("8100")] // zero with an exponent
    [InlineData("7EFF")]
    [InlineData("800102")] // first digit zero
    [InlineData("C10300")] // last digit zero
    [InlineData("3EFCFF")]
    [InlineData("C1C8")] // digit 100
    [InlineData("C1C902")]
    [InlineData("C103FF02")]
    [InlineData("3E37")]
    [InlineData("FFC7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C702")] // 40 decimal digits
    [InlineData("FF13C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7B6")] // 39, ending inside a pair
    [InlineData("FFC7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C714")] // 39, beginning at one
    [InlineData("FFC7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C702")] // longer than any key
    [InlineData("FFC7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7C7")]
    public void Bytes_that_no_number_writes_are_refused(string key)
    {
        Assert.False(ExactNumber.TryReadKey(Convert.FromHexString(key), out ExactNumber number, out int consumed));
        Assert.True(number.IsZero && consumed == 0);
    }

    [Fact]
    public void Flipped_and_random_bytes_never_throw_and_what_is_read_writes_the_same_bytes()
    {
        Random random = new(Seed);
        int accepted = 0;
        for (int round = 0; round < 50_000; round++)
        {
            byte[] source = new byte[random.Next(1, 26)];
            if (round % 2 == 0)
            {
                random.NextBytes(source);
            }
            else
            {
                source = KeyOf(ExactNumberTests.NextNumber(random));
                source[random.Next(source.Length)] ^= (byte)(1 << random.Next(8));
            }

            bool measured = ExactNumber.TryMeasureKey(source, out int length);
            if (!ExactNumber.TryReadKey(source, out ExactNumber number, out int consumed)) continue;
            accepted++;
            string what = $"seed {Seed} round {round}: {Convert.ToHexString(source)}";
            Assert.True(measured && length == consumed, what);
            Assert.True(KeyOf(number).AsSpan().SequenceEqual(source.AsSpan(0, consumed)), what);
            Assert.True(ExactNumber.Parse(number.ToString()) == number, what);
        }

        Assert.InRange(accepted, 1_000, 49_000);
    }

    [Fact]
    public void Measuring_stops_at_the_longest_key()
    {
        byte[] endless = [0xC1, .. Enumerable.Repeat((byte)0x03, 1_000)];
        Assert.False(ExactNumber.TryMeasureKey(endless, out int bytes));
        Assert.Equal(0, bytes);
        endless[ExactNumber.KeyBytesMax - 1] = 0x02;
        Assert.True(ExactNumber.TryMeasureKey(endless, out bytes));
        Assert.Equal(ExactNumber.KeyBytesMax, bytes);
    }

    [Fact]
    public void A_destination_that_is_too_short_is_refused_and_left_alone()
    {
        byte[] destination = new byte[2];
        Assert.Throws<ArgumentException>(() => ExactNumber.Parse("123").WriteKey(destination));
        Assert.Throws<ArgumentException>(() => ExactNumber.Zero.WriteKey(destination.AsSpan(0, 1)));
        Assert.All(destination, static value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("1", 2)]
    [InlineData("-1", 3)]
    [InlineData("99", 2)]
    [InlineData("100", 2)]
    [InlineData("101", 3)]
    [InlineData("1000", 2)]
    [InlineData("0.1", 2)]
    [InlineData("1.5", 3)]
    [InlineData("1E-130", 2)]
    [InlineData("99999999999999999999999999999999999999", 20)]
    [InlineData("-99999999999999999999999999999999999999", 21)]
    [InlineData("9999999999999999999999999999999999999.9", 21)]
    [InlineData("-9999999999999999999999999999999999999.9", 21)]
    public void Sizes_count_pairs_of_digits(string text, int bytes) => Assert.Equal(bytes, ExactNumber.Parse(text).SizeBytes);

    [Fact]
    public void Sizes_follow_the_digits_of_the_key()
    {
        Random random = new(Seed);
        for (int round = 0; round < 5_000; round++)
        {
            ExactNumber number = ExactNumberTests.NextNumber(random);
            BigInteger value = ExactNumberTests.Scaled(number);
            int expected = value.IsZero ? 1 : Math.Min(21, KeyOf(number).Length + (value.Sign < 0 ? 1 : 0));
            Assert.True(number.SizeBytes == expected, $"seed {Seed} round {round}: {number}");
        }
    }

    private static byte[] KeyOf(ExactNumber number)
    {
        Span<byte> buffer = stackalloc byte[ExactNumber.KeyBytesMax];
        return buffer[..number.WriteKey(buffer)].ToArray();
    }
}

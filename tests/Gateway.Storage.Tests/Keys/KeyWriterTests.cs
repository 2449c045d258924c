using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Crdt.Values;
using Gateway.Storage.Keys;
using Gateway.Testing;

namespace Gateway.Storage.Tests.Keys;

public sealed class KeyWriterTests
{
    // Golden: these bytes are in stores.
    [Fact]
    public void Parts_have_the_documented_bytes()
    {
        using KeyWriter key = new(stackalloc byte[8]); // too short on purpose: it moves twice
        key.Space(KeySpace.Item);
        key.UInt32(7);
        key.UInt64(0x0102030405060708);
        key.Terminated("a\0b"u8);
        key.Number(ExactNumber.Parse("-12.5"));
        key.Terminated([]);
        key.Raw([0, 0xFF]);

        Assert.Equal("10" + "00000007" + "0102030405060708" + "6100FF620001" + "3EE69B" + "0001" + "00FF", Convert.ToHexString(key.Written));
    }

    [Fact]
    public void A_key_is_taken_apart_as_it_was_built()
    {
        using KeyWriter key = new(stackalloc byte[KeyWriter.UsualBytes]);
        key.Space(KeySpace.Log);
        key.UInt32(uint.MaxValue);
        key.Terminated("x\0\0y"u8);
        key.Terminated("plain"u8);
        key.Number(ExactNumber.Parse("1E-130"));
        key.UInt64(ulong.MaxValue);
        key.Raw("end"u8);

        KeyReader reader = new(key.Written);
        reader.Space(KeySpace.Log);
        Assert.Equal(uint.MaxValue, reader.UInt32());
        Assert.Equal("x\0\0y"u8, reader.Terminated());
        reader.SkipTerminated();
        Assert.Equal(ExactNumber.Parse("1E-130"), reader.Number());
        Assert.Equal(ulong.MaxValue, reader.UInt64());
        Assert.Equal("end"u8, reader.Rest);
        Assert.Equal("end"u8, reader.Raw(3));
        reader.End();
    }

    [Fact]
    public void A_key_rewound_gets_another_end()
    {
        using KeyWriter key = new(stackalloc byte[4]);
        key.UInt32(1);
        int mark = key.Length;
        key.Raw("first"u8);
        key.Rewind(mark);
        key.Byte(9);

        Assert.Equal([0, 0, 0, 1, 9], key.ToArray());
    }

    [Theory]
    [InlineData("61")] // no terminator
    [InlineData("6100")] // cut
    [InlineData("610002")] // no such escape
    [InlineData("6100FF")] // escaped, then over
    [InlineData("")]
    public void Bytes_that_no_part_writes_are_a_fault(string bytes)
    {
        StoreFault fault = Assert.Throws<StoreFault>(() => new KeyReader(Convert.FromHexString(bytes)).SkipTerminated());
        Assert.Equal(StoreFaultKind.Corrupt, fault.Kind);
    }

    [Fact]
    public void A_key_that_is_too_short_too_long_or_of_another_space_is_a_fault()
    {
        Assert.Throws<StoreFault>(() => new KeyReader([1, 2, 3]).UInt32());
        Assert.Throws<StoreFault>(() => new KeyReader([1, 2, 3]).UInt64());
        Assert.Throws<StoreFault>(() => new KeyReader([1]).Raw(2));
        Assert.Throws<StoreFault>(() => new KeyReader([1]).Number());
        Assert.Throws<StoreFault>(() => new KeyReader([1]).End());
        Assert.Throws<StoreFault>(() => new KeyReader([1]).Space(KeySpace.Item));
    }

    [Fact]
    public void Keys_order_as_their_parts_do() => Check((random, what) =>
    {
        (byte[] A, ExactNumber B, byte[] C) left = Parts(random);
        (byte[] A, ExactNumber B, byte[] C) right = random.Next(2) == 0 ? Parts(random) : (left.A, random.Next(2) == 0 ? left.B : Number(random), Bytes(random));

        int expected = left.A.AsSpan().SequenceCompareTo(right.A);
        if (expected == 0) expected = left.B.CompareTo(right.B);
        if (expected == 0) expected = left.C.AsSpan().SequenceCompareTo(right.C);

        Assert.True(Math.Sign(expected) == Math.Sign(KeyOf(left).AsSpan().SequenceCompareTo(KeyOf(right))), what);
    });

    [Fact]
    public void Keys_read_back() => Check((random, what) =>
    {
        (byte[] a, ExactNumber b, byte[] c) = Parts(random);
        KeyReader reader = new(KeyOf((a, b, c)));

        Assert.True(reader.Terminated().SequenceEqual(a), what);
        Assert.True(reader.Number() == b, what);
        Assert.True(reader.Terminated().SequenceEqual(c), what);
        reader.End();
    });

    [Fact]
    public void No_key_of_the_same_parts_begins_with_another_one() => Check((random, what) =>
    {
        byte[] left = KeyOf(Parts(random));
        byte[] right = KeyOf(Parts(random));
        Assert.True(left.AsSpan().SequenceEqual(right) || !left.AsSpan().StartsWith(right), what);
    });

    private static byte[] KeyOf((byte[] A, ExactNumber B, byte[] C) parts)
    {
        using KeyWriter key = new(stackalloc byte[16]);
        key.Terminated(parts.A);
        key.Number(parts.B);
        key.Terminated(parts.C);
        return key.ToArray();
    }

    private static (byte[] A, ExactNumber B, byte[] C) Parts(Random random) => (Bytes(random), Number(random), Bytes(random));

    // Few different bytes, mostly those with a meaning, so that beginnings and escapes meet.
    private static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[random.Next(5)];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = ((byte[])[0x00, 0x01, 0xFF, 0x61])[random.Next(4)];
        return bytes;
    }

    private static ExactNumber Number(Random random)
    {
        StringBuilder text = new(random.Next(2) == 0 ? "-" : "");
        for (int digits = random.Next(1, 5); digits > 0; digits--) text.Append(random.Next(10));
        return ExactNumber.Parse($"{text}E{random.Next(-3, 4)}");
    }

    private static void Check(Action<Random, string> law)
    {
        Property property = Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            law(new Random(seed), $"seed {seed}");
            return true;
        });
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestSettings.Rounds(5_000)).WithStartSize(1000).WithEndSize(1 << 30).WithReplay(TestSettings.Seed is { } seed ? (ulong)seed : 20261122UL, 3UL),
            property);
    }
}

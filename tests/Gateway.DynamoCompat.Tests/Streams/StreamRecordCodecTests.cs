using System.Text;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Streams;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tests.Streams;

/// <summary>Bytes of stream records: they must never change. Layout: docs/formats/tables.md.</summary>
public sealed class StreamRecordCodecTests
{
    private static readonly StreamRecord Plain = new()
    {
        Sequence = 7,
        Millisecond = 0x0102030405060708,
        Cause = WriteCause.Expiry,
        Key = Value.Map(("pk", Value.String("a"))),
        HadOld = true,
        HasNew = false,
        OldImage = Value.Map(("pk", Value.String("a")), ("n", Value.String("x"))),
    };

    [Fact]
    public void A_record_without_a_chain_of_calls_has_the_bytes_that_it_always_had()
    {
        byte[] key = Plain.Key.Bytes.ToArray(), image = Plain.OldImage.Bytes.ToArray();
        byte[] expected = [1, 1, 1, 8, 7, 6, 5, 4, 3, 2, 1, (byte)key.Length, 0, 0, 0, .. key, (byte)image.Length, 0, 0, 0, .. image, 0, 0, 0, 0];

        Assert.Equal(expected, StreamRecordCodec.Encode(Plain));
        Assert.Equal(Plain, StreamRecordCodec.Decode(7, expected));
    }

    [Fact]
    public void A_chain_of_calls_stands_behind_all_else_where_older_programs_do_not_look()
    {
        StreamRecord record = Plain with { Lineage = "1:0a1b2c3d:4" };
        byte[] expected = [.. StreamRecordCodec.Encode(Plain), 12, 0, 0, 0, .. "1:0a1b2c3d:4"u8];
        expected[1] |= 4;

        Assert.Equal(expected, StreamRecordCodec.Encode(record));
        Assert.Equal(record, StreamRecordCodec.Decode(7, expected));
        for (int length = 0; length < expected.Length; length++) Assert.Equal(StoreFaultKind.Corrupt, Assert.Throws<StoreFault>(() => StreamRecordCodec.Decode(7, expected[..length])).Kind);
    }

    [Theory]
    [InlineData("eu-1", "eu-north-1")]
    [InlineData("", null)]
    public void The_pop_that_wrote_it_stands_behind_that(string pop, string? region)
    {
        StreamRecord record = Plain with { Lineage = "1:0a1b2c3d:4", Origin = new ChangeOrigin(pop, region) };
        byte[] expected = [.. StreamRecordCodec.Encode(Plain), 12, 0, 0, 0, .. "1:0a1b2c3d:4"u8, (byte)pop.Length, 0, 0, 0, .. Encoding.UTF8.GetBytes(pop), (byte)(region?.Length ?? 0), 0, 0, 0, .. Encoding.UTF8.GetBytes(region ?? "")];
        expected[1] |= 4 | 8;

        Assert.Equal(expected, StreamRecordCodec.Encode(record));
        Assert.Equal(record, StreamRecordCodec.Decode(7, expected));
        for (int length = 0; length < expected.Length; length++) Assert.Equal(StoreFaultKind.Corrupt, Assert.Throws<StoreFault>(() => StreamRecordCodec.Decode(7, expected[..length])).Kind);
    }
}

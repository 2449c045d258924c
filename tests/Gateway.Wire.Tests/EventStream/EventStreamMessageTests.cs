using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Gateway.Wire.EventStream;

namespace Gateway.Wire.Tests.EventStream;

public sealed class EventStreamMessageTests
{
    [Fact]
    public void The_checksum_is_that_of_zip() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Fact]
    public void A_message_has_lengths_headers_payload_and_two_checksums()
    {
        ArrayBufferWriter<byte> output = new();

        EventStreamMessage.Write(output, [(":event-type", "PayloadChunk"), (":message-type", "event")], "hello"u8);

        ReadOnlySpan<byte> message = output.WrittenSpan;
        Assert.Equal(message.Length, BinaryPrimitives.ReadInt32BigEndian(message));
        int headers = BinaryPrimitives.ReadInt32BigEndian(message[4..]);
        Assert.Equal(1 + 11 + 3 + 12 + 1 + 13 + 3 + 5, headers);
        Assert.Equal(Crc32.Of(message[..8]), BinaryPrimitives.ReadUInt32BigEndian(message[8..]));
        Assert.Equal(Crc32.Of(message[..^4]), BinaryPrimitives.ReadUInt32BigEndian(message[^4..]));
        Assert.Equal("hello", Encoding.UTF8.GetString(message[(12 + headers)..^4]));
        Assert.Equal("\v:event-type\a\0\fPayloadChunk", Encoding.UTF8.GetString(message.Slice(12, 27)));
    }
}

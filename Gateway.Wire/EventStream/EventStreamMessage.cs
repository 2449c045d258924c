using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Gateway.Wire.EventStream;

/// <summary>Frames messages as <c>application/vnd.amazon.eventstream</c>: lengths, headers, payload, each half with its checksum.</summary>
public static class EventStreamMessage
{
    /// <summary>The content type of a body of such messages.</summary>
    public const string ContentType = "application/vnd.amazon.eventstream";

    private const int PreludeBytes = 12;
    private const int ChecksumBytes = 4;
    private const byte TextHeader = 7;

    /// <summary>Writes one message.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="headers">Names, as <c>:event-type</c>, and texts.</param>
    /// <param name="payload">The message's own bytes.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<(string Name, string Value)> headers, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(output);
        int headerBytes = 0;
        foreach ((string name, string value) in headers) headerBytes += 1 + Encoding.UTF8.GetByteCount(name) + 3 + Encoding.UTF8.GetByteCount(value);
        int total = PreludeBytes + headerBytes + payload.Length + ChecksumBytes;

        Span<byte> message = output.GetSpan(total)[..total];
        BinaryPrimitives.WriteInt32BigEndian(message, total);
        BinaryPrimitives.WriteInt32BigEndian(message[4..], headerBytes);
        BinaryPrimitives.WriteUInt32BigEndian(message[8..], Crc32.Of(message[..8]));
        int at = PreludeBytes;
        foreach ((string name, string value) in headers)
        {
            int length = Encoding.UTF8.GetBytes(name, message[(at + 1)..]);
            message[at] = (byte)length;
            at += 1 + length;
            message[at++] = TextHeader;
            length = Encoding.UTF8.GetBytes(value, message[(at + 2)..]);
            BinaryPrimitives.WriteUInt16BigEndian(message[at..], (ushort)length);
            at += 2 + length;
        }

        payload.CopyTo(message[at..]);
        at += payload.Length;
        BinaryPrimitives.WriteUInt32BigEndian(message[at..], Crc32.Of(message[..at]));
        output.Advance(total);
    }
}

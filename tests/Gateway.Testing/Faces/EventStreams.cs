using System.Buffers.Binary;
using System.Text;

namespace Gateway.Testing.Faces;

/// <summary>Reads event streams.</summary>
public static class EventStreams
{
    /// <summary>The type and payload of each message.</summary>
    public static List<(string Type, string Payload)> Read(ReadOnlySpan<byte> bytes)
    {
        List<(string, string)> messages = [];
        while (!bytes.IsEmpty)
        {
            int total = BinaryPrimitives.ReadInt32BigEndian(bytes);
            int headers = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
            string text = Encoding.Latin1.GetString(bytes.Slice(12, headers));
            int at = text.IndexOf(":event-type", StringComparison.Ordinal) + ":event-type".Length + 1;
            int length = (text[at] << 8) | text[at + 1];
            messages.Add((text.Substring(at + 2, length), Encoding.UTF8.GetString(bytes[(12 + headers)..(total - 4)])));
            bytes = bytes[total..];
        }

        return messages;
    }
}

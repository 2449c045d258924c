using System.Text;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.StackCompat.ApiGateway.Documents;

/// <summary>Names a document. Layout: docs/formats/stack.md.</summary>
internal readonly record struct DocumentKey(DocumentKind Kind, string Account, string Region, string Id)
{
    public static KeyRange All { get; } = KeyRange.WithPrefix(new[] { (byte)KeySpace.Api });

    public byte[] ToBytes()
    {
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            writer.Space(KeySpace.Api);
            writer.Byte((byte)Kind);
            writer.Terminated(Encoding.UTF8.GetBytes(Account));
            writer.Terminated(Encoding.UTF8.GetBytes(Region));
            writer.Raw(Encoding.UTF8.GetBytes(Id));
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static DocumentKey Read(ReadOnlySpan<byte> bytes)
    {
        KeyReader reader = new(bytes);
        reader.Space(KeySpace.Api);
        DocumentKind kind = (DocumentKind)reader.Byte();
        string account = Encoding.UTF8.GetString(reader.Terminated());
        string region = Encoding.UTF8.GetString(reader.Terminated());
        return new DocumentKey(kind, account, region, Encoding.UTF8.GetString(reader.Rest));
    }
}

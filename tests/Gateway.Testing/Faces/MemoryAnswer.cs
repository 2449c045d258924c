using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Wire.Faces;

namespace Gateway.Testing.Faces;

#pragma warning disable CA1001 // the stream is memory only

/// <summary>Keeps an answer in memory.</summary>
public sealed class MemoryAnswer : IFaceAnswer
{
    private readonly MemoryStream bytes = new();

    public MemoryAnswer() => Body = PipeWriter.Create(bytes, new StreamPipeWriterOptions(leaveOpen: true));

    public int Status { get; set; } = 200;

    public PipeWriter Body { get; }

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>The body so far; ask when the face has answered.</summary>
    public byte[] Bytes
    {
        get
        {
            Body.FlushAsync().AsTask().GetAwaiter().GetResult();
            return bytes.ToArray();
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode? Json => Bytes is { Length: > 0 } body ? JsonNode.Parse(body) : null;

    public void AddHeader(string name, string value) => Headers.Add(KeyValuePair.Create(name, value));

    public string? Header(string name) => Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();
}

using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.Tests.Hosting;

/// <summary>What a face answered, kept whole.</summary>
public sealed class Answered : IFaceAnswer
{
    private readonly Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 0));
    private byte[]? bytes;
    private readonly List<KeyValuePair<string, string>> headers = [];

    public int Status { get; set; } = 200;

    public PipeWriter Body => pipe.Writer;

    public IReadOnlyList<KeyValuePair<string, string>> Headers => headers;

    public byte[] Bytes => bytes ??= pipe.Reader.TryRead(out ReadResult read) ? read.Buffer.ToArray() : [];

    public string Text => Encoding.UTF8.GetString(Bytes);

    public XElement Xml => XElement.Parse(Text);

    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>Asks a face.</summary>
    /// <param name="target">Path and query.</param>
    /// <param name="body">Text or bytes.</param>
    /// <param name="headers">As <c>Name: value</c>.</param>
    public static async Task<Answered> AskAsync(IFace face, string method, string target, object? body = null, string account = FaceHost.Account, string host = "127.0.0.1:4566", params string[] headers)
    {
        int question = target.IndexOf('?');
        Answered answer = new();
        await face.RunAsync(
            new FaceRequest
            {
                AccountId = account,
                Region = FaceHost.Region,
                RequestId = "11111111-2222-3333-4444-555555555555",
                Method = method,
                Path = question < 0 ? target : target[..question],
                Query = question < 0 ? "" : target[(question + 1)..],
                Host = host,
                Headers = [.. headers.Select(header => KeyValuePair.Create(header.Split(": ", 2)[0], header.Split(": ", 2)[1]))],
                Body = body is string text ? Encoding.UTF8.GetBytes(text) : (byte[]?)body ?? [],
            },
            answer,
            TestContext.Current.CancellationToken);
        await answer.Body.FlushAsync(TestContext.Current.CancellationToken);
        return answer;
    }

    public void AddHeader(string name, string value) => headers.Add(KeyValuePair.Create(name, value));

    public string? Header(string name) => headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.LambdaCompat.Engine;
using Gateway.Wire.Faces;

namespace Gateway.LambdaCompat.Http.Answers;

/// <summary>Passes on what a function streams: its prelude becomes status and headers, the rest the body as it comes.</summary>
/// <remarks>A function that answers whole is kept, to be read as any answer. Source: LAMBDA 37; the guide, Response streaming.</remarks>
internal sealed class StreamedAnswer(IFaceAnswer answer, Func<IReadOnlyList<KeyValuePair<string, string>>?> cors, bool hasBody) : IResponseSink
{
    private const string PreludeType = "application/vnd.awslambda.http-integration-response";
    private const int PreludeBytesMax = 64 * 1024;
    private static readonly byte[] PreludeEnd = new byte[8];

    private readonly ArrayBufferWriter<byte> kept = new();
    private Mode mode;

    private enum Mode
    {
        Nothing,
        Whole,
        Prelude,
        Body,
    }

    /// <summary>True when status and headers are out: nothing else can be answered any more.</summary>
    public bool HasBegun => mode == Mode.Body;

    /// <summary>What a function that answers whole has answered.</summary>
    public ReadOnlyMemory<byte> Whole => kept.WrittenMemory;

    /// <summary>True if the prelude did not end, or could not be read.</summary>
    public bool IsBroken { get; private set; }

    public async ValueTask BeginAsync(string contentType, CancellationToken token)
    {
        if (contentType.StartsWith(PreludeType, StringComparison.OrdinalIgnoreCase))
        {
            mode = Mode.Prelude;
        }
        else if (contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) || contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            // As runtimes send whole answers; the second is what curl says in a bootstrap that nobody told otherwise.
            mode = Mode.Whole;
        }
        else
        {
            ProxyAnswer head = new();
            head.Headers.Add(KeyValuePair.Create("Content-Type", HeaderText.IsValue(contentType) && contentType.Length > 0 ? contentType : "application/octet-stream"));
            await BeginAsync(head, token).ConfigureAwait(false);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken token)
    {
        if (IsBroken) return;
        if (mode == Mode.Body)
        {
            await PassOnAsync(bytes, token).ConfigureAwait(false);
            return;
        }

        kept.Write(bytes.Span);
        if (mode != Mode.Prelude) return;
        int end = kept.WrittenSpan.IndexOf(PreludeEnd);
        if (end < 0)
        {
            IsBroken = kept.WrittenCount > PreludeBytesMax;
            return;
        }

        // The prelude is read as an answer of format 2.0 without a body; without a status it is 200.
        ReadOnlyMemory<byte> prelude = kept.WrittenMemory[..end];
        ReadOnlyMemory<byte> rest = kept.WrittenMemory[(end + PreludeEnd.Length)..];
        ProxyAnswer? head = ReadPrelude(prelude);
        IsBroken = head is null;
        if (head is null) return;
        await BeginAsync(head, token).ConfigureAwait(false);
        if (!rest.IsEmpty) await PassOnAsync(rest, token).ConfigureAwait(false);
    }

    private static ProxyAnswer? ReadPrelude(ReadOnlyMemory<byte> prelude)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(prelude);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            bool hasStatus = document.RootElement.TryGetProperty("statusCode", out _);
            ReadOnlyMemory<byte> readable = hasStatus ? prelude : Encoding.UTF8.GetBytes("{\"statusCode\":200" + (document.RootElement.EnumerateObject().Any() ? "," : "") + Encoding.UTF8.GetString(prelude.Span).TrimStart()[1..]);
            ProxyAnswer? head = AnswerReader.ReadV2(readable, bodyMayBeJson: true);
            if (head is not null && !head.Has("Content-Type")) head.Headers.Add(KeyValuePair.Create("Content-Type", "application/octet-stream"));
            return head;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Sends status and headers: the client sees them before the first byte.</summary>
    private async ValueTask BeginAsync(ProxyAnswer head, CancellationToken token)
    {
        FrontWriter.WriteHead(answer, head, cors());
        mode = Mode.Body;
        await answer.Body.FlushAsync(token).ConfigureAwait(false);
    }

    private async ValueTask PassOnAsync(ReadOnlyMemory<byte> bytes, CancellationToken token)
    {
        if (hasBody) await answer.Body.WriteAsync(bytes, token).ConfigureAwait(false);
    }
}

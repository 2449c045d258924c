using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Invocation;
using Gateway.Wire.EventStream;
using Gateway.Wire.Faces;

namespace Gateway.LambdaCompat.Operations;

/// <summary>Sends a response as messages of an event stream: chunks, then one that says how it ended.</summary>
internal sealed class EventStreamSink(IFaceAnswer answer) : IResponseSink
{
    /// <summary>One message holds no more: clients bound them. Source: doc of the event stream encoding (16 MB); small pieces arrive sooner.</summary>
    private const int ChunkBytesMax = 64 * 1024;

    private bool hasBegun;

    public async ValueTask BeginAsync(string contentType, CancellationToken token)
    {
        Begin();
        await answer.Body.FlushAsync(token).ConfigureAwait(false);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken token)
    {
        Begin();
        for (ReadOnlyMemory<byte> left = bytes; !left.IsEmpty;)
        {
            ReadOnlyMemory<byte> chunk = left[..Math.Min(left.Length, ChunkBytesMax)];
            WriteMessage("PayloadChunk", "application/octet-stream", chunk.Span);
            await answer.Body.FlushAsync(token).ConfigureAwait(false);
            left = left[chunk.Length..];
        }
    }

    /// <summary>Sends what was not streamed, and the end.</summary>
    public async ValueTask EndAsync(InvocationOutcome outcome, CancellationToken token)
    {
        bool wasStreamed = hasBegun;
        Begin();
        if (!wasStreamed && outcome.Status == InvocationStatus.Succeeded) await WriteAsync(outcome.Payload, token).ConfigureAwait(false);
        WriteMessage("InvokeComplete", "application/json", Destinations.Json(json => InvokeWithResponseStream.WriteComplete(json, outcome)));
        await answer.Body.FlushAsync(token).ConfigureAwait(false);
    }

    private void Begin()
    {
        if (hasBegun) return;
        hasBegun = true;
        answer.Status = 200;
        answer.AddHeader("Content-Type", EventStreamMessage.ContentType);
    }

    private void WriteMessage(string type, string contentType, ReadOnlySpan<byte> payload) =>
        EventStreamMessage.Write(answer.Body, [(":message-type", "event"), (":event-type", type), (":content-type", contentType)], payload);
}

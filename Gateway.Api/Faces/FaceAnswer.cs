using System.Collections.Frozen;
using System.IO.Pipelines;
using Gateway.Api.Listeners;
using Gateway.Wire.Faces;
using Microsoft.AspNetCore.Http;

namespace Gateway.Api.Faces;

/// <summary>The answer of a face, on its way into the connection.</summary>
internal sealed class FaceAnswer : IFaceAnswer
{
    /// <summary>Headers that a later word replaces, as that of an error after a first attempt at an answer.</summary>
    private static readonly FrozenSet<string> SetOnce = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "x-amzn-RequestId", "Content-Type", "Content-Length");

    private readonly Exchange exchange;
    private readonly HeldPipe pipe;

    public FaceAnswer(Exchange exchange)
    {
        this.exchange = exchange;
        pipe = new HeldPipe(() => exchange.Begin(Status));
    }

    public int Status { get; set; } = StatusCodes.Status200OK;

    public PipeWriter Body => pipe;

    public void AddHeader(string name, string value)
    {
        if (SetOnce.Contains(name)) exchange.ResponseHeaders[name] = value;
        else exchange.ResponseHeaders.Append(name, value);
    }

    /// <summary>Sends what is still held. After it nothing may be written.</summary>
    public async ValueTask EndAsync()
    {
        try
        {
            if (pipe.IsStreaming) await pipe.FlushAsync();
            else await exchange.SendAsync(Status, pipe.Held);
        }
        finally
        {
            pipe.Release();
        }
    }
}

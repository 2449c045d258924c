using System.Buffers;
using System.IO.Pipelines;
using Gateway.Api.Auth;
using Gateway.DynamoCompat;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Api.Listeners;

/// <summary>One request and its answer, on Kestrel's own features. Kept by its connection for the next request, so that nothing is looked up twice.</summary>
internal sealed class Exchange(IFeatureCollection features)
{
    private readonly IHttpRequestFeature request = features.GetRequiredFeature<IHttpRequestFeature>();
    private readonly IHttpResponseFeature response = features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature responseBody = features.GetRequiredFeature<IHttpResponseBodyFeature>();
    private readonly IRequestBodyPipeFeature requestBody = features.GetRequiredFeature<IRequestBodyPipeFeature>();
    private PipeReader? reader; // while the body lies in Kestrel's buffer
    private SequencePosition bodyEnd;
    private byte[] rented = [];

    public string Method => request.Method;

    public string Path => request.Path;

    /// <summary>With its question mark; empty if there is none.</summary>
    public string Query => request.QueryString;

    public string Protocol => request.Protocol;

    /// <summary>As the client wrote it: percent-encoded, without the query.</summary>
    public string RawPath
    {
        get
        {
            string target = request.RawTarget;
            int mark = target.IndexOf('?', StringComparison.Ordinal);
            string path = mark < 0 ? target : target[..mark];
            return path.StartsWith('/') ? path : request.Path;
        }
    }

    /// <summary>As the client wrote it, without its question mark.</summary>
    public string RawQuery
    {
        get
        {
            string target = request.RawTarget;
            int mark = target.IndexOf('?', StringComparison.Ordinal);
            return mark < 0 ? "" : target[(mark + 1)..];
        }
    }

    /// <summary>What of the request a signature can cover.</summary>
    public SignedRequest Signed => new(request.Method, RawPath, RawQuery, RequestHeaders, Body);

    public IHeaderDictionary RequestHeaders { get; } = features.GetRequiredFeature<IHttpRequestFeature>().Headers;

    public IHeaderDictionary ResponseHeaders { get; } = features.GetRequiredFeature<IHttpResponseFeature>().Headers;

    public IHttpConnectionFeature Connection { get; } = features.GetRequiredFeature<IHttpConnectionFeature>();

    /// <summary>The connection is closed. One token for all its requests: one for each would be made anew for each.</summary>
    public CancellationToken Gone { get; } = features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed ?? CancellationToken.None;

    public AnswerBuffer Answer { get; } = new();

    public bool HasStarted => response.HasStarted;

    /// <summary>What the last request of this connection came with: most often the next one comes with the same.</summary>
    public string? LastHost { get; set; }

    public string? LastCredential { get; set; }

    public Caller? LastCaller { get; set; }

    /// <summary>It is an end user's: settled at the gate.</summary>
    public bool IsForFront { get; set; }

    /// <summary>As it was sent; valid until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Reads the whole body.</summary>
    /// <returns>False if it is longer than <paramref name="bytesMax"/>: the rest was not read.</returns>
    public ValueTask<bool> ReadBodyAsync(int bytesMax)
    {
        if (RequestHeaders.ContentLength > bytesMax) return ValueTask.FromResult(false);

        reader = requestBody.Reader;
        ValueTask<ReadResult> first = reader.ReadAsync();
        if (!first.IsCompletedSuccessfully) return ReadOnAsync(first, bytesMax);

        // Most requests are here whole, in one piece: they are used where they lie.
        ReadResult result = first.Result;
        if (!result.IsCompleted || !result.Buffer.IsSingleSegment || result.Buffer.Length > bytesMax) return ReadOnAsync(new ValueTask<ReadResult>(result), bytesMax);

        Body = result.Buffer.First;
        bodyEnd = result.Buffer.End;
        return ValueTask.FromResult(true);
    }

    /// <summary>Sends the answer: status, headers and body in one write.</summary>
    public async ValueTask SendAsync(int status, ReadOnlyMemory<byte> body)
    {
        response.StatusCode = status;
        if (CountsLength(status)) ResponseHeaders.ContentLength = body.Length;
        if (body.Length > 0 && request.Method != HttpMethods.Head) await responseBody.Writer.WriteAsync(body);
    }

    /// <summary>Sends status and headers; the body follows in pieces.</summary>
    public PipeWriter Begin(int status)
    {
        response.StatusCode = status;
        return responseBody.Writer;
    }

    /// <summary>Sends nothing more and closes the connection.</summary>
    public void Abort() => features.Get<IHttpRequestLifetimeFeature>()?.Abort();

    /// <summary>Gives back what the request has held.</summary>
    public void Release()
    {
        Body = default;
        reader?.AdvanceTo(bodyEnd);
        reader = null;
        if (rented.Length > 0) ArrayPool<byte>.Shared.Return(rented);
        rented = [];
        Answer.Release();
    }

    /// <summary>A face that answers HEAD has said how long the body would be; some answers have none by their status.</summary>
    private bool CountsLength(int status) => status is not (204 or 304) && (request.Method != HttpMethods.Head || ResponseHeaders.ContentLength is null);

    private async ValueTask<bool> ReadOnAsync(ValueTask<ReadResult> first, int bytesMax)
    {
        PipeReader source = reader!;
        reader = null; // from here on each piece is given back once it is copied
        int count = 0;
        if (RequestHeaders.ContentLength is { } length) rented = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, 64 * 1024)); // not more at once on the client's word alone
        ReadResult result = await first;
        while (true)
        {
            ReadOnlySequence<byte> piece = result.Buffer;
            if (piece.Length > bytesMax - count)
            {
                source.AdvanceTo(piece.End);
                return false;
            }

            MakeRoom(count, count + (int)piece.Length);
            piece.CopyTo(rented.AsSpan(count));
            count += (int)piece.Length;
            source.AdvanceTo(piece.End);
            if (result.IsCompleted) break;

            result = await source.ReadAsync();
        }

        Body = rented.AsMemory(0, count);
        return true;
    }

    private void MakeRoom(int count, int needed)
    {
        if (needed <= rented.Length) return;

        byte[] next = ArrayPool<byte>.Shared.Rent(Math.Max(needed, count * 2));
        rented.AsSpan(0, count).CopyTo(next);
        if (rented.Length > 0) ArrayPool<byte>.Shared.Return(rented);
        rented = next;
    }
}

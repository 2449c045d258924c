using System.Globalization;
using System.IO.Hashing;
using Gateway.Api.Auth;
using Gateway.Api.Cluster;
using Gateway.Api.Faces;
using Gateway.DynamoCompat;
using Gateway.DynamoCompat.Wire;
using Gateway.Wire.Faces;
using Gateway.Wire.Input;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Listeners;

/// <summary>What Kestrel calls for each request: gate, face, caller, and the answer with its request id and checksum.</summary>
/// <remarks>Stands in the place of ASP.NET Core's own pipeline, of which a face needs nothing: no HttpContext, no middleware, no routes.</remarks>
internal sealed partial class FaceRouter(RequestGate gate, CallerFinder callers, FaceHandler dynamo, FaceTable faces, Health health, RequestIds ids, ILogger<FaceRouter> log) : IHttpApplication<Exchange>
{
    private const int BodyBytesMax = 16 * 1024 * 1024;
    private const string RequestIdName = "x-amzn-RequestId";
    private const string ChecksumName = "x-amz-crc32";

    /// <summary>Set once this PoP has peers: what sessions carry between them.</summary>
    public SessionBookmarks? Sessions { get; set; }

    public Exchange CreateContext(IFeatureCollection contextFeatures) =>
        contextFeatures is IHostContextContainer<Exchange> container ? container.HostContext ??= new Exchange(contextFeatures) : new Exchange(contextFeatures);

    public void DisposeContext(Exchange context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(Exchange context)
    {
        string requestId = ids.Next();
        try
        {
            context.ResponseHeaders[RequestIdName] = requestId;
            await (RefusalAtTheGate(context) is { } refusal ? SendErrorAsync(context, ContentTypes.Json10, refusal) : RouteAsync(context));
        }
        catch (OperationCanceledException) when (context.Gone.IsCancellationRequested)
        {
            context.Abort(); // there is nobody to answer
        }
        catch (Exception bug) when (bug is not (BadHttpRequestException or IOException or OperationCanceledException) && !context.HasStarted)
        {
            LogBug(requestId, bug);
            context.Answer.Clear();
            await SendErrorAsync(context, ContentTypes.Json10, WireErrors.Internal);
        }
        finally
        {
            context.Release();
        }
    }

    private static ValueTask SendAsync(Exchange context, int status, ReadOnlyMemory<byte> body)
    {
        context.ResponseHeaders[ChecksumName] = Crc32.HashToUInt32(body.Span).ToString(CultureInfo.InvariantCulture);
        return context.SendAsync(status, body);
    }

    private static ValueTask SendErrorAsync(Exchange context, string contentType, DynamoError error)
    {
        ErrorWriter.Write(error, context.Answer);
        context.ResponseHeaders.ContentType = contentType;
        return SendAsync(context, error.Status, context.Answer.Written);
    }

    private ValueTask SendOtherAsync(Exchange context)
    {
        switch (context.Method)
        {
            case "GET" or "HEAD" when context.Path is "/" or "/healthz" && health.Failure is { } failure:
                return SendAsync(context, StatusCodes.Status503ServiceUnavailable, System.Text.Encoding.UTF8.GetBytes($"unhealthy: {failure}\n"));
            case "GET" or "HEAD" when context.Path is "/" or "/healthz":
                string region = AwsEndpoint.TryParse(context.RequestHeaders.Host.ToString(), out string named) ? named : "us-east-1";
                return SendAsync(context, StatusCodes.Status200OK, System.Text.Encoding.ASCII.GetBytes($"healthy: dynamodb.{region}.amazonaws.com "));
            case "OPTIONS":
                if (context.RequestHeaders.Origin.Count > 0) Cors.AllowAhead(context.RequestHeaders, context.ResponseHeaders);
                return context.SendAsync(StatusCodes.Status200OK, default);
            default:
                return SendAsync(context, StatusCodes.Status404NotFound, WireErrors.NotFound);
        }
    }

    private DynamoError? RefusalAtTheGate(Exchange context)
    {
        string host = context.RequestHeaders.Host.ToString();
        context.IsForFront = (context.Path != "/" || !ReferenceEquals(host, context.LastHost)) && faces.IsForFront(context);
        if (context.IsForFront) return null; // end users come from anywhere; the front has rules of its own
        if (!ReferenceEquals(host, context.LastHost)) // the same string as long as a client of HTTP/1.1 sends the same header
        {
            if (!gate.AllowsHost(host)) return WireErrors.ForeignHost;
            context.LastHost = host;
        }

        if (context.RequestHeaders.Origin.Count == 0) return null;

        string origin = context.RequestHeaders.Origin.ToString();
        if (!gate.AllowsOrigin(origin, host)) return WireErrors.ForeignOrigin;
        if (gate.IsListed(origin)) Cors.Allow(origin, context.ResponseHeaders);
        return null;
    }

    private ValueTask RouteAsync(Exchange context)
    {
        string target = context.RequestHeaders["X-Amz-Target"].ToString();
        string? contentType = ContentTypes.Of(context.RequestHeaders.ContentType);
        bool isDynamo = context.Method == "POST" && !context.IsForFront;
        if (isDynamo && (target.StartsWith("DynamoDB_20120810.", StringComparison.Ordinal) || target.StartsWith("DynamoDBStreams_20120810.", StringComparison.Ordinal)))
        {
            return contentType is null ? SendOtherAsync(context) : AskDynamoAsync(context, target, contentType);
        }

        if (faces.Find(context) is { } entry) return AskFaceAsync(context, entry);
        return context.Method == "POST" ? SendErrorAsync(context, contentType ?? ContentTypes.Json10, WireErrors.UnknownOperation) : SendOtherAsync(context);
    }

    private async ValueTask AskFaceAsync(Exchange context, FaceEntry entry)
    {
        string requestId = ids.NextUuid();
        context.ResponseHeaders[RequestIdName] = requestId;
        if (!await context.ReadBodyAsync(entry.BodyBytesMax))
        {
            await SendTooLargeAsync(context);
            return;
        }

        AuthOutcome outcome = entry.Service is { } service ? callers.Find(context, service) : CallerFinder.Nobody;
        FaceAnswer answer = new(context);
        FaceRequest request = FaceRequests.Of(context, outcome.Caller ?? CallerFinder.Anyone, requestId, context.Body);
        if (outcome.Refusal is { } refusal) entry.Refuse(answer, request, refusal.Code, refusal.Message ?? "", StatusCodes.Status403Forbidden);
        else await entry.Face.RunAsync(request, answer, context.Gone);
        await answer.EndAsync();
    }

    private ValueTask AskDynamoAsync(Exchange context, string target, string contentType)
    {
        ValueTask<bool> read = context.ReadBodyAsync(BodyBytesMax);
        return read.IsCompletedSuccessfully ? AskDynamoAsync(context, target, contentType, read.Result) : AskDynamoOnceReadAsync(context, target, contentType, read);
    }

    private async ValueTask AskDynamoOnceReadAsync(Exchange context, string target, string contentType, ValueTask<bool> read) => await AskDynamoAsync(context, target, contentType, await read);

    private ValueTask AskDynamoAsync(Exchange context, string target, string contentType, bool isRead)
    {
        if (!isRead) return SendTooLargeAsync(context);

        AuthOutcome outcome = callers.Find(context, "dynamodb");
        if (outcome.Refusal is { } refusal) return SendErrorAsync(context, contentType, refusal);

        Caller caller = WithLineage(outcome.Caller!, context);
        return Sessions is { } sessions && SessionBookmarks.IsAsked(context.RequestHeaders)
            ? RunInSessionAsync(context, target, contentType, caller, sessions)
            : RunAsync(context, target, contentType, caller, session: null);
    }

    private async ValueTask RunInSessionAsync(Exchange context, string target, string contentType, Caller caller, SessionBookmarks session)
    {
        if (await session.WaitAsync(context) is { } early) await SendErrorAsync(context, contentType, early);
        else await RunAsync(context, target, contentType, caller, session);
    }

    private ValueTask RunAsync(Exchange context, string target, string contentType, Caller caller, SessionBookmarks? session) => Gzip.IsIn(context.RequestHeaders.ContentEncoding)
        ? RunCompressedAsync(context, target, contentType, caller, session)
        : AnswerAsync(context, contentType, dynamo(caller, target, context.Body, context.Answer, context.Gone), session);

    private static async ValueTask AnswerAsync(Exchange context, string contentType, ValueTask<WireResult> running, SessionBookmarks? session)
    {
        WireResult result = await running;
        session?.Mark(context);
        await SendAnswerAsync(context, contentType, result.Status);
    }

    /// <summary>SDKs in functions send the trace header of their invocation with every request: it tells which functions a write comes from.</summary>
    private static Caller WithLineage(Caller caller, Exchange context)
    {
        string? header = context.RequestHeaders[TraceHeader.Name];
        return header is not null && TraceHeader.Parse(header).Lineage is { Length: > 0 } lineage ? caller with { Lineage = lineage } : caller;
    }

    private async ValueTask RunCompressedAsync(Exchange context, string target, string contentType, Caller caller, SessionBookmarks? session)
    {
        AnswerBuffer expanded = new();
        try
        {
            switch (Gzip.Expand(context.Body, expanded, BodyBytesMax))
            {
                case GzipOutcome.Whole:
                    await AnswerAsync(context, contentType, dynamo(caller, target, expanded.Written, context.Answer, context.Gone), session);
                    break;
                case GzipOutcome.TooLong:
                    await SendTooLargeAsync(context);
                    break;
                default:
                    await SendErrorAsync(context, contentType, WireErrors.Unreadable);
                    break;
            }
        }
        finally
        {
            expanded.Release();
        }
    }

    /// <summary>Kestrel reads what still comes, for five seconds: a client that is cut off while it sends would not see the answer.</summary>
    private static ValueTask SendTooLargeAsync(Exchange context) => context.SendAsync(StatusCodes.Status413PayloadTooLarge, default);

    private static ValueTask SendAnswerAsync(Exchange context, string contentType, int status)
    {
        context.ResponseHeaders.ContentType = contentType;
        return context.Answer.Written.Length >= Gzip.AnswerBytesMin && Gzip.IsAccepted(context.RequestHeaders.AcceptEncoding)
            ? SendCompressedAsync(context, status)
            : SendAsync(context, status, context.Answer.Written);
    }

    private static async ValueTask SendCompressedAsync(Exchange context, int status)
    {
        AnswerBuffer compressed = new();
        try
        {
            Gzip.Compress(context.Answer.Written, compressed);
            context.ResponseHeaders.ContentEncoding = "gzip";
            await SendAsync(context, status, compressed.Written);
        }
        finally
        {
            compressed.Release();
        }
    }

    [LoggerMessage(EventId = 201, Level = LogLevel.Error, Message = "Request {RequestId} failed unforeseen")]
    private partial void LogBug(string requestId, Exception bug);
}

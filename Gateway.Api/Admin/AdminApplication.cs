using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Api.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Admin;

/// <summary>The admin API: JSON over HTTP/1.1, with a bearer token in each request.</summary>
/// <param name="actions">What is asked for.</param>
/// <param name="metrics">Answers <c>GET /metrics</c>; null for none.</param>
/// <param name="secret">The token.</param>
/// <param name="log">Where bugs are told.</param>
/// <remarks>Paths: docs/running.md.</remarks>
internal sealed partial class AdminApplication(IAdminActions actions, MetricsPage? metrics, string secret, ILogger log) : IHttpApplication<IFeatureCollection>
{
    private const int BodyBytesMax = 64 * 1024;
    private const string Pops = "/v1/pops";
    private const string MetricsPath = "/metrics";
    private readonly byte[] authorization = Encoding.ASCII.GetBytes($"Bearer {secret}");

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        CancellationToken gone = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        if (metrics is not null && request is { Method: "GET", Path: MetricsPath } && Refusal(request) is null)
        {
            await metrics.WriteAsync(context);
            return;
        }

        (int status, byte[] answer) = await AnswerAsync(request, gone);
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = status;
        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = answer.Length;
        IHttpResponseBodyFeature body = context.GetRequiredFeature<IHttpResponseBodyFeature>();
        await body.StartAsync(gone);
        await body.Stream.WriteAsync(answer, gone);
        await body.CompleteAsync();
    }

    private async ValueTask<(int Status, byte[] Answer)> AnswerAsync(IHttpRequestFeature request, CancellationToken gone)
    {
        if (Refusal(request) is { } refusal) return refusal;
        try
        {
            return await RouteAsync(request, gone) is { } answer ? (200, answer) : (404, Error($"there is no {request.Method} {request.Path}"));
        }
        catch (AdminFault fault)
        {
            return (409, Error(fault.Message));
        }
        catch (JsonException fault)
        {
            return (400, Error($"the body cannot be read: {fault.Message}"));
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            Bug(log, request.Path, bug);
            return (500, Error("this failed; the PoP's log says why"));
        }
    }

    private (int Status, byte[] Answer)? Refusal(IHttpRequestFeature request)
    {
        // A page in a browser has no business here, even if it knew the token.
        if (request.Headers.Origin.Count > 0) return (403, Error("requests from web pages are refused"));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(request.Headers.Authorization.ToString()), authorization)) return (401, Error("the token in the file 'admin' of the data folder is needed"));
        return null;
    }

    private async ValueTask<byte[]?> RouteAsync(IHttpRequestFeature request, CancellationToken gone) => (request.Method, request.Path) switch
    {
        ("GET", "/v1/status") => Json(await actions.StatusAsync(gone), AdminJson.Default.StatusList),
        ("GET", Pops) => Json(await actions.ListAsync(gone), AdminJson.Default.PopList),
        ("POST", Pops) => Json(await actions.AddAsync(await ReadAsync(request, AdminJson.Default.AddPop, gone), gone), AdminJson.Default.AddedPop),
        ("DELETE", var path) when path.StartsWith(Pops + "/", StringComparison.Ordinal) => Json(await actions.RemoveAsync(path[(Pops.Length + 1)..], gone), AdminJson.Default.Done),
        ("POST", "/v1/compare") => Json(await actions.CompareAsync(await ReadAsync(request, AdminJson.Default.ComparePops, gone), gone), AdminJson.Default.ComparisonList),
        ("POST", "/v1/links/cut") => Json(await actions.CutAsync(await ReadAsync(request, AdminJson.Default.CutList, gone), gone), AdminJson.Default.Done),
        ("POST", "/v1/links/heal") => Json(await actions.HealAsync(gone), AdminJson.Default.Done),
        ("PUT", "/v1/links") => Json(await actions.SetCutAsync(await ReadAsync(request, AdminJson.Default.CutList, gone), gone), AdminJson.Default.Done),
        _ => null,
    };

    private static async ValueTask<T> ReadAsync<T>(IHttpRequestFeature request, JsonTypeInfo<T> type, CancellationToken gone)
    {
        byte[] bytes = new byte[BodyBytesMax];
        int length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, gone);
        return length < bytes.Length ? JsonSerializer.Deserialize(bytes.AsSpan(0, length), type) ?? throw new JsonException("null") : throw new JsonException("it is too long");
    }

    private static byte[] Json<T>(T answer, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(answer, type);

    private static byte[] Error(string text) => Json(new AdminError(text), AdminJson.Default.AdminError);

    [LoggerMessage(531, LogLevel.Error, "{Path} of the admin API failed")]
    private static partial void Bug(ILogger log, string path, Exception bug);
}

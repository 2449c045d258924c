using System.Globalization;
using Gateway.DynamoCompat;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Api.Listeners;

/// <summary>What Kestrel calls for each request: hands it to its face and sends the answer.</summary>
/// <remarks>Stands in the place of ASP.NET Core's own pipeline, of which a face needs nothing: no HttpContext, no middleware, no routes.</remarks>
internal sealed class FaceRouter(FaceHandler dynamo, RequestIds ids) : IHttpApplication<Exchange>
{
    private const int BodyBytesMax = 16 * 1024 * 1024;
    private static readonly Caller Nobody = new("000000000000", "us-east-1");

    public Exchange CreateContext(IFeatureCollection contextFeatures) =>
        contextFeatures is IHostContextContainer<Exchange> container ? container.HostContext ??= new Exchange(contextFeatures) : new Exchange(contextFeatures);

    public async Task ProcessRequestAsync(Exchange context)
    {
        if (context.Method != HttpMethods.Post)
        {
            await context.SendAsync(StatusCodes.Status200OK, "healthy: dynamodb.us-east-1.amazonaws.com "u8.ToArray());
            return;
        }

        if (!await context.ReadBodyAsync(BodyBytesMax))
        {
            await context.SendAsync(StatusCodes.Status413PayloadTooLarge, default);
            return;
        }

        string target = context.RequestHeaders["X-Amz-Target"].ToString();
        WireResult result = await dynamo(Nobody, target, context.Body, context.Answer, context.Gone);
        ReadOnlyMemory<byte> answer = context.Answer.Written;
        IHeaderDictionary headers = context.ResponseHeaders;
        headers.ContentType = "application/x-amz-json-1.0";
        headers["x-amzn-RequestId"] = ids.Next();
        headers["x-amz-crc32"] = Crc32.Of(answer.Span).ToString(CultureInfo.InvariantCulture);
        await context.SendAsync(result.Status, answer);
    }

    public void DisposeContext(Exchange context, Exception? exception) => context.Release();
}

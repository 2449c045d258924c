using System.Text.Json;

namespace Gateway.LambdaCompat.Http.Events;

/// <summary>Events of payload format 2.0: HTTP APIs and function URLs.</summary>
/// <remarks>Source: the guide, Lambda integrations for HTTP APIs; Invoking function URLs.</remarks>
internal static class EventV2
{
    public static ReadOnlyMemory<byte> Write(FrontRequest request, EventScope scope) => JsonEvent.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("version"u8, "2.0");
        json.WriteString("routeKey"u8, scope.RouteKey);
        WriteRequest(json, request, scope);
        WriteContext(json, request, scope);
        JsonEvent.WriteMap(json, "pathParameters"u8, scope.PathParameters);
        JsonEvent.WriteMap(json, "stageVariables"u8, scope.StageVariables);
        if (!request.Face.Body.IsEmpty)
        {
            bool isText = request.HasTextBody();
            if (isText) json.WriteString("body"u8, request.Face.Body.Span);
            else json.WriteBase64String("body"u8, request.Face.Body.Span);
            json.WriteBoolean("isBase64Encoded"u8, !isText);
        }
        else
        {
            json.WriteBoolean("isBase64Encoded"u8, false);
        }

        json.WriteEndObject();
    });

    /// <summary>Path, query, cookies and headers: what authorizers see, too.</summary>
    public static void WriteRequest(Utf8JsonWriter json, FrontRequest request, EventScope scope)
    {
        json.WriteString("rawPath"u8, scope.ClientPath);
        json.WriteString("rawQueryString"u8, request.Face.Query);
        if (request.Cookies.Count > 0)
        {
            json.WriteStartArray("cookies"u8);
            foreach (string cookie in request.Cookies) json.WriteStringValue(cookie);
            json.WriteEndArray();
        }

        json.WriteStartObject("headers"u8);
        foreach ((string name, string value) in JsonEvent.Joined(request.AllHeaders().Where(static header => !header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase)).Select(static header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value))))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        if (request.Query.Count == 0) return;
        json.WriteStartObject("queryStringParameters"u8);
        foreach ((string name, string value) in JsonEvent.Joined(request.Query)) json.WriteString(name, value);
        json.WriteEndObject();
    }

    public static void WriteContext(Utf8JsonWriter json, FrontRequest request, EventScope scope)
    {
        json.WriteStartObject("requestContext"u8);
        json.WriteString("accountId"u8, scope.AccountId);
        json.WriteString("apiId"u8, scope.ApiId);
        if (scope.Authorizer is { } authorizer)
        {
            json.WritePropertyName("authorizer"u8);
            authorizer(json);
        }

        json.WriteString("domainName"u8, request.DomainName);
        json.WriteString("domainPrefix"u8, request.DomainPrefix);
        json.WriteStartObject("http"u8);
        json.WriteString("method"u8, request.Face.Method);
        json.WriteString("path"u8, scope.ClientPath);
        json.WriteString("protocol"u8, request.Face.Protocol);
        json.WriteString("sourceIp"u8, request.Face.SourceIp);
        json.WriteString("userAgent"u8, request.UserAgent);
        json.WriteEndObject();
        json.WriteString("requestId"u8, request.Face.RequestId);
        json.WriteString("routeKey"u8, scope.RouteKey);
        json.WriteString("stage"u8, scope.Stage);
        json.WriteString("time"u8, request.Time);
        json.WriteNumber("timeEpoch"u8, request.Now.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }
}

using System.Text.Json;

namespace Gateway.LambdaCompat.Http.Events;

/// <summary>Events of payload format 1.0: REST APIs, and HTTP APIs that want it.</summary>
/// <remarks>Source: the guide, Lambda proxy integrations in API Gateway. Names of headers keep their case.</remarks>
internal static class EventV1
{
    /// <param name="isBinary">Whether the body travels as base64.</param>
    /// <param name="isRest">False for an HTTP API, whose events carry a version.</param>
    public static ReadOnlyMemory<byte> Write(FrontRequest request, EventScope scope, bool isBinary, bool isRest) => JsonEvent.Write(json =>
    {
        json.WriteStartObject();
        if (!isRest) json.WriteString("version"u8, "1.0");
        WriteRequest(json, request, scope);
        WriteContext(json, request, scope, isRest);
        if (request.Face.Body.IsEmpty) json.WriteNull("body"u8);
        else if (isBinary) json.WriteBase64String("body"u8, request.Face.Body.Span);
        else json.WriteString("body"u8, request.BodyText());
        json.WriteBoolean("isBase64Encoded"u8, isBinary && !request.Face.Body.IsEmpty);
        json.WriteEndObject();
    });

    /// <summary>Path, query and headers: what authorizers see, too.</summary>
    public static void WriteRequest(Utf8JsonWriter json, FrontRequest request, EventScope scope)
    {
        json.WriteString("resource"u8, scope.Resource);
        json.WriteString("path"u8, request.Path);
        json.WriteString("httpMethod"u8, request.Face.Method);
        WriteSingle(json, "headers"u8, request.AllHeaders(), StringComparer.OrdinalIgnoreCase);
        WriteMulti(json, "multiValueHeaders"u8, request.AllHeaders(), StringComparer.OrdinalIgnoreCase);
        WriteSingle(json, "queryStringParameters"u8, request.Query, StringComparer.Ordinal);
        WriteMulti(json, "multiValueQueryStringParameters"u8, request.Query, StringComparer.Ordinal);
        WriteMapOrNull(json, "pathParameters"u8, scope.PathParameters);
        WriteMapOrNull(json, "stageVariables"u8, scope.StageVariables);
    }

    public static void WriteContext(Utf8JsonWriter json, FrontRequest request, EventScope scope, bool isRest)
    {
        json.WriteStartObject("requestContext"u8);
        json.WriteString("accountId"u8, scope.AccountId);
        json.WriteString("apiId"u8, scope.ApiId);
        if (scope.Authorizer is { } authorizer)
        {
            json.WritePropertyName("authorizer"u8);
            authorizer(json);
        }

        if (isRest && scope.DeploymentId is not null) json.WriteString("deploymentId"u8, scope.DeploymentId);
        json.WriteString("domainName"u8, request.DomainName);
        json.WriteString("domainPrefix"u8, request.DomainPrefix);
        json.WriteString("extendedRequestId"u8, request.Face.RequestId);
        json.WriteString("httpMethod"u8, request.Face.Method);
        WriteIdentity(json, request, scope);
        json.WriteString("path"u8, scope.ClientPath);
        json.WriteString("protocol"u8, request.Face.Protocol);
        json.WriteString("requestId"u8, request.Face.RequestId);
        json.WriteString("requestTime"u8, request.Time);
        json.WriteNumber("requestTimeEpoch"u8, request.Now.ToUnixTimeMilliseconds());
        json.WriteString("resourceId"u8, scope.ResourceId);
        json.WriteString("resourcePath"u8, scope.Resource);
        json.WriteString("stage"u8, scope.Stage);
        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, FrontRequest request, EventScope scope)
    {
        json.WriteStartObject("identity"u8);
        json.WriteString("accessKey"u8, scope.Caller?.AccessKey);
        json.WriteString("accountId"u8, scope.Caller?.AccountId);
        if (scope.ApiKey is not null) json.WriteString("apiKey"u8, scope.ApiKey);
        if (scope.ApiKeyId is not null) json.WriteString("apiKeyId"u8, scope.ApiKeyId);
        json.WriteString("caller"u8, scope.Caller?.UserId);
        json.WriteNull("cognitoAuthenticationProvider"u8);
        json.WriteNull("cognitoAuthenticationType"u8);
        json.WriteNull("cognitoIdentityId"u8);
        json.WriteNull("cognitoIdentityPoolId"u8);
        json.WriteNull("principalOrgId"u8);
        json.WriteString("sourceIp"u8, request.Face.SourceIp);
        json.WriteString("user"u8, scope.Caller?.UserId);
        json.WriteString("userAgent"u8, request.Face.Header("User-Agent"));
        json.WriteString("userArn"u8, scope.Caller?.UserArn);
        json.WriteEndObject();
    }

    /// <summary>Of a name that comes again the last value.</summary>
    private static void WriteSingle(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, string>> values, StringComparer comparer)
    {
        OrderedDictionary<string, string> single = new(comparer);
        foreach ((string key, string value) in values) single[key] = value;
        WriteMapOrNull(json, name, single);
    }

    private static void WriteMulti(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, string>> values, StringComparer comparer)
    {
        OrderedDictionary<string, List<string>> multi = new(comparer);
        foreach ((string key, string value) in values)
        {
            if (multi.TryGetValue(key, out List<string>? list)) list.Add(value);
            else multi.Add(key, [value]);
        }

        if (multi.Count == 0)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        foreach ((string key, List<string> list) in multi)
        {
            json.WriteStartArray(key);
            foreach (string value in list) json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteMapOrNull(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyCollection<KeyValuePair<string, string>> map)
    {
        if (map.Count == 0) json.WriteNull(name);
        else JsonEvent.WriteMap(json, name, map);
    }
}

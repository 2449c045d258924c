using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Http.Events;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http.Authorizers;

/// <summary>Functions that decide about requests: REQUEST and TOKEN, with policies or simple answers, kept for as long as the authorizer says.</summary>
/// <remarks>Source: the guide, API Gateway Lambda authorizers; Lambda authorizers for HTTP APIs.</remarks>
internal sealed class LambdaAuthorizer(HttpFrontSettings settings)
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);
    private readonly AuthorizerCache cache = new(settings.Time);

    public async Task<Admission> AdmitAsync(HttpApi api, ApiAuthorizer authorizer, FrontRequest request, EventScope scope, CancellationToken token)
    {
        bool isRest = api.Kind == HttpApiKind.Rest;
        IReadOnlyList<string>? identity = IdentitySource.Read(authorizer, request, scope);
        bool mustIdentify = authorizer.Type == "TOKEN" || authorizer.CacheTime > TimeSpan.Zero || !isRest;
        if (identity is null && mustIdentify) return new Admission(FrontErrors.Unauthorized);
        if (authorizer.Type == "TOKEN" && !FitsPattern(authorizer, identity![0])) return new Admission(FrontErrors.Unauthorized);

        string methodArn = $"arn:aws:execute-api:{api.Region}:{api.AccountId}:{api.ApiId}/{scope.Stage}/{request.Face.Method}/{request.Path.TrimStart('/')}";
        string routeArn = isRest ? methodArn : $"arn:aws:execute-api:{api.Region}:{api.AccountId}:{api.ApiId}/{scope.Stage}/{scope.RouteKey.Replace(" ", "", StringComparison.Ordinal)}";
        string key = $"{api.ApiId}/{scope.Stage}/{authorizer.Id}/{string.Join('\n', identity ?? [])}";
        bool isKept = authorizer.CacheTime > TimeSpan.Zero && identity is { Count: > 0 };
        AuthorizerAnswer? answer = isKept ? cache.Find(key) : null;
        if (answer is null)
        {
            ReadOnlyMemory<byte> payload = PayloadOf(authorizer, request, scope, identity ?? [], methodArn, routeArn, isRest);
            (AuthorizerAnswer? asked, FrontError? error) = await AskAsync(api, authorizer, request, scope, payload, isRest, token).ConfigureAwait(false);
            if (asked is null) return new Admission(error);
            answer = asked;
            if (isKept) cache.Keep(key, answer, authorizer.CacheTime);
        }

        bool? isAllowed = answer.Allows(isRest ? methodArn : answer.IsAuthorized is null ? routeArn : methodArn) ?? (isRest ? null : answer.Allows(methodArn));
        if (isAllowed is not true) return new Admission(isRest ? FrontErrors.Denied(isAllowed is false) : FrontErrors.Forbidden);
        return new Admission(null, json => WriteContext(json, answer, isRest, authorizer.PayloadVersion));
    }

    /// <summary>The member <c>authorizer</c> of the event: REST APIs make texts of all values.</summary>
    private static void WriteContext(Utf8JsonWriter json, AuthorizerAnswer answer, bool isRest, string version)
    {
        json.WriteStartObject();
        if (!isRest && version == "2.0") json.WriteStartObject("lambda"u8);
        foreach ((string name, JsonElement value) in answer.Context)
        {
            if (isRest)
            {
                if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array) continue;
                json.WriteString(name, value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetRawText() : value.ToString());
            }
            else
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        }

        if (!isRest && version == "2.0") json.WriteEndObject();
        if (answer.PrincipalId is not null && (isRest || version == "1.0")) json.WriteString("principalId"u8, answer.PrincipalId);
        if (isRest) json.WriteNumber("integrationLatency"u8, 0);
        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> PayloadOf(ApiAuthorizer authorizer, FrontRequest request, EventScope scope, IReadOnlyList<string> identity, string methodArn, string routeArn, bool isRest) => JsonEvent.Write(json =>
    {
        json.WriteStartObject();
        if (authorizer.Type == "TOKEN")
        {
            json.WriteString("type"u8, "TOKEN");
            json.WriteString("authorizationToken"u8, identity[0]);
            json.WriteString("methodArn"u8, methodArn);
        }
        else if (!isRest && authorizer.PayloadVersion == "2.0")
        {
            json.WriteString("version"u8, "2.0");
            json.WriteString("type"u8, "REQUEST");
            json.WriteString("routeArn"u8, routeArn);
            json.WriteStartArray("identitySource"u8);
            foreach (string value in identity) json.WriteStringValue(value);
            json.WriteEndArray();
            json.WriteString("routeKey"u8, scope.RouteKey);
            EventV2.WriteRequest(json, request, scope);
            EventV2.WriteContext(json, request, scope);
            JsonEvent.WriteMap(json, "pathParameters"u8, scope.PathParameters);
            JsonEvent.WriteMap(json, "stageVariables"u8, scope.StageVariables);
        }
        else
        {
            if (!isRest) json.WriteString("version"u8, "1.0");
            json.WriteString("type"u8, "REQUEST");
            json.WriteString("methodArn"u8, isRest ? methodArn : routeArn);
            if (!isRest)
            {
                json.WriteString("identitySource"u8, string.Join(',', identity));
                json.WriteString("authorizationToken"u8, string.Join(',', identity));
            }

            EventV1.WriteRequest(json, request, scope);
            EventV1.WriteContext(json, request, scope, isRest);
        }

        json.WriteEndObject();
    });

    private static bool FitsPattern(ApiAuthorizer authorizer, string token)
    {
        if (string.IsNullOrEmpty(authorizer.TokenPattern)) return true;
        try
        {
            return Regex.IsMatch(token, authorizer.TokenPattern, RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private async Task<(AuthorizerAnswer? Answer, FrontError? Error)> AskAsync(HttpApi api, ApiAuthorizer authorizer, FrontRequest request, EventScope scope, ReadOnlyMemory<byte> payload, bool isRest, CancellationToken token)
    {
        FrontError broken = isRest ? FrontErrors.AuthorizerBroken : FrontErrors.HttpFailed;
        if (authorizer.Function is null) return (null, broken);
        FunctionInvocation call = new() { RequestId = request.Face.RequestId, Payload = payload, InvokedFunctionArn = "", TraceId = request.TraceId };
        (InvocationOutcome Outcome, string)? ran = await settings.Functions.InvokeAsync(api.AccountId, api.Region, StageVariables.Fill(authorizer.Function, scope.StageVariables), null, call, token).ConfigureAwait(false);
        if (ran is not { Outcome: { } outcome } || outcome.Status == InvocationStatus.Throttled) return (null, broken);
        if (outcome.Status == InvocationStatus.Failed) return (null, SaysUnauthorized(outcome.Payload) ? FrontErrors.Unauthorized : broken);
        return AuthorizerAnswer.Read(outcome.Payload, isSimple: authorizer.HasSimpleAnswers) is { } answer ? (answer, null) : (null, broken);
    }

    /// <summary>A function says so by failing with this very word.</summary>
    private static bool SaysUnauthorized(ReadOnlyMemory<byte> failure)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(failure);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("errorMessage", out JsonElement message) && message.ValueKind == JsonValueKind.String && message.GetString() == "Unauthorized";
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

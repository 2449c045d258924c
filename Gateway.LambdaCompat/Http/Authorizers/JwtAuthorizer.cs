using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Gateway.LambdaCompat.Http.Events;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http.Authorizers;

/// <summary>JSON web tokens: signature, issuer, audience, times, scopes. Source: the guide, Control access to HTTP APIs with JWT authorizers.</summary>
internal sealed class JwtAuthorizer(HttpFrontSettings settings)
{
    private const int TokenCharactersMax = 16 * 1024;
    private readonly IssuerKeys keys = new(settings.Keys, settings.Time);

    public async Task<Admission> AdmitAsync(HttpApiKind kind, ApiAuthorizer authorizer, ApiRoute route, FrontRequest request, EventScope scope, CancellationToken token)
    {
        string? text = IdentitySource.Read(authorizer, request, scope) is [var first, ..] ? first : null;
        if (text is null) return new Admission(FrontErrors.Unauthorized);
        if (text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) text = text["Bearer ".Length..].Trim();
        if (text.Length > TokenCharactersMax || await ReadAsync(authorizer, text, token).ConfigureAwait(false) is not { } claims) return new Admission(FrontErrors.Unauthorized);

        List<string> scopes = ScopesOf(claims);
        if (route.Scopes.Count > 0 && !route.Scopes.Any(scopes.Contains)) return new Admission(FrontErrors.Forbidden);
        if (kind == HttpApiKind.Rest) return new Admission(null, json => WriteClaims(json, claims));
        return new Admission(null, json => WriteContext(json, claims, route.Scopes.Count > 0 ? [.. scopes.Where(route.Scopes.Contains)] : null));
    }

    private static List<string> ScopesOf(IReadOnlyList<KeyValuePair<string, JsonElement>> claims)
    {
        List<string> scopes = [];
        foreach ((string name, JsonElement value) in claims)
        {
            if (name is not ("scope" or "scp")) continue;
            if (value.ValueKind == JsonValueKind.String) scopes.AddRange(value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            else if (value.ValueKind == JsonValueKind.Array) scopes.AddRange(value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!));
        }

        return scopes;
    }

    /// <summary>An object with the member <c>claims</c>: all that a REST API tells.</summary>
    private static void WriteClaims(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, JsonElement>> claims, bool isClosed = true)
    {
        json.WriteStartObject();
        json.WriteStartObject("claims"u8);
        foreach ((string name, JsonElement value) in claims) json.WriteString(name, ClaimText(value));
        json.WriteEndObject();
        if (isClosed) json.WriteEndObject();
    }

    private static void WriteContext(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, JsonElement>> claims, List<string>? scopes)
    {
        json.WriteStartObject();
        json.WritePropertyName("jwt"u8);
        WriteClaims(json, claims, isClosed: false);
        if (scopes is null)
        {
            json.WriteNull("scopes"u8);
        }
        else
        {
            json.WriteStartArray("scopes"u8);
            foreach (string scope in scopes) json.WriteStringValue(scope);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Claims are texts in events: lists stand in brackets with blanks between.</summary>
    private static string ClaimText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => $"[{string.Join(' ', value.EnumerateArray().Select(one => one.ToString()))}]",
        _ => value.GetRawText(),
    };

    /// <summary>The claims of a token that holds; null for any other.</summary>
    private async Task<IReadOnlyList<KeyValuePair<string, JsonElement>>?> ReadAsync(ApiAuthorizer authorizer, string text, CancellationToken token)
    {
        string[] parts = text.Split('.');
        if (parts.Length != 3 || authorizer.Issuer is null) return null;
        try
        {
            using JsonDocument head = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            using JsonDocument body = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            if (head.RootElement.ValueKind != JsonValueKind.Object || body.RootElement.ValueKind != JsonValueKind.Object) return null;
            string? algorithm = Text(head.RootElement, "alg");
            if (algorithm is null || !IsFor(authorizer, body.RootElement) || !IsInTime(body.RootElement)) return null;
            byte[] signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            bool isSigned = await keys.VerifyAsync(authorizer.Issuer, Text(head.RootElement, "kid"), algorithm, signed, Base64Url.DecodeFromChars(parts[2]), token).ConfigureAwait(false);
            return isSigned ? [.. body.RootElement.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value.Clone()))] : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsFor(ApiAuthorizer authorizer, JsonElement claims)
    {
        if (Text(claims, "iss") != authorizer.Issuer) return false;
        if (authorizer.Audience.Count == 0) return true;
        if (!claims.TryGetProperty("aud", out JsonElement audience)) return Text(claims, "client_id") is { } client && authorizer.Audience.Contains(client);
        return audience.ValueKind == JsonValueKind.Array
            ? audience.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && authorizer.Audience.Contains(one.GetString()!))
            : audience.ValueKind == JsonValueKind.String && authorizer.Audience.Contains(audience.GetString()!);
    }

    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private bool IsInTime(JsonElement claims)
    {
        double now = settings.Time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        return Seconds(claims, "exp") is { } end && end > now && (Seconds(claims, "nbf") is not { } begin || begin <= now) && (Seconds(claims, "iat") is not { } made || made <= now + 1);

        static double? Seconds(JsonElement claims, string name) => claims.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
    }
}

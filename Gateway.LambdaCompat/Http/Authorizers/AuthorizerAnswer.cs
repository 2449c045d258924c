using System.Text.Json;

namespace Gateway.LambdaCompat.Http.Authorizers;

/// <summary>What a function that decides about requests has answered. Immutable: it is kept and used again.</summary>
internal sealed record AuthorizerAnswer
{
    /// <summary>Of the simple answers; null for a policy.</summary>
    public bool? IsAuthorized { get; init; }

    public IReadOnlyList<PolicyStatement> Statements { get; init; } = [];

    public string? PrincipalId { get; init; }

    /// <summary>Names and JSON values.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Context { get; init; } = [];

    /// <summary>Reads an answer.</summary>
    /// <returns>Null if it is none.</returns>
    public static AuthorizerAnswer? Read(ReadOnlyMemory<byte> payload, bool isSimple)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;
            List<KeyValuePair<string, JsonElement>> context = root.TryGetProperty("context", out JsonElement given) && given.ValueKind == JsonValueKind.Object
                ? [.. given.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value.Clone()))]
                : [];
            if (isSimple)
            {
                bool isRight = root.TryGetProperty("isAuthorized", out JsonElement flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False;
                return isRight ? new AuthorizerAnswer { IsAuthorized = flag.ValueKind == JsonValueKind.True, Context = context } : null;
            }

            if (!root.TryGetProperty("policyDocument", out JsonElement policy) || policy.ValueKind != JsonValueKind.Object || !policy.TryGetProperty("Statement", out JsonElement statements)) return null;
            List<PolicyStatement> read = [];
            foreach (JsonElement statement in statements.ValueKind == JsonValueKind.Array ? statements.EnumerateArray().ToArray() : [statements])
            {
                if (PolicyStatement.Read(statement) is not { } one) return null;
                read.Add(one);
            }

            string? principal = root.TryGetProperty("principalId", out JsonElement id) ? id.ToString() : null;
            return principal is null ? null : new AuthorizerAnswer { Statements = read, PrincipalId = principal, Context = context };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the method may be called: null if nothing says so, false if something forbids it.</summary>
    public bool? Allows(string methodArn)
    {
        if (IsAuthorized is { } simple) return simple;
        bool isAllowed = false;
        foreach (PolicyStatement statement in Statements)
        {
            if (!statement.Covers(methodArn)) continue;
            if (!statement.IsAllow) return false;
            isAllowed = true;
        }

        return isAllowed ? true : null;
    }
}

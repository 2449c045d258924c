using System.Text.Json;

namespace Gateway.LambdaCompat.Http.Authorizers;

/// <summary>A statement of a policy that an authorizer answers: effect, actions, resources with stars and question marks.</summary>
internal sealed record PolicyStatement(bool IsAllow, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources)
{
    private const string Invoke = "execute-api:Invoke";

    public static PolicyStatement? Read(JsonElement statement)
    {
        if (statement.ValueKind != JsonValueKind.Object) return null;
        string? effect = statement.TryGetProperty("Effect", out JsonElement given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        if (!"Allow".Equals(effect, StringComparison.OrdinalIgnoreCase) && !"Deny".Equals(effect, StringComparison.OrdinalIgnoreCase)) return null;
        return Texts(statement, "Action") is { } actions && Texts(statement, "Resource") is { } resources
            ? new PolicyStatement("Allow".Equals(effect, StringComparison.OrdinalIgnoreCase), actions, resources)
            : null;
    }

    public bool Covers(string methodArn) => Actions.Any(action => Fits(action.ToLowerInvariant(), Invoke.ToLowerInvariant())) && Resources.Any(resource => Fits(resource, methodArn));

    /// <summary>Whether a text fits a pattern with stars and question marks.</summary>
    private static bool Fits(string pattern, string text)
    {
        (int p, int t, int star, int mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark, p) = (p, t, p + 1);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t])) (p, t) = (p + 1, t + 1);
            else if (star >= 0) (p, t) = (star + 1, ++mark);
            else return false;
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }

    private static List<string>? Texts(JsonElement statement, string name)
    {
        if (!statement.TryGetProperty(name, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.String) return [value.GetString()!];
        if (value.ValueKind != JsonValueKind.Array) return null;
        List<string> texts = [];
        foreach (JsonElement one in value.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.String) return null;
            texts.Add(one.GetString()!);
        }

        return texts;
    }
}

using System.Globalization;
using System.Text.Json;

namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>An answer as it stood on the wire.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body as it is.</param>
/// <param name="Headers">All headers, names in small letters.</param>
internal sealed record RawAnswer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The error's short name; empty if there is none.</summary>
    public string Error => Member("__type").Split('#')[^1];

    /// <summary>The error's text, however its name is written; empty if there is none.</summary>
    public string Message => Member("message") is { Length: > 0 } small ? small : Member("Message");

    /// <summary><c>200</c>, or the error's name and text without its envelope.</summary>
    public string Outcome => Status == 200 ? "200" : $"{Error}: {Refusal.Bare(Message)}";

    /// <summary>The body without spaces, members of objects in the order of their names.</summary>
    public string SortedBody
    {
        get
        {
            using JsonDocument json = Json();
            return Sorted(json.RootElement);
        }
    }

    /// <summary>The body as JSON; the caller disposes it.</summary>
    public JsonDocument Json() => JsonDocument.Parse(Body);

    /// <summary>One value without spaces, members of objects in the order of their names.</summary>
    public static string Sorted(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Sorted(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(",", value.EnumerateArray().Select(Sorted)) + "]",
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture), // 1 and 1.0 are one number
        _ => value.GetRawText(),
    };

    private string Member(string name)
    {
        if (!Body.StartsWith('{')) return "";

        using JsonDocument json = Json();
        return json.RootElement.TryGetProperty(name, out JsonElement member) ? member.GetString() ?? "" : "";
    }
}

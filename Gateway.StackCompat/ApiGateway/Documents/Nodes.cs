using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.StackCompat.ApiGateway.Documents;

/// <summary>Reads members of documents.</summary>
internal static class Nodes
{
    public static JsonObject Section(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject section) return section;
        JsonObject made = [];
        parent[name] = made;
        return made;
    }

    public static JsonObject? Object(this JsonObject parent, string name) => parent[name] as JsonObject;

    public static string? Text(this JsonObject parent, string name) => parent[name] is JsonValue value ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString() : null;

    public static bool Flag(this JsonObject parent, string name) => parent[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static int? Number(this JsonObject parent, string name) => parent[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? (int)double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : null;

    public static IReadOnlyList<string> Texts(this JsonObject parent, string name) =>
        parent[name] is JsonArray list ? [.. list.OfType<JsonValue>().Where(one => one.GetValueKind() == JsonValueKind.String).Select(one => one.GetValue<string>())] : [];

    public static Dictionary<string, string> Map(this JsonObject parent, string name)
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in parent[name] as JsonObject ?? [])
        {
            if (value is JsonValue scalar) map[key] = scalar.GetValueKind() == JsonValueKind.String ? scalar.GetValue<string>() : scalar.ToJsonString();
        }

        return map;
    }

    /// <summary>Sets a member unless it is there.</summary>
    public static void Default(this JsonObject parent, string name, JsonNode value)
    {
        if (!parent.ContainsKey(name)) parent[name] = value;
    }

    /// <summary>Sets the members of another object over those of this one.</summary>
    public static void Merge(this JsonObject parent, JsonObject changes)
    {
        foreach ((string name, JsonNode? value) in changes) parent[name] = value?.DeepClone();
    }

    /// <summary>A copy that may go into another document.</summary>
    public static JsonObject Copy(this JsonObject node) => (JsonObject)node.DeepClone();
}

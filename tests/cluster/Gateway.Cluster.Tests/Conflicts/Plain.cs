using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Cluster.Tests.Conflicts;

/// <summary>Items as plain JSON: <c>{ "name": "Ann", "visits": 3, "jobs": ["a"], "tags": { "SS": ["x"] } }</c>.</summary>
internal static class Plain
{
    /// <summary>The attributes as DynamoDB writes them.</summary>
    public static JsonObject Item(string plain) => Members(JsonNode.Parse(plain)!.AsObject());

    private static JsonObject Members(JsonObject plain)
    {
        JsonObject members = [];
        foreach ((string name, JsonNode? value) in plain) members[name] = Value(value!);
        return members;
    }

    private static JsonObject Value(JsonNode value) => value switch
    {
        JsonArray list => new JsonObject { ["L"] = new JsonArray([.. list.Select(element => Value(element!))]) },
        JsonObject set when set.Count == 1 && (set.ContainsKey("SS") || set.ContainsKey("NS")) => set.DeepClone().AsObject(),
        JsonObject map => new JsonObject { ["M"] = Members(map) },
        _ when value.GetValueKind() == JsonValueKind.Number => new JsonObject { ["N"] = value.GetValue<long>().ToString(CultureInfo.InvariantCulture) },
        _ => new JsonObject { ["S"] = value.GetValue<string>() },
    };
}

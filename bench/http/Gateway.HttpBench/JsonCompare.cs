using System.Text.Json.Nodes;

namespace Gateway.HttpBench;

/// <summary>Compares items as JSON. The order of attributes and of a set's elements means nothing.</summary>
internal static class JsonCompare
{
    private static readonly string[] Sets = ["SS", "NS", "BS"];

    /// <exception cref="BenchException">They differ.</exception>
    public static void Same(string expected, JsonNode? actual, string what)
    {
        string wanted = Canonical(JsonNode.Parse(expected), isSet: false);
        string found = Canonical(actual, isSet: false);
        if (wanted != found) throw new BenchException($"{what}: expected {wanted}, found {found}");
    }

    private static string Canonical(JsonNode? node, bool isSet) => node switch
    {
        JsonObject map => "{" + string.Join(',', map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"\"{member.Key}\":{Canonical(member.Value, Sets.Contains(member.Key))}")) + "}",
        JsonArray list => "[" + string.Join(',', isSet ? list.Select(element => Canonical(element, isSet: false)).Order(StringComparer.Ordinal) : list.Select(element => Canonical(element, isSet: false))) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };
}

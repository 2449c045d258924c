using System.Text.Json.Nodes;

namespace Gateway.Robustness.Tests.Crashing;

/// <summary>Items as texts that are equal when the items are: attributes in the order of their names, sets in the order of their elements.</summary>
internal static class CanonicalJson
{
    public static string Of(JsonNode? node) => node switch
    {
        JsonObject map => "{" + string.Join(',', map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"\"{member.Key}\":{(member.Key is "SS" or "NS" or "BS" ? OfSet(member.Value!.AsArray()) : Of(member.Value))}")) + "}",
        JsonArray list => "[" + string.Join(',', list.Select(Of)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string OfSet(JsonArray set) => "[" + string.Join(',', set.Select(Of).Order(StringComparer.Ordinal)) + "]";
}

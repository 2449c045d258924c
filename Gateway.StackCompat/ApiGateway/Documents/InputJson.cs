using System.Text.Json.Nodes;
using Gateway.Wire.Answers;
using Gateway.Wire.Input;
using Gateway.Wire.Models;

namespace Gateway.StackCompat.ApiGateway.Documents;

/// <summary>Makes documents of inputs: what was set is given back by the names that it came under.</summary>
internal static class InputJson
{
    /// <summary>The members of the body.</summary>
    public static JsonObject Of(WireInput input)
    {
        JsonObject made = [];
        foreach (ShapeMember member in input.Shape.Members)
        {
            if (member.Location == MemberLocation.Body && input[member.Name] is { } value) made[member.WireName] = NodeOf(value);
        }

        return made;
    }

    private static JsonNode? NodeOf(object value) => value switch
    {
        string text => JsonValue.Create(text),
        long number => JsonValue.Create(number),
        double real => JsonValue.Create(real),
        bool flag => JsonValue.Create(flag),
        byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
        DateTimeOffset moment => JsonValue.Create(WireTime.Seconds(moment)),
        WireInput structure => Of(structure),
        List<object> list => new JsonArray([.. list.Select(NodeOf)]),
        OrderedDictionary<string, object> map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, NodeOf(entry.Value)))),
        _ => throw new InvalidOperationException($"No JSON for {value.GetType()}."),
    };
}

using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>Looks paths up in items.</summary>
internal static class PlainPaths
{
    /// <summary>What lies at a path; null if nothing does.</summary>
    public static JsonObject? Find(JsonObject item, AskedPath path)
    {
        JsonObject? at = (JsonObject?)item[path.Attribute];
        foreach (object step in path.Steps.Skip(1)) at = at is null ? null : Step(at, step);
        return at;
    }

    /// <summary>The map or list that the last step of a path is taken in; null if it is not there, or is neither.</summary>
    public static JsonNode? FindContainer(JsonObject item, AskedPath path)
    {
        if (path.Steps.Count == 1) return item;
        JsonObject? parent = Find(item, new AskedPath([.. path.Steps.SkipLast(1)]));
        return parent?[path.Steps[^1] is int ? "L" : "M"];
    }

    /// <summary>The parts of an item that the paths name; elements of a list in their order, without gaps.</summary>
    public static JsonObject Cut(JsonObject item, IReadOnlyList<AskedPath> paths)
    {
        JsonObject whole = new() { ["M"] = item.DeepClone() };
        return CutOut(whole, [.. paths.Select(path => path.Steps.ToArray())])?["M"] is JsonObject cut ? PlainValue.Copy(cut) : [];
    }

    private static JsonObject? Step(JsonObject value, object step)
    {
        if (step is int position) return value["L"] is JsonArray list && position < list.Count ? (JsonObject?)list[position] : null;
        return value["M"] is JsonObject map ? (JsonObject?)map[(string)step] : null;
    }

    private static JsonObject? CutOut(JsonObject value, List<object[]> paths)
    {
        if (paths.Exists(path => path.Length == 0)) return PlainValue.Copy(value);
        List<(object Step, JsonObject Part)> parts = [];
        foreach (IGrouping<object, object[]> group in paths.GroupBy(path => path[0]))
        {
            JsonObject? part = Step(value, group.Key) is { } inner ? CutOut(inner, [.. group.Select(path => path[1..])]) : null;
            if (part is not null) parts.Add((group.Key, part));
        }

        if (parts.Count == 0) return null;
        return PlainValue.TypeOf(value) == "L"
            ? new JsonObject { ["L"] = new JsonArray([.. parts.OrderBy(part => (int)part.Step).Select(part => part.Part)]) }
            : new JsonObject { ["M"] = new JsonObject(parts.Select(part => KeyValuePair.Create((string)part.Step, (JsonNode?)part.Part))) };
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Crdt.Values;

namespace Gateway.LambdaCompat.Sharing;

/// <summary>
/// Records as all PoPs share them: maps of one level whose members are JSON texts, so that of two changes made at once both stay unless they are of one member.
/// Layout: docs/formats/functions.md.
/// </summary>
internal static class SharedForm
{
    public const char Divider = '/';

    /// <summary>A record's JSON as a value.</summary>
    /// <param name="json">The record.</param>
    /// <param name="opened">Members that are maps, or lists by one of their elements' members, and merge entry by entry: name, and that member; null for a map.</param>
    public static Value Of(JsonObject json, IReadOnlyDictionary<string, string?> opened)
    {
        Dictionary<string, Value> members = new(StringComparer.Ordinal);
        foreach ((string name, JsonNode? node) in json)
        {
            if (node is null) continue;
            if (!opened.TryGetValue(name, out string? key)) Add(name, node);
            else if (key is null) foreach ((string entry, JsonNode? part) in node.AsObject()) Add($"{name}{Divider}{entry}", part!);
            else foreach (JsonNode? part in node.AsArray()) Add($"{name}{Divider}{part![key]}", part);
        }

        return Value.Map(members);

        void Add(string name, JsonNode node) => members[name] = Value.String(node.ToJsonString());
    }

    /// <summary>The JSON that a value was made from, with lists in the order of their keys.</summary>
    /// <exception cref="JsonException">It was made from none.</exception>
    public static JsonObject Read(Value shared, IReadOnlyDictionary<string, string?> opened)
    {
        JsonObject json = [];
        foreach ((string name, string? key) in opened) json[name] = key is null ? new JsonObject() : new JsonArray();
        foreach (ValueEntry member in shared)
        {
            if (member.Value.Kind != ValueKind.String) continue;
            JsonNode? node = JsonNode.Parse(member.Value.AsString());
            int divider = member.Name.IndexOf(Divider, StringComparison.Ordinal);
            string name = divider < 0 ? member.Name : member.Name[..divider];
            if (!opened.TryGetValue(name, out string? key) || divider < 0) json[member.Name] = node;
            else if (key is null) ((JsonObject)json[name]!)[member.Name[(divider + 1)..]] = node;
            else ((JsonArray)json[name]!).Add(node);
        }

        return json;
    }

    /// <summary>A record with a change that was made here.</summary>
    /// <param name="known">The record as it is; members that only a newer program knows stay.</param>
    /// <param name="before">What was shared before the change; none if nothing.</param>
    /// <param name="now">What is to be shared; none to remove it.</param>
    /// <param name="mark">The member that each record has from the beginning to the end.</param>
    public static Value Tell(Value known, Value before, Value now, string mark)
    {
        if (now.IsNone) return default;
        if (!IsAlive(known, mark)) return before.IsNone ? now : default; // what another PoP has deleted stays deleted
        Dictionary<string, Value> members = new(StringComparer.Ordinal);
        foreach (ValueEntry member in known) members[member.Name] = member.Value;
        if (!before.IsNone)
        {
            foreach (ValueEntry member in before) if (now[member.Name].IsNone) members.Remove(member.Name);
        }

        foreach (ValueEntry member in now)
        {
            if (before.IsNone || before[member.Name] != member.Value) members[member.Name] = member.Value;
        }

        return Value.Map(members);
    }

    /// <summary>True if a record is there. What is left when one PoP changed what another deleted has no mark.</summary>
    public static bool IsAlive(Value record, string mark) => record.Kind == ValueKind.Map && !record[mark].IsNone;
}

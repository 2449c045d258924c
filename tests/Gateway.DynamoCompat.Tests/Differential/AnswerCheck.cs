using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Plain;

namespace Gateway.DynamoCompat.Tests.Differential;

/// <summary>Compares the face's answers with what the model expects.</summary>
internal static class AnswerCheck
{
    /// <summary>What differs; null if nothing does.</summary>
    public static string? DifferenceOf(Expected expected, int status, JsonObject answer)
    {
        if (expected.Refusal is { } refusal) return DifferenceOf(refusal, status, answer);
        if (status != 200) return $"refused, which should succeed: {answer.ToJsonString()}";
        string told = Comparable(expected.Body!), got = Comparable(answer);
        return told == got ? null : $"got {got}, expected {told}";
    }

    public static string? DifferenceOf(RefusedException refusal, int status, JsonObject answer)
    {
        if (status != 400) return $"got {status} {answer.ToJsonString()}, expected {refusal.Message}";
        string code = ((string)answer["__type"]!).Split('#')[1];
        string text = (string?)(answer["message"] ?? answer["Message"]) ?? "";
        if (code != refusal.Code || !Says(refusal, text)) return $"got {code}: {text}, expected {refusal.Message}";
        if (ItemText(answer["Item"]) != ItemText(refusal.Item)) return $"got {ItemText(answer["Item"])} with the refusal, expected {ItemText(refusal.Item)}";
        return refusal.Reasons is null ? null : DifferenceOf(refusal.Reasons, (JsonArray)answer["CancellationReasons"]!);
    }

    private static string? DifferenceOf(IReadOnlyList<RefusedException?> expected, JsonArray reasons)
    {
        bool agree = expected.Count == reasons.Count && expected.Zip(reasons).All(pair =>
            (string?)pair.Second!["Code"] == (pair.First?.Code ?? "None")
            && (pair.First is null ? pair.Second["Message"] is null : Says(pair.First, (string?)pair.Second["Message"] ?? ""))
            && ItemText(pair.Second["Item"]) == ItemText(pair.First?.Item));
        return agree ? null : $"got {reasons.ToJsonString()}, expected {string.Join("; ", expected.Select(reason => $"{reason?.Message ?? "None"} {ItemText(reason?.Item)}"))}";
    }

    private static bool Says(RefusedException refusal, string text) => refusal.Texts?.Contains(text) ?? text.Length > 0;

    private static string ItemText(JsonNode? item) => item is null ? "no item" : PlainValue.ItemText((JsonObject)item);

    /// <summary>A text that equal answers share, whatever the order of attributes and elements.</summary>
    private static string Comparable(JsonObject body) => string.Join(", ", body.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}: {member switch
    {
        { Key: "Attributes" or "Item" } => ItemText(member.Value),
        { Key: "Responses", Value: JsonObject tables } => string.Join("; ", tables.OrderBy(table => table.Key, StringComparer.Ordinal).Select(table => $"{table.Key} {string.Join(' ', ((JsonArray)table.Value!).Select(ItemText).Order(StringComparer.Ordinal))}")),
        { Key: "Responses", Value: JsonArray list } => string.Join("; ", list.Select(one => ItemText(one!["Item"]))),
        _ => member.Value!.ToJsonString(),
    }}"));
}

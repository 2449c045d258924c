using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>AttributeValues as JSON: <c>{"N":"1"}</c>.</summary>
internal static class PlainValue
{
    private const string Invalid = "One or more parameter values were invalid: ";

    /// <summary>Its type, as <c>SS</c>.</summary>
    public static string TypeOf(JsonObject value) => value.Single().Key;

    public static bool IsSet(JsonObject value) => TypeOf(value) is "SS" or "NS" or "BS";

    public static bool IsOrdered(JsonObject value) => TypeOf(value) is "S" or "N" or "B";

    public static string Scalar(JsonObject value) => (string)value.Single().Value!;

    public static byte[] Bytes(JsonObject value) => Convert.FromBase64String(Scalar(value));

    public static JsonArray Elements(JsonObject value) => (JsonArray)value.Single().Value!;

    public static string[] Texts(JsonObject set) => [.. Elements(set).Select(element => (string)element!)];

    public static JsonObject Number(PlainNumber number) => new() { ["N"] = number.ToString() };

    public static JsonObject Number(int number) => new() { ["N"] = $"{number}" };

    public static JsonObject Set(string type, IEnumerable<string> elements) => new() { [type] = new JsonArray([.. elements.Select(element => (JsonNode)element)]) };

    /// <summary>What is wrong with it; null if nothing is.</summary>
    public static ValueFault? FaultOf(JsonObject value) => TypeOf(value) switch
    {
        "N" => NumberFault(Scalar(value)),
        "NULL" when !(bool)value["NULL"]! => new ValueFault(Invalid + "Null attribute value types must have the value of true", IsCounted: true),
        "SS" or "NS" or "BS" => SetFault(value),
        "L" => Elements(value).Select(element => FaultOf((JsonObject)element!)).FirstOrDefault(fault => fault is not null),
        "M" => ((JsonObject)value["M"]!).Select(member => FaultOf((JsonObject)member.Value!)).FirstOrDefault(fault => fault is not null),
        _ => null,
    };

    /// <summary>A copy with numbers as DynamoDB prints them.</summary>
    public static JsonObject Normal(JsonObject value)
    {
        string type = TypeOf(value);
        JsonNode content = type switch
        {
            "N" => PlainNumber.Parse(Scalar(value)).ToString(),
            "NS" => new JsonArray([.. Texts(value).Select(text => (JsonNode)PlainNumber.Parse(text).ToString())]),
            "L" => new JsonArray([.. Elements(value).Select(element => Normal((JsonObject)element!))]),
            "M" => NormalItem((JsonObject)value["M"]!),
            _ => value[type]!.DeepClone(),
        };
        return new JsonObject { [type] = content };
    }

    /// <inheritdoc cref="Normal"/>
    public static JsonObject NormalItem(JsonObject item) => new(item.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Normal((JsonObject)member.Value!))));

    public static JsonObject Copy(JsonObject value) => (JsonObject)value.DeepClone();

    /// <summary>A text that equal values share, however their members and elements are ordered.</summary>
    public static string Text(JsonObject value)
    {
        string type = TypeOf(value);
        return type switch
        {
            "SS" or "NS" or "BS" => $"{type}<{string.Join(", ", Texts(value).Order(StringComparer.Ordinal))}>",
            "L" => $"[{string.Join(", ", Elements(value).Select(element => Text((JsonObject)element!)))}]",
            "M" => ItemText((JsonObject)value["M"]!),
            _ => type + value[type]!.ToJsonString(),
        };
    }

    /// <inheritdoc cref="Text"/>
    public static string ItemText(JsonObject item) =>
        $"{{{string.Join(", ", item.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}: {Text((JsonObject)member.Value!)}"))}}}";

    public static bool AreSame(JsonObject one, JsonObject other) => Text(one) == Text(other);

    /// <summary>Compares two values of the same ordered type: numbers by value, texts by their UTF-8 bytes, bytes unsigned.</summary>
    public static int Compare(JsonObject one, JsonObject other) => TypeOf(one) switch
    {
        "N" => PlainNumber.Parse(Scalar(one)).CompareTo(PlainNumber.Parse(Scalar(other))),
        "S" => Encoding.UTF8.GetBytes(Scalar(one)).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(Scalar(other))),
        _ => Bytes(one).AsSpan().SequenceCompareTo(Bytes(other)),
    };

    private static ValueFault? NumberFault(string text) => PlainNumber.FaultOf(text) is { } fault ? new ValueFault(fault, IsCounted: false) : null;

    private static ValueFault? SetFault(JsonObject set)
    {
        string type = TypeOf(set);
        string[] texts = Texts(set);
        if (texts.Length == 0)
        {
            return new ValueFault(Invalid + (type == "BS" ? "Binary sets should not be empty" : $"An {(type == "SS" ? "string" : "number")} set  may not be empty"), IsCounted: true);
        }

        if (type == "NS" && texts.Select(NumberFault).FirstOrDefault(fault => fault is not null) is { } numberFault) return numberFault;
        int distinct = type == "NS" ? texts.Select(PlainNumber.Parse).Distinct().Count() : texts.Distinct().Count();
        if (distinct == texts.Length) return null;
        return new ValueFault(type switch
        {
            "NS" => "Input collection contains duplicates",
            "SS" => $"{Invalid}Input collection [{string.Join(", ", texts)}] contains duplicates.",
            _ => $"{Invalid}Input collection [{string.Join(", ", texts)}]of type BS contains duplicates.",
        }, IsCounted: true);
    }
}

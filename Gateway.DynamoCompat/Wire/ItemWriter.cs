using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Wire;

/// <summary>Writes values as DynamoDB's JSON: members in the order in which they are stored, numbers in plain notation, binary as base64.</summary>
internal static class ItemWriter
{
    /// <summary>How answers are written: only what JSON demands is escaped, and nothing is checked twice.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes one AttributeValue: <c>{"S":"x"}</c>.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static void Write(Utf8JsonWriter answer, Value value)
    {
        if (value.IsNone) throw new ArgumentException("There is no value.", nameof(value));
        ItemJson json = ItemJson.Rent();
        json.Write(value);
        answer.WriteRawValue(json.Written, skipInputValidation: true);
        json.Return();
    }

    /// <summary>Writes a map of name to AttributeValue: <c>{"a":{"S":"x"},...}</c>.</summary>
    /// <exception cref="ArgumentException">It is no map.</exception>
    public static void WriteItem(Utf8JsonWriter answer, Value item)
    {
        if (item.Kind != ValueKind.Map) throw new ArgumentException($"An item is a map, not a {item.Kind}.", nameof(item));
        ItemJson json = ItemJson.Rent();
        json.WriteMembers(item);
        answer.WriteRawValue(json.Written, skipInputValidation: true);
        json.Return();
    }

    /// <summary>Writes a named map of name to AttributeValue: <c>"Item":{...}</c>. Nothing for no value.</summary>
    public static void WriteItem(Utf8JsonWriter answer, JsonEncodedText name, Value item)
    {
        if (item.IsNone) return;
        answer.WritePropertyName(name);
        WriteItem(answer, item);
    }
}

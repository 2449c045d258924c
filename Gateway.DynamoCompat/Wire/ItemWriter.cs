using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Wire;

/// <summary>Writes values as DynamoDB's JSON: members in the order in which they are stored, numbers in plain notation, binary as base64.</summary>
internal static class ItemWriter
{
    // Deeper than any value that is stored, far less than a stack holds.
    private const int LevelsMax = 2 * Value.DepthMax;

    private static readonly JsonEncodedText[] TypeNames = [.. Enumerable.Range(0, (int)ValueKind.List + 1).Select(EncodedName)];

    /// <summary>How answers are written: only what JSON demands is escaped, and nothing is checked twice.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes one AttributeValue: <c>{"S":"x"}</c>.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static void Write(Utf8JsonWriter answer, Value value)
    {
        if (value.IsNone) throw new ArgumentException("There is no value.", nameof(value));
        Write(answer, value, LevelsMax);
    }

    /// <summary>Writes a map of name to AttributeValue: <c>{"a":{"S":"x"},...}</c>.</summary>
    /// <exception cref="ArgumentException">It is no map.</exception>
    public static void WriteItem(Utf8JsonWriter answer, Value item)
    {
        if (item.Kind != ValueKind.Map) throw new ArgumentException($"An item is a map, not a {item.Kind}.", nameof(item));
        WriteMembers(answer, item, LevelsMax);
    }

    /// <summary>Writes a named map of name to AttributeValue: <c>"Item":{...}</c>. Nothing for no value.</summary>
    public static void WriteItem(Utf8JsonWriter answer, JsonEncodedText name, Value item)
    {
        if (item.IsNone) return;
        answer.WritePropertyName(name);
        WriteItem(answer, item);
    }

    private static JsonEncodedText EncodedName(int kind) => kind == 0 ? default : JsonEncodedText.Encode(ValueTypes.NameOf((ValueKind)kind));

    private static void Write(Utf8JsonWriter answer, Value value, int levelsLeft)
    {
        if (levelsLeft == 0) throw new InvalidOperationException($"A value nests deeper than {LevelsMax} levels.");
        answer.WriteStartObject();
        answer.WritePropertyName(TypeNames[(int)value.Kind]);
        switch (value.Kind)
        {
            case ValueKind.Map:
                WriteMembers(answer, value, levelsLeft - 1);
                break;
            case ValueKind.List:
                answer.WriteStartArray();
                foreach (ValueEntry entry in value) Write(answer, entry.Value, levelsLeft - 1);
                answer.WriteEndArray();
                break;
            case ValueKind.StringSet or ValueKind.NumberSet or ValueKind.BinarySet:
                answer.WriteStartArray();
                foreach (ValueEntry entry in value) WriteScalar(answer, entry.Value);
                answer.WriteEndArray();
                break;
            default:
                WriteScalar(answer, value);
                break;
        }

        answer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter answer, Value map, int levelsLeft)
    {
        answer.WriteStartObject();
        foreach (ValueEntry entry in map)
        {
            answer.WritePropertyName(entry.NameBytes);
            Write(answer, entry.Value, levelsLeft);
        }

        answer.WriteEndObject();
    }

    private static void WriteScalar(Utf8JsonWriter answer, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.String:
                answer.WriteStringValue(value.Utf8);
                break;
            case ValueKind.Number:
                Span<byte> text = stackalloc byte[ExactNumber.TextBytesMax];
                answer.WriteStringValue(text[..value.AsNumber().WriteText(text)]);
                break;
            case ValueKind.Binary:
                answer.WriteBase64StringValue(value.BinaryBytes);
                break;
            case ValueKind.Boolean:
                answer.WriteBooleanValue(value.AsBoolean());
                break;
            default:
                answer.WriteBooleanValue(true);
                break;
        }
    }
}

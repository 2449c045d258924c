using System.Text;
using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Wire;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Validation;

/// <summary>Prints a list or a map of a request as DynamoDB does in a violation: <c>[KeySchemaElement(attributeName=a, keyType=HASH)]</c>.</summary>
/// <remarks>
/// Source: observed by others against the service in 2026 for lists and structures of texts; <c>{name=value}</c> is Java's way. That absent
/// members are left out, and how AttributeValues look, is a guess. It stops when it has printed more than any message shows.
/// </remarks>
internal static class JavaText
{
    private const int LettersMax = 64 * 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = RequestReader.DepthMax };

    /// <summary>Prints a value that was read without complaint.</summary>
    /// <param name="shape">What it is.</param>
    /// <param name="json">Its JSON.</param>
    public static string Of(Shape shape, ReadOnlySpan<byte> json)
    {
        StringBuilder text = new();
        Utf8JsonReader reader = new(json, Options);
        reader.Read();
        Print(text, ref reader, shape, json, levelsLeft: 2 * Value.DepthMax);
        return text.ToString();
    }

    private static void Print(StringBuilder text, ref Utf8JsonReader reader, Shape shape, ReadOnlySpan<byte> json, int levelsLeft)
    {
        if (text.Length > LettersMax || levelsLeft == 0)
        {
            reader.Skip();
            text.Append("...");
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                PrintList(text, ref reader, shape, json, levelsLeft - 1);
                break;
            case JsonTokenType.StartObject when shape.Kind == ShapeKind.Structure:
                PrintStructure(text, ref reader, shape, json, levelsLeft - 1);
                break;
            case JsonTokenType.StartObject when shape.Kind == ShapeKind.AttributeValue:
                PrintValue(text, ref reader, shape, json, levelsLeft - 1);
                break;
            case JsonTokenType.StartObject:
                PrintMap(text, ref reader, shape.Element!, json, levelsLeft - 1);
                break;
            case JsonTokenType.String:
                text.Append(JsonText.String(ref reader));
                break;
            default:
                text.Append(Encoding.UTF8.GetString(reader.ValueSpan));
                break;
        }
    }

    private static void PrintList(StringBuilder text, ref Utf8JsonReader reader, Shape shape, ReadOnlySpan<byte> json, int levelsLeft)
    {
        text.Append('[');
        for (bool isFirst = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst) text.Append(", ");
            Print(text, ref reader, shape.Element ?? shape, json, levelsLeft);
        }

        text.Append(']');
    }

    private static void PrintMap(StringBuilder text, ref Utf8JsonReader reader, Shape element, ReadOnlySpan<byte> json, int levelsLeft)
    {
        text.Append('{');
        for (bool isFirst = true; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; isFirst = false)
        {
            if (!isFirst) text.Append(", ");
            text.Append(JsonText.String(ref reader)).Append('=');
            reader.Read();
            Print(text, ref reader, element, json, levelsLeft);
        }

        text.Append('}');
    }

    // In the order of the shape's names, whatever the request's: so their places are found first.
    private static void PrintStructure(StringBuilder text, ref Utf8JsonReader reader, Shape shape, ReadOnlySpan<byte> json, int levelsLeft)
    {
        SortedDictionary<string, int> places = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = JsonText.String(ref reader);
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null) places.Remove(name);
            else if (shape.Positions.ContainsKey(name)) places[name] = (int)reader.TokenStartIndex;
            reader.Skip();
        }

        text.Append(shape.Name).Append('(');
        bool isFirst = true;
        foreach ((string name, int place) in places)
        {
            if (!isFirst) text.Append(", ");
            isFirst = false;
            ShapeMember member = shape.Members[shape.Positions[name]];
            text.Append(member.PathName).Append('=');
            ReadOnlySpan<byte> rest = json[place..];
            Utf8JsonReader inside = new(rest, Options);
            inside.Read();
            Print(text, ref inside, member.Shape, rest, levelsLeft);
        }

        text.Append(')');
    }

    private static void PrintValue(StringBuilder text, ref Utf8JsonReader reader, Shape value, ReadOnlySpan<byte> json, int levelsLeft)
    {
        text.Append("AttributeValue(");
        bool isFirst = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string type = JsonText.String(ref reader);
            ValueKind kind = ValueTypes.KindOf(Encoding.UTF8.GetBytes(type));
            reader.Read();
            if (kind == ValueKind.None || reader.TokenType == JsonTokenType.Null)
            {
                reader.Skip();
                continue;
            }

            if (!isFirst) text.Append(", ");
            isFirst = false;
            text.Append(ServiceModel.PathNameOf(type)).Append('=');
            if (kind == ValueKind.Map) PrintMap(text, ref reader, value, json, levelsLeft);
            else Print(text, ref reader, value, json, levelsLeft);
        }

        text.Append(')');
    }
}

using System.Globalization;
using System.Text.Json;
using Gateway.Wire.Answers;
using Gateway.Wire.Models;

namespace Gateway.Wire.Input;

/// <summary>Reads JSON by a shape. Members that the shape does not have are passed over; null counts as absent.</summary>
public static class JsonInputReader
{
    /// <summary>How deep JSON may go.</summary>
    public const int DepthMax = 64;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = DepthMax };

    /// <summary>Reads a body into a structure; an empty body is an empty structure.</summary>
    /// <exception cref="JsonException">It is not JSON, or too deep.</exception>
    /// <exception cref="WireException">A value is of another type than the shape says: SerializationException.</exception>
    public static WireInput Read(Shape shape, ReadOnlySpan<byte> body)
    {
        WireInput input = new(shape);
        ReadInto(input, body);
        return input;
    }

    /// <summary>Reads a body into a structure that has some members already.</summary>
    public static void ReadInto(WireInput input, ReadOnlySpan<byte> body)
    {
        if (body.Trim(" \t\r\n"u8).IsEmpty) return;
        Utf8JsonReader reader = new(body, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw WireErrors.Serialization(reader.TokenType, "structure");
        ReadMembers(input, ref reader);
        while (reader.Read())
        {
            // What follows the object is a JsonException.
        }
    }

    private static void ReadMembers(WireInput input, ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isKnown = input.Shape.JsonPositions.TryGetValue(reader.GetString()!, out int position);
            reader.Read();
            if (!isKnown) reader.Skip();
            else input.Values[position] = ReadValue(input.Shape.Members[position].Shape, ref reader);
        }
    }

    private static object? ReadValue(Shape shape, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        switch (shape.Kind, reader.TokenType)
        {
            case (ShapeKind.Structure, JsonTokenType.StartObject):
                WireInput inner = new(shape);
                ReadMembers(inner, ref reader);
                return inner;
            case (ShapeKind.List, JsonTokenType.StartArray):
                return ReadList(shape, ref reader);
            case (ShapeKind.Map, JsonTokenType.StartObject):
                return ReadMap(shape, ref reader);
            case (ShapeKind.Text, JsonTokenType.String):
                return reader.GetString();
            case (ShapeKind.Boolean, JsonTokenType.True or JsonTokenType.False):
                return reader.GetBoolean();
            case (ShapeKind.Boolean, JsonTokenType.String) when reader.ValueTextEquals("true"u8) || reader.ValueTextEquals("false"u8):
                return reader.ValueTextEquals("true"u8);
            case (ShapeKind.Integer or ShapeKind.Long, JsonTokenType.Number):
                return reader.TryGetInt64(out long whole) ? whole : (long)Math.Clamp(reader.GetDouble(), long.MinValue, long.MaxValue);
            case (ShapeKind.Integer or ShapeKind.Long, JsonTokenType.String) when long.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number):
                return number;
            case (ShapeKind.Double, JsonTokenType.Number):
                return reader.GetDouble();
            case (ShapeKind.Blob, JsonTokenType.String):
                return reader.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw WireErrors.Serialization("Invalid Base64 encoding");
            case (ShapeKind.Timestamp, JsonTokenType.Number):
                return WireTime.FromSeconds(reader.GetDouble());
            case (ShapeKind.Timestamp, JsonTokenType.String) when DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment):
                return moment;
            default:
                throw WireErrors.Serialization(reader.TokenType, shape.Kind.ToString());
        }
    }

    private static List<object> ReadList(Shape shape, ref Utf8JsonReader reader)
    {
        List<object> list = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (ReadValue(shape.Element!, ref reader) is { } element) list.Add(element);
        }

        return list;
    }

    private static OrderedDictionary<string, object> ReadMap(Shape shape, ref Utf8JsonReader reader)
    {
        OrderedDictionary<string, object> map = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (ReadValue(shape.Element!, ref reader) is { } value) map[key] = value;
        }

        return map;
    }
}

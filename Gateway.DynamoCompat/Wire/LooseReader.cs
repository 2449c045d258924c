using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Wire;

/// <summary>Reads AttributeValues of any kind into a tree: wrong JSON types throw here, what breaks the rules of values is found later.</summary>
/// <remarks>
/// As in a JSON mapper of Java: unknown members are passed over, of names that come twice the last one counts, in the place of the first.
/// Recursion goes as deep as values may nest and no deeper; what lies below is passed over. Linear in the input.
/// </remarks>
internal static class LooseReader
{
    /// <inheritdoc cref="ItemReader.ReadValue"/>
    public static WireValue Read(ref Utf8JsonReader reader, bool isMap, bool isElement)
    {
        if (!isMap)
        {
            LooseValue value = ReadValue(ref reader, isElement, level: 1);
            return LooseCheck.FaultOf(value) is { } fault ? new WireValue(default, fault) : new WireValue(LooseBuild.Build(value), null);
        }

        if (reader.TokenType != JsonTokenType.StartObject) throw WireTypes.RefuseItem(ref reader, isElement);
        OrderedDictionary<string, LooseValue> item = ReadMap(ref reader, level: 1);
        return LooseCheck.FaultOf(item) is { } first ? new WireValue(default, first) : new WireValue(LooseBuild.Build(item), null);
    }

    private static LooseValue ReadValue(ref Utf8JsonReader reader, bool isElement, int level)
    {
        LooseValue value = new() { IsTooDeep = level > Value.DepthMax };
        if (reader.TokenType == JsonTokenType.Null) return value;
        if (reader.TokenType != JsonTokenType.StartObject) throw WireTypes.RefuseValue(ref reader, isElement);
        if (value.IsTooDeep)
        {
            reader.Skip();
            return value;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ValueKind kind = reader.ValueIsEscaped ? KindOfEscaped(ref reader) : ValueTypes.KindOf(reader.ValueSpan);
            reader.Read();
            if (kind == ValueKind.None) reader.Skip();
            else if (reader.TokenType == JsonTokenType.Null) value.Contents.Remove(kind);
            else value.Contents[kind] = ReadContent(ref reader, kind, level);
        }

        return value;
    }

    private static ValueKind KindOfEscaped(ref Utf8JsonReader reader)
    {
        byte[] scratch = [];
        return ValueTypes.KindOf(JsonText.Utf8(ref reader, ref scratch));
    }

    private static object ReadContent(ref Utf8JsonReader reader, ValueKind kind, int level)
    {
        switch (kind)
        {
            case ValueKind.String or ValueKind.Number:
                return ReadText(ref reader);
            case ValueKind.Binary:
                return ReadBlob(ref reader);
            case ValueKind.Boolean or ValueKind.Null:
                return ReadFlag(ref reader);
            case ValueKind.Map:
                if (reader.TokenType != JsonTokenType.StartObject) throw WireTypes.RefuseItem(ref reader, isElement: false);
                return ReadMap(ref reader, level + 1);
        }

        if (reader.TokenType != JsonTokenType.StartArray) throw WireTypes.RefuseList(ref reader, isElement: false);
        if (kind == ValueKind.List)
        {
            List<LooseValue> list = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Add(ReadValue(ref reader, isElement: true, level + 1));
            return list;
        }

        return kind == ValueKind.BinarySet ? ReadSet(ref reader, ReadBlob) : ReadSet(ref reader, ReadText);
    }

    private static OrderedDictionary<string, LooseValue> ReadMap(ref Utf8JsonReader reader, int level)
    {
        OrderedDictionary<string, LooseValue> map = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = JsonText.String(ref reader);
            reader.Read();
            map[name] = ReadValue(ref reader, isElement: true, level);
        }

        return map;
    }

    // What the service makes of null in a set is not known; it is passed over here.
    private static List<T> ReadSet<T>(ref Utf8JsonReader reader, ReadElement<T> read)
    {
        List<T> set = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Null) set.Add(read(ref reader));
        }

        return set;
    }

    private static string ReadText(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? JsonText.String(ref reader) : throw WireTypes.RefuseScalar(ref reader, ShapeKind.Text);

    /// <summary>A truth value, or one of the words that Java's mapper takes for one.</summary>
    public static bool ReadFlag(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False) return reader.TokenType == JsonTokenType.True;
        if (reader.TokenType == JsonTokenType.String)
        {
            switch (JsonText.String(ref reader).ToUpperInvariant())
            {
                case "TRUE" or "YES" or "1":
                    return true;
                case "FALSE" or "NO" or "0":
                    return false;
            }
        }

        throw WireTypes.RefuseScalar(ref reader, ShapeKind.Boolean);
    }

    /// <summary>Bytes in base64.</summary>
    public static byte[] ReadBlob(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String) throw WireTypes.RefuseScalar(ref reader, ShapeKind.Blob);
        byte[] scratch = [];
        ReadOnlySpan<byte> text = JsonText.Utf8(ref reader, ref scratch);
        if (text.Length % 4 != 0) throw new WireException(DynamoErrors.BlobLength(text.Length));
        byte[] bytes = new byte[text.Length / 4 * 3];
        if (!Base64Text.TryDecode(text, bytes, out int written)) throw new WireException(DynamoErrors.BlobCharacter());
        return bytes[..written];
    }

    private delegate T ReadElement<T>(ref Utf8JsonReader reader);
}

using System.Text.Json;
using System.Text.Unicode;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Wire;

/// <summary>Reads the body of a request in one pass, led by the shape of the operation's input.</summary>
/// <remarks>
/// As a JSON mapper of Java does it: unknown members are passed over, JSON null is absence, of names that come twice the last one counts.
/// What is not known of DynamoDB: what it makes of null in lists and maps (passed over here), of bytes after the JSON (refused here).
/// </remarks>
internal static class RequestReader
{
    /// <summary>How deep JSON may nest. DynamoDB's own bound is not known; 32 levels of values need about 70, and Java's usual parser stops here.</summary>
    public const int DepthMax = 1000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = DepthMax };

    /// <summary>Reads a body.</summary>
    /// <param name="input">The shape of the operation's input.</param>
    /// <param name="body">The whole body, decompressed; must not change while the structure is in use.</param>
    /// <exception cref="WireException">SerializationException: it is no JSON, or JSON of the wrong types.</exception>
    public static WireStructure Read(Shape input, ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8)) body = body[3..];
        if (!Utf8.IsValid(body.Span)) throw new WireException(DynamoErrors.Serialization());
        try
        {
            Utf8JsonReader reader = new(body.Span, Options);
            reader.Read();
            WireStructure structure = ReadStructure(ref reader, input, body, isElement: true);
            reader.Read(); // throws if something follows
            return structure;
        }
        catch (JsonException)
        {
            throw new WireException(DynamoErrors.Serialization());
        }
    }

    private static WireStructure ReadStructure(ref Utf8JsonReader reader, Shape shape, ReadOnlyMemory<byte> body, bool isElement)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw WireTypes.Refuse(ref reader, shape, isElement);
        WireSlot[] slots = new WireSlot[shape.Members.Length];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int position = reader.ValueIsEscaped ? FindEscaped(ref reader, shape) : shape.Finder.Find(reader.ValueSpan);
            reader.Read();
            if (position < 0) reader.Skip();
            else ReadMember(ref reader, shape.Members[position].Shape, ref slots[position], body);
        }

        return new WireStructure(shape, slots, body);
    }

    private static int FindEscaped(ref Utf8JsonReader reader, Shape shape)
    {
        byte[] scratch = [];
        return shape.Finder.Find(JsonText.Utf8(ref reader, ref scratch));
    }

    private static void ReadMember(ref Utf8JsonReader reader, Shape shape, ref WireSlot slot, ReadOnlyMemory<byte> body)
    {
        slot = default;
        if (reader.TokenType == JsonTokenType.Null) return;
        int start = (int)reader.TokenStartIndex;
        switch (shape.Form)
        {
            case ShapeForm.Number:
                slot.Bits = ReadNumber(ref reader, shape);
                slot.Content = WireSlot.Scalar;
                break;
            case ShapeForm.Real:
                slot.Bits = BitConverter.DoubleToInt64Bits(ReadReal(ref reader, shape));
                slot.Content = WireSlot.Scalar;
                break;
            case ShapeForm.Flag:
                slot.Bits = LooseReader.ReadFlag(ref reader) ? 1 : 0;
                slot.Content = WireSlot.Scalar;
                break;
            default:
                slot.Set(ReadContent(ref reader, shape, body), start, (int)reader.BytesConsumed);
                break;
        }
    }

    private static object ReadContent(ref Utf8JsonReader reader, Shape shape, ReadOnlyMemory<byte> body)
    {
        switch (shape.Form)
        {
            case ShapeForm.Text:
                return ReadText(ref reader, shape);
            case ShapeForm.Bytes:
                return LooseReader.ReadBlob(ref reader);
            case ShapeForm.Structure:
                return ReadStructure(ref reader, shape, body, isElement: false);
            case ShapeForm.Value:
                return ItemReader.ReadValue(ref reader, isElement: false);
            case ShapeForm.Item:
                return ItemReader.ReadItem(ref reader, isElement: false);
            case ShapeForm.Texts:
                return ReadList(ref reader, shape, body, isElement: false, static (ref reader, element, _) => ReadText(ref reader, element));
            case ShapeForm.Structures:
                return ReadStructures(ref reader, shape, body, isElement: false);
            case ShapeForm.Values:
                return ReadValues(ref reader, shape, body);
            case ShapeForm.Items:
                return ReadList(ref reader, shape, body, isElement: false, static (ref reader, _, _) => ItemReader.ReadItem(ref reader, isElement: true));
            case ShapeForm.TextMap:
                return ReadMap(ref reader, shape, body, static (ref reader, element, _) => ReadText(ref reader, element));
            case ShapeForm.StructureMap:
                return ReadMap(ref reader, shape, body, static (ref reader, element, whole) => ReadStructure(ref reader, element, whole, isElement: true));
            case ShapeForm.StructureListMap:
                return ReadMap<IReadOnlyList<WireStructure>>(ref reader, shape, body, static (ref reader, element, whole) => ReadStructures(ref reader, element, whole, isElement: true));
            default:
                throw new NotSupportedException($"{shape.Name} is a {shape.Form}.");
        }
    }

    private static string ReadText(ref Utf8JsonReader reader, Shape shape) =>
        reader.TokenType == JsonTokenType.String ? JsonText.String(ref reader) : throw WireTypes.Refuse(ref reader, shape, isElement: false);

    private static List<WireStructure> ReadStructures(ref Utf8JsonReader reader, Shape shape, ReadOnlyMemory<byte> body, bool isElement) =>
        ReadList(ref reader, shape, body, isElement, static (ref reader, element, whole) => ReadStructure(ref reader, element, whole, isElement: true));

    // Null among values is an empty value, as it is inside of lists and maps.
    private static List<WireValue> ReadValues(ref Utf8JsonReader reader, Shape shape, ReadOnlyMemory<byte> body)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw WireTypes.Refuse(ref reader, shape, isElement: false);
        List<WireValue> values = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) values.Add(ItemReader.ReadValue(ref reader, isElement: true));
        return values;
    }

    private static List<T> ReadList<T>(ref Utf8JsonReader reader, Shape shape, ReadOnlyMemory<byte> body, bool isElement, ReadElement<T> read)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw WireTypes.Refuse(ref reader, shape, isElement);
        List<T> list = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Null) list.Add(read(ref reader, shape.Element!, body));
        }

        return list;
    }

    private static OrderedDictionary<string, T> ReadMap<T>(ref Utf8JsonReader reader, Shape shape, ReadOnlyMemory<byte> body, ReadElement<T> read)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw WireTypes.Refuse(ref reader, shape, isElement: false);
        OrderedDictionary<string, T> map = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = JsonText.String(ref reader);
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null) map.Remove(name);
            else map[name] = read(ref reader, shape.Element!, body);
        }

        return map;
    }

    // Fractions are cut off, as Java does it. What the service makes of a number beyond the type's range is not known; it becomes the nearest one.
    private static long ReadNumber(ref Utf8JsonReader reader, Shape shape)
    {
        if (reader.TokenType != JsonTokenType.Number) throw WireTypes.Refuse(ref reader, shape, isElement: false);
        (long min, long max) = shape.Kind == ShapeKind.Integer ? ((long)int.MinValue, (long)int.MaxValue) : (long.MinValue, long.MaxValue);
        if (reader.TryGetInt64(out long number)) return Math.Clamp(number, min, max);
        double real = reader.TryGetDouble(out double parsed) ? parsed : 0;
        return real >= max ? max : real <= min ? min : (long)real;
    }

    private static double ReadReal(ref Utf8JsonReader reader, Shape shape)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out double real)) throw WireTypes.Refuse(ref reader, shape, isElement: false);
        return real;
    }

    private delegate T ReadElement<T>(ref Utf8JsonReader reader, Shape element, ReadOnlyMemory<byte> body);
}

using System.Text.Json;
using Gateway.Crdt;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Wire;

/// <summary>Reads AttributeValues, and maps of them, straight into canonical values.</summary>
/// <remarks>
/// It knows the plain case only: one type, right JSON, each name once. At anything else it stops without a word, goes back to the beginning and
/// leaves the value to <see cref="LooseReader"/>, which takes a tree and more time, and finds DynamoDB's very words for what is wrong.
/// One for each thread, because the buffers are kept. Recursion goes as deep as values may nest and no deeper.
/// </remarks>
internal sealed class ItemReader
{
    private const int BytesKept = 1 << 16;

    [ThreadStatic]
    private static ItemReader? spare;

    private ValueBuilder builder = new();
    private byte[] scratch = new byte[256];
    private byte[] blob = new byte[256];
    private int written;

    /// <summary>Reads one AttributeValue.</summary>
    /// <param name="reader">At its first token; left at its last.</param>
    /// <param name="isElement">True in a list or a map: a wrong type has other words there.</param>
    /// <exception cref="WireException">The JSON is not that of an AttributeValue.</exception>
    public static WireValue ReadValue(ref Utf8JsonReader reader, bool isElement) => Read(ref reader, isMap: false, isElement);

    /// <summary>Reads a map of name to AttributeValue.</summary>
    /// <inheritdoc cref="ReadValue"/>
    public static WireValue ReadItem(ref Utf8JsonReader reader, bool isElement) => Read(ref reader, isMap: true, isElement);

    private static WireValue Read(ref Utf8JsonReader reader, bool isMap, bool isElement)
    {
        ItemReader own = spare ?? new ItemReader();
        spare = null;
        Utf8JsonReader start = reader;
        try
        {
            if (reader.TokenType == JsonTokenType.StartObject && (isMap ? own.TryMap(ref reader, level: 1) : own.TryValue(ref reader, level: 1)))
            {
                Value value = own.builder.Build();
                own.written = value.Bytes.Length;
                return new WireValue(value, null);
            }
        }
        catch (DocumentFault)
        {
            // A name or an element came twice.
        }
        finally
        {
            own.Tidy();
            spare = own;
        }

        reader = start;
        return LooseReader.Read(ref reader, isMap, isElement);
    }

    // A huge request must not pin its buffers to the thread for ever.
    private void Tidy()
    {
        if (Math.Max(written, builder.Length) > BytesKept) builder = new ValueBuilder();
        else builder.Reset();
        if (scratch.Length > BytesKept) scratch = new byte[256];
        if (blob.Length > BytesKept) blob = new byte[256];
        written = 0;
    }

    private bool TryMap(ref Utf8JsonReader reader, int level)
    {
        builder.BeginMap();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            builder.Name(JsonText.Utf8(ref reader, ref scratch));
            if (!reader.Read() || !TryValue(ref reader, level)) return false;
        }

        builder.EndMap();
        return true;
    }

    private bool TryValue(ref Utf8JsonReader reader, int level)
    {
        if (level > Value.DepthMax || reader.TokenType != JsonTokenType.StartObject) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return false;
        ValueKind kind = ValueTypes.KindOf(reader.ValueSpan);
        return reader.Read() && TryContent(ref reader, kind, level) && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    private bool TryContent(ref Utf8JsonReader reader, ValueKind kind, int level)
    {
        switch (kind)
        {
            case ValueKind.String or ValueKind.Number or ValueKind.Binary:
                return TryScalar(ref reader, kind);
            case ValueKind.Boolean when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                builder.Boolean(reader.TokenType == JsonTokenType.True);
                return true;
            case ValueKind.Null when reader.TokenType == JsonTokenType.True:
                builder.Null();
                return true;
            case ValueKind.Map when reader.TokenType == JsonTokenType.StartObject:
                return TryMap(ref reader, level + 1);
            case ValueKind.List when reader.TokenType == JsonTokenType.StartArray:
                return TryList(ref reader, level + 1);
            case ValueKind.StringSet or ValueKind.NumberSet or ValueKind.BinarySet when reader.TokenType == JsonTokenType.StartArray:
                return TrySet(ref reader, kind);
            default:
                return false;
        }
    }

    private bool TryList(ref Utf8JsonReader reader, int level)
    {
        builder.BeginList();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!TryValue(ref reader, level)) return false;
        }

        builder.EndList();
        return true;
    }

    private bool TrySet(ref Utf8JsonReader reader, ValueKind kind)
    {
        ValueKind element = kind.ElementKind();
        builder.BeginSet(kind);
        bool isEmpty = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!TryScalar(ref reader, element)) return false;
            isEmpty = false;
        }

        if (isEmpty) return false;
        builder.EndSet();
        return true;
    }

    private bool TryScalar(ref Utf8JsonReader reader, ValueKind kind)
    {
        if (reader.TokenType != JsonTokenType.String) return false;
        ReadOnlySpan<byte> text = JsonText.Utf8(ref reader, ref scratch);
        switch (kind)
        {
            case ValueKind.String:
                builder.String(text);
                return true;
            case ValueKind.Number:
                if (ExactNumber.TryParse(text, out ExactNumber number) != NumberFault.None) return false;
                builder.Number(number);
                return true;
            default:
                return TryBinary(text);
        }
    }

    private bool TryBinary(ReadOnlySpan<byte> text)
    {
        // Not into the scratch, where the text itself lies if it had escapes.
        if (blob.Length < text.Length) blob = new byte[text.Length];
        if (!Base64Text.TryDecode(text, blob, out int length)) return false;
        builder.Binary(blob.AsSpan(0, length));
        return true;
    }
}

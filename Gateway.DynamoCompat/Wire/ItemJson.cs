using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Wire;

/// <summary>The JSON of values, written byte by byte into a buffer of its own, which is quicker than to hand them to a general writer piece by piece.</summary>
/// <remarks>One for each thread, because the buffer is kept. Only what JSON demands is escaped.</remarks>
internal sealed class ItemJson
{
    // Deeper than any value that is stored, far less than a stack holds.
    private const int LevelsMax = 2 * Value.DepthMax;

    private const int BytesKept = 1 << 16;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    [ThreadStatic]
    private static ItemJson? spare;

    private byte[] buffer = new byte[1024];
    private int length;

    /// <summary>This thread's spare one, empty; give it back with <see cref="Return"/>.</summary>
    public static ItemJson Rent()
    {
        ItemJson json = spare ?? new ItemJson();
        spare = null;
        json.length = 0;
        return json;
    }

    /// <summary>What was written; good until the next call.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public void Return()
    {
        // A huge item must not pin its buffer to the thread for ever.
        if (buffer.Length <= BytesKept) spare = this;
    }

    /// <summary>Writes <c>{"S":"x"}</c>.</summary>
    public void Write(Value value) => Write(value, LevelsMax);

    /// <summary>Writes <c>{"a":{"S":"x"},...}</c>.</summary>
    public void WriteMembers(Value map) => WriteMembers(map, LevelsMax);

    private static ReadOnlySpan<byte> Opening(ValueKind kind) => kind switch
    {
        ValueKind.String => "{\"S\":"u8,
        ValueKind.Number => "{\"N\":\""u8,
        ValueKind.Binary => "{\"B\":\""u8,
        ValueKind.Boolean => "{\"BOOL\":"u8,
        ValueKind.Null => "{\"NULL\":true"u8,
        ValueKind.StringSet => "{\"SS\":["u8,
        ValueKind.NumberSet => "{\"NS\":["u8,
        ValueKind.BinarySet => "{\"BS\":["u8,
        ValueKind.Map => "{\"M\":"u8,
        ValueKind.List => "{\"L\":["u8,
        _ => throw new UnreachableException($"{kind}"),
    };

    private void Write(Value value, int levelsLeft)
    {
        if (levelsLeft == 0) throw new InvalidOperationException($"A value nests deeper than {LevelsMax} levels.");
        Append(Opening(value.Kind));
        switch (value.Kind)
        {
            case ValueKind.Map:
                WriteMembers(value, levelsLeft - 1);
                break;
            case ValueKind.List:
                foreach (ValueEntry entry in value)
                {
                    Write(entry.Value, levelsLeft - 1);
                    Append((byte)',');
                }

                EndList();
                break;
            case ValueKind.StringSet or ValueKind.NumberSet or ValueKind.BinarySet:
                foreach (ValueEntry entry in value)
                {
                    if (value.Kind != ValueKind.StringSet) Append((byte)'"');
                    WriteScalar(entry.Value);
                    Append((byte)',');
                }

                EndList();
                break;
            default:
                WriteScalar(value);
                break;
        }

        Append((byte)'}');
    }

    private void WriteMembers(Value map, int levelsLeft)
    {
        Append((byte)'{');
        foreach (ValueEntry entry in map)
        {
            WriteText(entry.NameBytes);
            Append((byte)':');
            Write(entry.Value, levelsLeft);
            Append((byte)',');
        }

        End((byte)'}');
    }

    // The opening has the first quotation mark of numbers and blobs already.
    private void WriteScalar(Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.String:
                WriteText(value.Utf8);
                break;
            case ValueKind.Number:
                length += value.AsNumber().WriteText(Reserve(ExactNumber.TextBytesMax));
                Append((byte)'"');
                break;
            case ValueKind.Binary:
                ReadOnlySpan<byte> bytes = value.BinaryBytes;
                Base64.EncodeToUtf8(bytes, Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out int written);
                length += written;
                Append((byte)'"');
                break;
            case ValueKind.Boolean:
                Append(value.AsBoolean() ? "true"u8 : "false"u8);
                break;
        }
    }

    private void WriteText(ReadOnlySpan<byte> utf8)
    {
        Span<byte> target = Reserve(utf8.Length + 2);
        target[0] = (byte)'"';
        int escaped = utf8.IndexOfAny(Escaped);
        if (escaped < 0)
        {
            utf8.CopyTo(target[1..]);
            target[utf8.Length + 1] = (byte)'"';
            length += utf8.Length + 2;
            return;
        }

        length++;
        for (; escaped >= 0; escaped = utf8.IndexOfAny(Escaped))
        {
            Append(utf8[..escaped]);
            Escape(utf8[escaped]);
            utf8 = utf8[(escaped + 1)..];
        }

        Append(utf8);
        Append((byte)'"');
    }

    private void Escape(byte letter)
    {
        ReadOnlySpan<byte> text = letter switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\t' => "\\t"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\f' => "\\f"u8,
            (byte)'\r' => "\\r"u8,
            _ => [],
        };
        if (text.IsEmpty)
        {
            Append("\\u00"u8);
            Append((byte)('0' + (letter >> 4)));
            Append("0123456789ABCDEF"u8[letter & 0x0F]);
        }
        else
        {
            Append(text);
        }
    }

    private void EndList() => End((byte)']');

    // In place of the comma behind the last entry, or behind the opening if there was none.
    private void End(byte bracket)
    {
        if (buffer[length - 1] == ',') buffer[length - 1] = bracket;
        else Append(bracket);
    }

    private void Append(byte letter)
    {
        if (length == buffer.Length) Grow(1);
        buffer[length++] = letter;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        length += text.Length;
    }

    private Span<byte> Reserve(int count)
    {
        if (buffer.Length - length < count) Grow(count);
        return buffer.AsSpan(length);
    }

    private void Grow(int count) => Array.Resize(ref buffer, checked(Math.Max(2 * buffer.Length, length + count)));
}

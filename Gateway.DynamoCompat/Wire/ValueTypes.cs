using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Wire;

/// <summary>The names of the types in JSON: <c>S</c>, <c>N</c>, <c>B</c>, <c>BOOL</c>, <c>NULL</c>, <c>SS</c>, <c>NS</c>, <c>BS</c>, <c>M</c>, <c>L</c>.</summary>
internal static class ValueTypes
{
    /// <summary>The type of that name; none if it is no type.</summary>
    public static ValueKind KindOf(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 1:
                return name[0] switch
                {
                    (byte)'S' => ValueKind.String,
                    (byte)'N' => ValueKind.Number,
                    (byte)'B' => ValueKind.Binary,
                    (byte)'M' => ValueKind.Map,
                    (byte)'L' => ValueKind.List,
                    _ => ValueKind.None,
                };
            case 2 when name[1] == 'S':
                return name[0] switch
                {
                    (byte)'S' => ValueKind.StringSet,
                    (byte)'N' => ValueKind.NumberSet,
                    (byte)'B' => ValueKind.BinarySet,
                    _ => ValueKind.None,
                };
            case 4 when name.SequenceEqual("BOOL"u8):
                return ValueKind.Boolean;
            case 4 when name.SequenceEqual("NULL"u8):
                return ValueKind.Null;
            default:
                return ValueKind.None;
        }
    }

    /// <summary>The name of a type.</summary>
    public static ReadOnlySpan<byte> NameOf(ValueKind kind) => kind switch
    {
        ValueKind.String => "S"u8,
        ValueKind.Number => "N"u8,
        ValueKind.Binary => "B"u8,
        ValueKind.Boolean => "BOOL"u8,
        ValueKind.Null => "NULL"u8,
        ValueKind.StringSet => "SS"u8,
        ValueKind.NumberSet => "NS"u8,
        ValueKind.BinarySet => "BS"u8,
        ValueKind.Map => "M"u8,
        ValueKind.List => "L"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no value."),
    };
}

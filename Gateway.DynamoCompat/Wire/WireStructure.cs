using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Wire;

/// <summary>A structure of a request, read by its shape in the service model. Members that are absent or JSON null read as null.</summary>
/// <remarks>Asking for a member that the shape does not have, or in a form that is not the member's, is a bug and throws.</remarks>
internal sealed class WireStructure(Shape shape, WireSlot[] slots, ReadOnlyMemory<byte> body)
{
    /// <summary>Its shape.</summary>
    public Shape Shape => shape;

    /// <summary>What the request says of each member of the shape, in the shape's order.</summary>
    public ReadOnlySpan<WireSlot> Slots => slots;

    /// <summary>The body that it was read from.</summary>
    public ReadOnlySpan<byte> Body => body.Span;

    public bool Has(string member) => Slot(member).Content is not null;

    public bool HasAny(ReadOnlySpan<string> members)
    {
        foreach (string member in members)
        {
            if (Has(member)) return true;
        }

        return false;
    }

    public string? Text(string member) => (string?)Slot(member).Content;

    public long? Number(string member) => Scalar(member, ShapeForm.Number);

    /// <summary>A double, or a moment in seconds since 1970.</summary>
    public double? Real(string member) => Scalar(member, ShapeForm.Real) is { } bits ? BitConverter.Int64BitsToDouble(bits) : null;

    public bool? Flag(string member) => Scalar(member, ShapeForm.Flag) is { } bits ? bits != 0 : null;

    public ReadOnlyMemory<byte>? Bytes(string member) => Slot(member).Content is { } content ? (byte[])content : null;

    public IReadOnlyList<string>? Texts(string member) => (IReadOnlyList<string>?)Slot(member).Content;

    /// <summary>In the request's order; of a name that comes twice the last one, in the place of the first.</summary>
    public IReadOnlyDictionary<string, string>? TextMap(string member) => (IReadOnlyDictionary<string, string>?)Slot(member).Content;

    public WireStructure? Structure(string member) => (WireStructure?)Slot(member).Content;

    public IReadOnlyList<WireStructure>? Structures(string member) => (IReadOnlyList<WireStructure>?)Slot(member).Content;

    /// <summary>In the request's order, each name once.</summary>
    public IReadOnlyList<KeyValuePair<string, WireStructure>>? StructureMap(string member) =>
        (IReadOnlyList<KeyValuePair<string, WireStructure>>?)Slot(member).Content;

    /// <summary>In the request's order, each name once.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<WireStructure>>>? StructureListMap(string member) =>
        (IReadOnlyList<KeyValuePair<string, IReadOnlyList<WireStructure>>>?)Slot(member).Content;

    /// <summary>One AttributeValue; no value if absent.</summary>
    /// <exception cref="WireException">It breaks a rule for values.</exception>
    public Value Value(string member) => Unwrap(member, (WireValue?)Slot(member).Content);

    /// <summary>A map of name to AttributeValue as one map; no value if absent.</summary>
    /// <exception cref="WireException">A value in it breaks a rule for values. The text is the one that this member gets from DynamoDB.</exception>
    public Value Item(string member) => Unwrap(member, (WireValue?)Slot(member).Content);

    /// <summary>A list of AttributeValues.</summary>
    /// <exception cref="WireException">One of them breaks a rule for values.</exception>
    public IReadOnlyList<Value>? Values(string member) => UnwrapAll(member);

    /// <summary>A list of maps of name to AttributeValue.</summary>
    /// <exception cref="WireException">A value in one of them breaks a rule for values.</exception>
    public IReadOnlyList<Value>? Items(string member) => UnwrapAll(member);

    private static Value Unwrap(string member, WireValue? read) => read switch
    {
        null => default,
        { Fault: { } fault } => throw new WireException(member switch
        {
            "ExpressionAttributeValues" => DynamoErrors.PlaceholderValue(fault),
            "ExclusiveStartKey" => DynamoErrors.StartKeyValue(fault),
            _ => DynamoErrors.FaultyValue(fault),
        }),
        _ => read.Value,
    };

    private Value[]? UnwrapAll(string member)
    {
        if (Slot(member).Content is not IReadOnlyList<WireValue> all) return null;
        Value[] values = new Value[all.Count];
        for (int i = 0; i < values.Length; i++) values[i] = Unwrap(member, all[i]);
        return values;
    }

    private long? Scalar(string member, ShapeForm form)
    {
        ref readonly WireSlot slot = ref Slot(member, out ShapeMember found);
        if (found.Shape.Form != form) throw new InvalidCastException($"{shape.Name}.{member} is a {found.Shape.Form}, not a {form}.");
        return slot.Content is null ? null : slot.Bits;
    }

    private ref readonly WireSlot Slot(string member) => ref Slot(member, out _);

    private ref readonly WireSlot Slot(string member, out ShapeMember found)
    {
        int position = shape.PositionOf(member);
        if (position < 0) throw new KeyNotFoundException($"{shape.Name} has no member {member}.");
        found = shape.Members[position];
        return ref slots[position];
    }
}

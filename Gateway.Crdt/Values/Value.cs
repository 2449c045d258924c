using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Gateway.Crdt.Values;

/// <summary>
/// One DynamoDB value: a window onto its canonical bytes. Copying it copies no content, and reading it decodes only what is asked for,
/// so that storage, documents and the wire share the same bytes.
/// </summary>
/// <remarks>
/// Canonical: map members ascend by the UTF-8 bytes of their names, set elements ascend, numbers have one form. So equality as DynamoDB
/// defines it (sets without order, 1.0 = 1) is equality of bytes. <c>default</c> is "no value" (<see cref="ValueKind.None"/>).
/// The bytes behind a value must never change. Layout: docs/formats/value.md.
/// </remarks>
public readonly partial struct Value : IEquatable<Value>
{
    /// <summary>How many lists and maps may lie inside one another in an attribute. Source: doc ServiceQuotas, nested attribute depth.</summary>
    public const int DepthMax = 32;

    internal const byte TrueFlag = 0x10;

    private static readonly byte[] Constants = [(byte)ValueKind.Null, (byte)ValueKind.Boolean, (byte)ValueKind.Boolean | TrueFlag];

    private readonly byte[]? array;
    private readonly int offset;
    private readonly int length;

    internal Value(byte[] array, int offset, int length)
    {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// <summary>NULL.</summary>
    public static Value Null => new(Constants, 0, 1);

    /// <summary>The empty map: an item without attributes.</summary>
    public static Value EmptyMap { get; } = new([(byte)ValueKind.Map, 1, 0], 0, 3);

    /// <summary>The empty list.</summary>
    public static Value EmptyList { get; } = new([(byte)ValueKind.List, 1, 0], 0, 3);

    /// <summary>Its type; <see cref="ValueKind.None"/> for <c>default</c>.</summary>
    public ValueKind Kind => array is null ? ValueKind.None : (ValueKind)(array[offset] & 0x0F);

    /// <summary>True for <c>default</c>: there is no value.</summary>
    public bool IsNone => array is null;

    /// <summary>The canonical encoding; empty for no value. Owned by the value: read only.</summary>
    public ReadOnlySpan<byte> Bytes => array.AsSpan(offset, length);

    /// <summary>The canonical encoding as memory that may be kept.</summary>
    public ReadOnlyMemory<byte> Memory => array.AsMemory(offset, length);

    internal byte[] Array => array!;

    internal int Offset => offset;

    /// <summary>BOOL.</summary>
    public static Value Boolean(bool value) => new(Constants, value ? 2 : 1, 1);

    /// <summary>S.</summary>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.InvalidText"/>: an unpaired surrogate.</exception>
    public static Value String(string text) => Build(builder => builder.String(text));

    /// <summary>S from UTF-8, which is checked.</summary>
    public static Value String(ReadOnlySpan<byte> utf8)
    {
        ValueBuilder builder = new();
        builder.String(utf8);
        return builder.Build();
    }

    /// <summary>N.</summary>
    public static Value Number(ExactNumber number)
    {
        Span<byte> bytes = stackalloc byte[ExactNumber.KeyBytesMax + 1];
        bytes[0] = (byte)ValueKind.Number;
        int length = number.WriteKey(bytes[1..]);
        return new(bytes[..(length + 1)].ToArray(), 0, length + 1);
    }

    /// <summary>N from its text.</summary>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.NumberRange"/>: not a number that DynamoDB can hold.</exception>
    public static Value Number(string text)
    {
        NumberFault fault = ExactNumber.TryParse(text, out ExactNumber number);
        return fault == NumberFault.None ? Number(number) : throw new DocumentFault(DocumentFaultKind.NumberRange, $"The number is refused: {fault}.");
    }

    /// <summary>B.</summary>
    public static Value Binary(ReadOnlySpan<byte> bytes)
    {
        ValueBuilder builder = new();
        builder.Binary(bytes);
        return builder.Build();
    }

    /// <summary>M of name and value; the order given does not matter.</summary>
    /// <exception cref="DocumentFault">A name comes twice, or the nesting is too deep.</exception>
    public static Value Map(IEnumerable<KeyValuePair<string, Value>> members) => Build(builder =>
    {
        builder.BeginMap();
        foreach ((string name, Value value) in members)
        {
            builder.Name(name);
            builder.Value(value);
        }

        builder.EndMap();
    });

    /// <summary>M of name and value pairs.</summary>
    public static Value Map(params (string Name, Value Value)[] members) =>
        Map(members.Select(member => KeyValuePair.Create(member.Name, member.Value)));

    /// <summary>L.</summary>
    public static Value List(params IEnumerable<Value> values) => Build(builder =>
    {
        builder.BeginList();
        foreach (Value value in values) builder.Value(value);
        builder.EndList();
    });

    /// <summary>SS, NS or BS of elements of one kind; the order given does not matter.</summary>
    /// <param name="set">Which set.</param>
    /// <param name="elements">S for SS, N for NS, B for BS.</param>
    /// <exception cref="DocumentFault">The set is empty, or names an element twice (numbers by value), or an element is of another kind.</exception>
    public static Value Set(ValueKind set, IEnumerable<Value> elements) => Build(builder =>
    {
        builder.BeginSet(set);
        foreach (Value element in elements) builder.Value(element);
        builder.EndSet();
    });

    /// <summary>SS.</summary>
    public static Value StringSet(params IEnumerable<string> elements) => Set(ValueKind.StringSet, elements.Select(String));

    /// <summary>NS.</summary>
    public static Value NumberSet(params IEnumerable<ExactNumber> elements) => Set(ValueKind.NumberSet, elements.Select(Number));

    /// <summary>BS.</summary>
    public static Value BinarySet(params IEnumerable<byte[]> elements) => Set(ValueKind.BinarySet, elements.Select(element => Binary(element)));

    /// <summary>A value from bytes that somebody else encoded: every byte is checked to be valid and canonical.</summary>
    /// <param name="encoding">Kept, not copied: must not change afterwards.</param>
    /// <exception cref="DocumentFault">The bytes are not one canonical value and nothing else.</exception>
    public static Value Decode(byte[] encoding)
    {
        int end = ValueCheck.Check(encoding, 0, DepthMax + 1);
        return end == encoding.Length ? new(encoding, 0, end) : throw DocumentFault.Malformed("Something follows the value", end);
    }

    /// <summary>True if both are the same value: sets without order, numbers by value.</summary>
    public bool Equals(Value other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>Equality of values.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Inequality of values.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>The value in DynamoDB's JSON, for people: <c>{"M":{"a":{"N":"1"}}}</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        ValueText.Write(text, this);
        return text.ToString();
    }

    private static Value Build(Action<ValueBuilder> write)
    {
        ValueBuilder builder = new();
        write(builder);
        return builder.Build();
    }
}

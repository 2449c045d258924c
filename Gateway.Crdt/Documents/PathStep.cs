using System.Text;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>One step of a cell's path: a member's name, a set's element or a list's element. Ordered as the children of a node are.</summary>
internal readonly struct PathStep : IEquatable<PathStep>, IComparable<PathStep>
{
    private readonly object content;
    private readonly int start;
    private readonly int length;

    private PathStep(StepKind kind, object content, int start, int length)
    {
        Kind = kind;
        this.content = content;
        this.start = start;
        this.length = length;
    }

    public StepKind Kind { get; }

    /// <summary>The UTF-8 of a name.</summary>
    public ReadOnlySpan<byte> NameBytes => ((byte[])content).AsSpan(start, length);

    /// <summary>The element of a set.</summary>
    public Value Element => new((byte[])content, start, length);

    /// <summary>The element of a list.</summary>
    public ElementId ElementId => (ElementId)content;

    public static PathStep Name(byte[] array, int start, int length) => new(StepKind.Name, array, start, length);

    public static PathStep Name(string name)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        return Name(utf8, 0, utf8.Length);
    }

    public static PathStep NameOf(ValueEntry entry) => Name(entry.Array, entry.NameStart, entry.NameLength);

    public static PathStep SetElement(Value element) => new(StepKind.SetElement, element.Array, element.Offset, element.Bytes.Length);

    public static PathStep ListElement(ElementId id) => new(StepKind.ListElement, id, 0, 0);

    /// <summary>Finds this name and its value side by side in a map's encoding, as they lie in a document that was decoded.</summary>
    /// <param name="value">The member's value.</param>
    /// <param name="array">The bytes of the map.</param>
    /// <param name="from">Where the member begins in them, with the length of its name.</param>
    /// <param name="to">Where it ends.</param>
    public bool TryFindEntry(Value value, out byte[] array, out int from, out int to)
    {
        array = value.Array;
        from = start - ByteWriter.VarintBytes((ulong)length);
        to = value.Offset + value.Bytes.Length;
        return ReferenceEquals(array, content) && start + length == value.Offset && from >= 0;
    }

    public int CompareTo(PathStep other)
    {
        if (Kind != other.Kind) return Kind.CompareTo(other.Kind);
        switch (Kind)
        {
            case StepKind.Name:
                return NameBytes.SequenceCompareTo(other.NameBytes);
            case StepKind.SetElement:
                Value mine = Element;
                Value theirs = other.Element;
                return mine.Kind != theirs.Kind ? mine.Kind.CompareTo(theirs.Kind) : mine.Payload.SequenceCompareTo(theirs.Payload);
            default:
                return ElementId.CompareTo(other.ElementId);
        }
    }

    public bool Equals(PathStep other) => Kind == other.Kind && CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is PathStep other && Equals(other);

    public override int GetHashCode() => Kind switch
    {
        StepKind.Name => NameBytes.Length,
        StepKind.SetElement => Element.GetHashCode(),
        _ => ElementId.GetHashCode(),
    };

    public override string ToString() => Kind switch
    {
        StepKind.Name => Encoding.UTF8.GetString(NameBytes),
        StepKind.SetElement => $"({Element})",
        _ => $"[{ElementId.Side} {ElementId.Run} {ElementId.Index}{string.Concat(ElementId.Insertions.ToArray().Select(i => $"/{i.Stamp}#{i.Index}"))}]",
    };
}

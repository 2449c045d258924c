using System.Text;
using Gateway.Crdt.Codec;

namespace Gateway.Crdt.Values;

/// <summary>Reading a value's content.</summary>
public readonly partial struct Value
{
    /// <summary>The text of S as UTF-8.</summary>
    /// <exception cref="InvalidOperationException">It is not S.</exception>
    public ReadOnlySpan<byte> Utf8 => Kind == ValueKind.String ? Payload : throw WrongKind(ValueKind.String);

    /// <summary>The bytes of B.</summary>
    /// <exception cref="InvalidOperationException">It is not B.</exception>
    public ReadOnlySpan<byte> BinaryBytes => Kind == ValueKind.Binary ? Payload : throw WrongKind(ValueKind.Binary);

    /// <summary>Members of M, elements of L or of a set.</summary>
    /// <exception cref="InvalidOperationException">It is no container.</exception>
    public int Count
    {
        get
        {
            if (!Kind.IsContainer()) throw new InvalidOperationException($"A {Kind} has no elements.");
            ByteReader reader = new(array.AsSpan(0, offset + length), offset + 1);
            reader.Varint("a container");
            return reader.Count(1, "a container");
        }
    }

    /// <summary>The size that DynamoDB counts for this value without its attribute's name, in bytes. Source: doc CapacityUnitCalculations.</summary>
    public int SizeBytes => ValueSize.Of(this);

    /// <summary>The size that DynamoDB counts for an item: its attributes' names and values, without the overhead of a map, in bytes. Source: doc CapacityUnitCalculations.</summary>
    /// <exception cref="InvalidOperationException">It is not M.</exception>
    public int ItemSizeBytes => ValueSize.OfItem(this);

    /// <summary>What orders set elements, and keys of one kind: the bytes of S and B, the order-preserving form of N.</summary>
    internal ReadOnlySpan<byte> Payload
    {
        get
        {
            if (Kind == ValueKind.Number) return Bytes[1..];
            ByteReader reader = new(array.AsSpan(0, offset + length), offset + 1);
            return reader.Block("a value");
        }
    }

    /// <summary>The number of N.</summary>
    /// <exception cref="InvalidOperationException">It is not N.</exception>
    public ExactNumber AsNumber()
    {
        if (Kind != ValueKind.Number) throw WrongKind(ValueKind.Number);
        return ExactNumber.TryReadKey(Bytes[1..], out ExactNumber number, out _) ? number : throw DocumentFault.Malformed("A number is not canonical", offset);
    }

    /// <summary>The text of S.</summary>
    public string AsString() => Encoding.UTF8.GetString(Utf8);

    /// <summary>The truth of BOOL.</summary>
    public bool AsBoolean() => Kind == ValueKind.Boolean ? (array![offset] & TrueFlag) != 0 : throw WrongKind(ValueKind.Boolean);

    /// <summary>The members of M by ascending name, the elements of L in order, the elements of a set ascending.</summary>
    /// <returns>An enumerator over the bytes; no allocation.</returns>
    /// <exception cref="InvalidOperationException">It is no container.</exception>
    public ValueEnumerator GetEnumerator() => Kind.IsContainer() ? new ValueEnumerator(this) : throw new InvalidOperationException($"A {Kind} has no elements.");

    /// <summary>Finds a member of M by name.</summary>
    /// <param name="utf8Name">The name as UTF-8.</param>
    /// <param name="member">Its value, or no value.</param>
    /// <returns>False if there is none, or if this is no map.</returns>
    public bool TryGetMember(ReadOnlySpan<byte> utf8Name, out Value member)
    {
        // Written last: the caller may ask for the member in the variable that holds the map.
        Value found = default;
        if (Kind == ValueKind.Map)
        {
            foreach (ValueEntry entry in this)
            {
                int order = entry.NameBytes.SequenceCompareTo(utf8Name);
                if (order < 0) continue;
                if (order == 0) found = entry.Value;
                break;
            }
        }

        member = found;
        return !found.IsNone;
    }

    /// <summary>Finds a member of M by name.</summary>
    public bool TryGetMember(string name, out Value member) => TryGetMember(Encoding.UTF8.GetBytes(name), out member);

    /// <summary>The member of that name, or no value.</summary>
    public Value this[string name] => TryGetMember(name, out Value member) ? member : default;

    /// <summary>The element of L at that position, or no value.</summary>
    public Value this[int position]
    {
        get
        {
            if (Kind != ValueKind.List) return default;
            foreach (ValueEntry entry in this)
            {
                if (position-- == 0) return entry.Value;
            }

            return default;
        }
    }

    /// <summary>True if a set has that element (numbers by value).</summary>
    public bool Contains(Value element)
    {
        if (element.Kind != Kind.ElementKind() || element.IsNone) return false;
        foreach (ValueEntry entry in this)
        {
            if (entry.Value == element) return true;
        }

        return false;
    }

    private InvalidOperationException WrongKind(ValueKind wanted) => new($"The value is a {Kind}, not a {wanted}.");
}

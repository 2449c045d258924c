using Gateway.Crdt.Codec;

namespace Gateway.Crdt.Values;

/// <summary>Walks the members or elements of a container over its bytes.</summary>
public struct ValueEnumerator
{
    private readonly byte[] array;
    private readonly ValueKind kind;
    private readonly int end;
    private int start;
    private int at;
    private int left;

    internal ValueEnumerator(Value container)
    {
        array = container.Array;
        kind = container.Kind;
        end = container.Offset + container.Bytes.Length;
        ByteReader reader = new(array.AsSpan(0, end), container.Offset + 1);
        reader.Varint("a container");
        left = reader.Count(1, "a container");
        at = reader.At;
    }

    /// <summary>How many are still to come.</summary>
    internal readonly int Left => left;

    /// <summary>The bytes of the current one, name included.</summary>
    internal readonly ReadOnlySpan<byte> CurrentBytes => array.AsSpan(start, at - start);

    /// <summary>The bytes of the current one and of all that are still to come.</summary>
    internal readonly ReadOnlySpan<byte> RestBytes => array.AsSpan(start, end - start);

    /// <summary>The member or element reached by <see cref="MoveNext"/>.</summary>
    public ValueEntry Current { get; private set; }

    /// <summary>Goes to the next one.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="DocumentFault">The bytes are not a valid encoding.</exception>
    public bool MoveNext()
    {
        if (left == 0) return false;
        left--;
        start = at;
        ByteReader reader = new(array.AsSpan(0, end), at);
        int nameStart = 0;
        int nameLength = 0;
        if (kind == ValueKind.Map)
        {
            nameLength = reader.Block("a name").Length;
            nameStart = reader.At - nameLength;
        }

        int value = reader.At;
        ValueSkip.Skip(ref reader);
        at = reader.At;
        Current = new ValueEntry(array, nameStart, nameLength, new Value(array, value, at - value));
        return true;
    }

    /// <summary>Passes over the next one, whose bytes (name included) are known already.</summary>
    internal void Pass(int bytes)
    {
        left--;
        at += bytes;
    }
}

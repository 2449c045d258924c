using System.Text;

namespace Gateway.Crdt.Values;

/// <summary>One member of a map, or one element of a list or a set (without a name): a window onto the container's bytes.</summary>
public readonly struct ValueEntry
{
    private readonly byte[] array;

    internal ValueEntry(byte[] array, int nameStart, int nameLength, Value value)
    {
        this.array = array;
        NameStart = nameStart;
        NameLength = nameLength;
        Value = value;
    }

    /// <summary>The member's or element's value.</summary>
    public Value Value { get; }

    /// <summary>The name as UTF-8; empty in lists and sets.</summary>
    public ReadOnlySpan<byte> NameBytes => array.AsSpan(NameStart, NameLength);

    /// <summary>The name.</summary>
    public string Name => Encoding.UTF8.GetString(NameBytes);

    internal int NameStart { get; }

    internal int NameLength { get; }

    internal byte[] Array => array;
}

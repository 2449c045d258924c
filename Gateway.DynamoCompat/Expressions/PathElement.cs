using System.Text;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>One element of a document path as written: a name, the placeholder of a name, or a position in a list.</summary>
internal readonly struct PathElement
{
    private PathElement(string? name, int slot, long position)
    {
        Name = name;
        Utf8Name = name is null ? null : Encoding.UTF8.GetBytes(name);
        Slot = slot;
        Position = position;
    }

    /// <summary>The name; null for a placeholder and for a position.</summary>
    public string? Name { get; }

    /// <summary>The name as it is looked up.</summary>
    public byte[]? Utf8Name { get; }

    /// <summary>Which placeholder of the expression; negative if it is none.</summary>
    public int Slot { get; }

    /// <summary>From 0; negative if it is no position.</summary>
    public long Position { get; }

    public bool IsPosition => Position >= 0;

    public bool IsPlaceholder => Slot >= 0;

    public static PathElement Of(string name) => new(name, -1, -1);

    public static PathElement Placeholder(int slot) => new(null, slot, -1);

    public static PathElement At(long position) => new(null, -1, position);
}

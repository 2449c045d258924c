namespace Gateway.Crdt.Planning;

/// <summary>One part of a document path: a member's name, or a position in a list.</summary>
/// <param name="Name">The name; null for a position.</param>
/// <param name="Position">From 0; meaningless for a name.</param>
public readonly record struct PathPart(string? Name, int Position)
{
    /// <summary>True for a position in a list.</summary>
    public bool IsPosition => Name is null;

    /// <summary>A name as it is, a position in brackets.</summary>
    public override string ToString() => Name ?? $"[{Position}]";
}

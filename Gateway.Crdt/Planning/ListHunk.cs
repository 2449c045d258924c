using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>One place where two lists differ.</summary>
/// <param name="At">The position in the old list.</param>
/// <param name="Gone">Old elements from there on that are gone.</param>
/// <param name="Come">New elements in their place.</param>
/// <param name="IsAtEnd">Nothing of the old list follows.</param>
internal readonly record struct ListHunk(int At, IReadOnlyList<Value> Gone, IReadOnlyList<Value> Come, bool IsAtEnd)
{
    /// <summary>Elements come between two that were there before.</summary>
    public bool IsInsertBetween => Come.Count > 0 && Come.Count != Gone.Count && At > 0 && !IsAtEnd;
}

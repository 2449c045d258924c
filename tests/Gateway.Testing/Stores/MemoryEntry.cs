namespace Gateway.Testing.Stores;

/// <summary>A key and its value. Ordered by the key alone, byte by byte; neither array is ever changed.</summary>
internal readonly record struct MemoryEntry(byte[] Key, byte[] Value) : IComparable<MemoryEntry>
{
    public int CompareTo(MemoryEntry other) => Key.AsSpan().SequenceCompareTo(other.Key);
}

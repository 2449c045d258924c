namespace Gateway.Replication.Following;

/// <summary>One partition: a table's id, and the partition key as it stands at the beginning of the keys of its items.</summary>
internal readonly struct PartitionName : IEquatable<PartitionName>
{
    private readonly ReadOnlyMemory<byte> key;
    private readonly int hash;

    /// <param name="table">The table's id.</param>
    /// <param name="key">Kept, not copied.</param>
    public PartitionName(UInt128 table, ReadOnlyMemory<byte> key)
    {
        Table = table;
        this.key = key;
        HashCode code = default;
        code.Add(table);
        code.AddBytes(key.Span);
        hash = code.ToHashCode();
    }

    public UInt128 Table { get; }

    public ReadOnlyMemory<byte> Key => key;

    /// <summary>True if an item's key lies in it: no partition key begins with another.</summary>
    public bool Holds(ReadOnlySpan<byte> itemKey) => itemKey.StartsWith(key.Span);

    public bool Equals(PartitionName other) => hash == other.hash && Table == other.Table && key.Span.SequenceEqual(other.key.Span);

    public override bool Equals(object? obj) => obj is PartitionName other && Equals(other);

    public override int GetHashCode() => hash;
}

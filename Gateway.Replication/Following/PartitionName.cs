using System.IO.Hashing;
using System.Security.Cryptography;

namespace Gateway.Replication.Following;

/// <summary>One partition: a table's id, and the partition key as it stands at the beginning of the keys of its items.</summary>
internal readonly struct PartitionName : IEquatable<PartitionName>
{
    /// <summary>Another one in each process, so that nobody can choose keys that meet; a simulation has one of its own. Not to be changed once there are names.</summary>
    internal static long Seed { get; set; } = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private readonly ReadOnlyMemory<byte> key;
    private readonly int hash;

    /// <param name="table">The table's id.</param>
    /// <param name="key">Kept, not copied.</param>
    public PartitionName(UInt128 table, ReadOnlyMemory<byte> key)
    {
        Table = table;
        this.key = key;
        hash = (int)(XxHash3.HashToUInt64(key.Span, Seed) ^ (ulong)table ^ (ulong)(table >> 64));
    }

    public UInt128 Table { get; }

    public ReadOnlyMemory<byte> Key => key;

    /// <summary>True if an item's key lies in it: no partition key begins with another.</summary>
    public bool Holds(ReadOnlySpan<byte> itemKey) => itemKey.StartsWith(key.Span);

    public bool Equals(PartitionName other) => hash == other.hash && Table == other.Table && key.Span.SequenceEqual(other.key.Span);

    public override bool Equals(object? obj) => obj is PartitionName other && Equals(other);

    public override int GetHashCode() => hash;
}

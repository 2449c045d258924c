using Gateway.Crdt.Documents;

namespace Gateway.DynamoCompat.Items;

/// <summary>Where an item lies: its key in the store, whose tail is the document's key, the same at every PoP.</summary>
internal readonly struct ItemAddress : IEquatable<ItemAddress>
{
    private readonly int hash;

    /// <param name="storeKey">Space, table number, hash of the partition key, partition key, sort key. Must not change.</param>
    public ItemAddress(byte[] storeKey)
    {
        StoreKey = storeKey;
        HashCode code = default;
        code.AddBytes(storeKey);
        hash = code.ToHashCode();
    }

    public byte[] StoreKey { get; }

    /// <summary>Partition and sort key, without what holds for this store only.</summary>
    public ReadOnlyMemory<byte> KeyBytes => StoreKey.AsMemory(ItemKeys.PrefixBytes);

    public ItemKey Key => new(KeyBytes);

    public bool Equals(ItemAddress other) => hash == other.hash && StoreKey.AsSpan().SequenceEqual(other.StoreKey);

    public override bool Equals(object? obj) => obj is ItemAddress other && Equals(other);

    public override int GetHashCode() => hash;
}

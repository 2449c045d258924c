using Gateway.Crdt.Documents;

namespace Gateway.DynamoCompat.Items;

/// <summary>Where an item lies: its key in the store, whose tail is the document's key, the same at every PoP.</summary>
/// <param name="StoreKey">Space, table number, hash of the partition key, partition key, sort key. Must not change.</param>
internal readonly record struct ItemAddress(byte[] StoreKey)
{
    /// <summary>Partition and sort key, without what holds for this store only.</summary>
    public ReadOnlyMemory<byte> KeyBytes => StoreKey.AsMemory(ItemKeys.PrefixBytes);

    public ItemKey Key => new(KeyBytes);

    public bool Equals(ItemAddress other) => StoreKey.AsSpan().SequenceEqual(other.StoreKey);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(StoreKey);
        return hash.ToHashCode();
    }
}

using System.IO.Hashing;
using System.Security.Cryptography;
using Gateway.Crdt.Documents;

namespace Gateway.DynamoCompat.Items;

/// <summary>Where an item lies: its key in the store, whose tail is the document's key, the same at every PoP.</summary>
internal readonly struct ItemAddress : IEquatable<ItemAddress>
{
    private readonly int hash;

    /// <summary>Another one in each process, so that nobody can choose keys that meet; a simulation has one of its own. Not to be changed once there are addresses.</summary>
    internal static long Seed { get; set; } = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <param name="storeKey">Space, table number, hash of the partition key, partition key, sort key. Must not change.</param>
    public ItemAddress(byte[] storeKey)
    {
        StoreKey = storeKey;
        hash = (int)XxHash3.HashToUInt64(storeKey, Seed);
    }

    public byte[] StoreKey { get; }

    /// <summary>Partition and sort key, without what holds for this store only.</summary>
    public ReadOnlyMemory<byte> KeyBytes => StoreKey.AsMemory(ItemKeys.PrefixBytes);

    public ItemKey Key => new(KeyBytes);

    public bool Equals(ItemAddress other) => hash == other.hash && StoreKey.AsSpan().SequenceEqual(other.StoreKey);

    public override bool Equals(object? obj) => obj is ItemAddress other && Equals(other);

    public override int GetHashCode() => hash;
}

namespace Gateway.Replication.AntiEntropy;

/// <summary>What is known of the items in some buckets.</summary>
/// <param name="Sum">Of their fingerprints, modulo 2^128.</param>
/// <param name="Count">How many they are.</param>
public readonly record struct BucketSum(UInt128 Sum, long Count)
{
    /// <summary>Both together.</summary>
    public static BucketSum operator +(BucketSum left, BucketSum right) => new(unchecked(left.Sum + right.Sum), left.Count + right.Count);

    /// <summary>Both together.</summary>
    public static BucketSum Add(BucketSum left, BucketSum right) => left + right;
}

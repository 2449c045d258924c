namespace Gateway.Replication.AntiEntropy;

/// <summary>The sums of one scope's leaves, in chunks that are made when something is in them. Safe for many threads.</summary>
internal sealed class ScopeSums
{
    private const int ChunkLeaves = 256;

    private readonly BucketSum[]?[] chunks = new BucketSum[]?[BucketTree.Leaves / ChunkLeaves];
    private readonly Lock[] gates = [.. Enumerable.Range(0, 16).Select(_ => new Lock())];

    /// <summary>Adds to a leaf; what is taken away is added as a negative.</summary>
    public void Add(int leaf, UInt128 sum, int count)
    {
        int chunk = leaf / ChunkLeaves;
        lock (gates[chunk % gates.Length])
        {
            BucketSum[] leaves = chunks[chunk] ??= new BucketSum[ChunkLeaves];
            ref BucketSum at = ref leaves[leaf % ChunkLeaves];
            at = new BucketSum(unchecked(at.Sum + sum), at.Count + count);
        }
    }

    /// <summary>The sum of the leaves from one on.</summary>
    public BucketSum SumOf(int leaf, int leaves)
    {
        BucketSum sum = default;
        for (int end = leaf + leaves; leaf < end;)
        {
            int chunk = leaf / ChunkLeaves;
            int last = Math.Min(end, (chunk + 1) * ChunkLeaves);
            lock (gates[chunk % gates.Length])
            {
                if (chunks[chunk] is { } there)
                {
                    foreach (BucketSum one in there.AsSpan(leaf % ChunkLeaves, last - leaf)) sum += one;
                }
            }

            leaf = last;
        }

        return sum;
    }
}

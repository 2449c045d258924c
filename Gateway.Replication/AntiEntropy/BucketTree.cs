namespace Gateway.Replication.AntiEntropy;

/// <summary>The tree of buckets: 16 children each, four levels below the root; a leaf holds the items whose partition keys' hashes share their upper 16 bits.</summary>
internal static class BucketTree
{
    /// <summary>The level of the leaves; the root's is 0.</summary>
    public const int LeafLevel = 4;

    public const int Leaves = 1 << 16;

    public const int Fanout = 16;

    /// <summary>The leaf of a hash.</summary>
    public static int LeafOf(uint hash) => (int)(hash >> 16);

    /// <summary>How many leaves a node of that level has.</summary>
    public static int LeavesBelow(int level) => Leaves >> (4 * level);

    /// <summary>The hashes below a node, both included.</summary>
    public static (uint From, uint To) HashesBelow(int level, uint node)
    {
        ulong width = 1UL << (32 - (4 * level));
        return ((uint)(node * width), (uint)((node * width) + width - 1));
    }

    /// <summary>True if there is such a node.</summary>
    public static bool Has(int level, uint node) => level is >= 0 and <= LeafLevel && node < 1u << (4 * level);

    /// <summary>The node that has just these hashes below it.</summary>
    public static bool TryFindNode(uint from, uint to, out int level, out uint node)
    {
        for (level = 0; level <= LeafLevel; level++)
        {
            node = level == 0 ? 0 : from >> (32 - (4 * level));
            if (HashesBelow(level, node) == (from, to)) return true;
        }

        node = 0;
        return false;
    }
}

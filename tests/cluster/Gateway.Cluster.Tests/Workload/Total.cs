namespace Gateway.Cluster.Tests.Workload;

/// <summary>What a shared number must be: what was acknowledged, and by how much requests without an answer may have changed it.</summary>
/// <param name="Sure">The sum of what was acknowledged.</param>
/// <param name="Less">What open requests may have taken away; 0 or less.</param>
/// <param name="More">What open requests may have added.</param>
internal readonly record struct Total(long Sure, long Less, long More)
{
    public long Least => Sure + Less;

    public long Most => Sure + More;

    public Total With(long change, bool isSure) => isSure ? this with { Sure = Sure + change } : this with { Less = Less + Math.Min(0, change), More = More + Math.Max(0, change) };
}

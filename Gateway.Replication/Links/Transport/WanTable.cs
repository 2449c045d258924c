namespace Gateway.Replication.Links.Transport;

/// <summary>What paths between regions of the world are like, roughly as providers of clouds publish it. For trying out, not for measuring.</summary>
/// <remarks>The same table stands in docs/replication.md.</remarks>
public static class WanTable
{
    private const double JitterShare = 0.03;
    private const double LossNear = 0.0002;
    private const double LossFar = 0.001;
    private const int FarMilliseconds = 60;
    private const int SameMilliseconds = 2;
    private const int UnknownMilliseconds = 120;

    /// <summary>Regions in the order in which PoPs get them when none are named.</summary>
    public static readonly IReadOnlyList<string> Regions = ["us-west", "us-east", "eu", "ap-northeast", "ap-southeast", "ap-south", "sa"];

    /// <summary>Round trips in milliseconds; row and column as in <see cref="Regions"/>.</summary>
    private static readonly int[][] RoundTrips =
    [
        [2],
        [65, 2],
        [140, 80, 2],
        [100, 155, 220, 2],
        [165, 220, 165, 70, 2],
        [220, 190, 115, 125, 60, 2],
        [175, 115, 200, 260, 325, 305, 2],
    ];

    /// <summary>The path between two regions.</summary>
    /// <param name="one">One of <see cref="Regions"/>, or what begins so: <c>us-west-2</c>, <c>eu-central-1</c>.</param>
    /// <param name="other">The same.</param>
    public static PathQuality Between(string one, string other)
    {
        int a = IndexOf(one), b = IndexOf(other);
        int milliseconds = one == other ? SameMilliseconds : a < 0 || b < 0 ? UnknownMilliseconds : RoundTrips[Math.Max(a, b)][Math.Min(a, b)];
        return new PathQuality(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(1 + (milliseconds * JitterShare)), milliseconds > FarMilliseconds ? LossFar : LossNear);
    }

    /// <summary>The longest name that fits: <c>ap-southeast-1</c> is not in <c>ap-south</c>.</summary>
    private static int IndexOf(string region)
    {
        int found = -1;
        for (int i = 0; i < Regions.Count; i++)
        {
            bool fits = region == Regions[i] || region.StartsWith(Regions[i] + "-", StringComparison.Ordinal);
            if (fits && (found < 0 || Regions[i].Length > Regions[found].Length)) found = i;
        }

        return found;
    }
}

namespace Gateway.DynamoCompat.Cluster;

/// <summary>A PoP, as the rules of scopes see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Region">Its region, as DynamoDB's global tables name it.</param>
/// <param name="Groups">The groups that it belongs to.</param>
public sealed record ClusterMember(string Name, string Region, IReadOnlyList<string> Groups)
{
    /// <summary>It keeps everything, whatever its scope: the central PoP, and one that serves as backup.</summary>
    public bool FollowsAll { get; init; }
}

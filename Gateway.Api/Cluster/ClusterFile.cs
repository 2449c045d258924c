namespace Gateway.Api.Cluster;

/// <summary>What a member keeps about itself in its data folder: <c>cluster/pop.json</c>.</summary>
internal sealed record ClusterFile
{
    /// <summary>The cluster's id.</summary>
    public required string Cluster { get; init; }

    /// <summary>The name of this PoP.</summary>
    public required string Name { get; init; }

    /// <summary>Its region.</summary>
    public required string Region { get; init; }

    /// <summary>Its groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Where it takes connections of other PoPs: <c>host:port</c>.</summary>
    public required string Address { get; init; }

    /// <summary>It is the central one.</summary>
    public bool IsCentral { get; init; }

    /// <summary>Whoever starts the cluster chooses the addresses anew each time: <c>up --pops</c>.</summary>
    public bool IsLocalCluster { get; init; }
}

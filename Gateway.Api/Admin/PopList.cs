using Gateway.Replication.Membership;

namespace Gateway.Api.Admin;

/// <summary>Who is in the cluster.</summary>
internal sealed record PopList
{
    /// <summary>The cluster's id; empty for a PoP that is alone.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>The PoP that says it; empty for one that is alone.</summary>
    public string Self { get; init; } = "";

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<PopInfo> Pops { get; init; } = [];

    /// <summary>Names of PoPs that a token waits for.</summary>
    public IReadOnlyList<string> Awaited { get; init; } = [];
}

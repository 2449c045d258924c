using Gateway.Replication.Membership;

namespace Gateway.Api.Cluster;

/// <summary>What the CPoP answers on it.</summary>
internal sealed record JoinAnswer
{
    /// <summary>Why it gets nothing; null if it does.</summary>
    public string? Error { get; init; }

    /// <summary>The certificate (DER).</summary>
    public byte[] Certificate { get; init; } = [];

    /// <summary>The authority's certificate (DER).</summary>
    public byte[] Authority { get; init; } = [];

    /// <summary>The cluster's id.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>All members, the new one among them.</summary>
    public IReadOnlyList<PopInfo> Members { get; init; } = [];
}

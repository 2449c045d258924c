using Gateway.Replication.Status;

namespace Gateway.Api.Admin;

/// <summary>What PoPs say of their replication.</summary>
internal sealed record StatusList
{
    /// <summary>One; all of them where one process runs several; none from a PoP that is alone.</summary>
    public IReadOnlyList<ReplicationStatus> Pops { get; init; } = [];

    /// <summary>Names of PoPs that should answer and do not.</summary>
    public IReadOnlyList<string> Silent { get; init; } = [];
}

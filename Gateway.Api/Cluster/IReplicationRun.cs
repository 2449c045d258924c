using Gateway.Replication.Status;

namespace Gateway.Api.Cluster;

/// <summary>Replication while a PoP is a member: begun when it becomes one or starts as one, ended with it.</summary>
internal interface IReplicationRun : IAsyncDisposable
{
    /// <summary>What an operator sees of it now.</summary>
    ReplicationStatus Status();

    /// <summary>Joins and repairs that go on, and the last ones that ended: part of <see cref="Status"/>, and cheaper.</summary>
    IReadOnlyList<WorkStatus> Work();

    /// <summary>Asks for a comparison with one peer, or with all that this PoP was linked with since it started.</summary>
    IReadOnlyList<AskedComparison> Compare(string? peer);
}

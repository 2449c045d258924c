using Gateway.Replication.Status;

namespace Gateway.Api.Cluster;

/// <summary>Replication while a PoP is a member: begun when it becomes one or starts as one, ended with it.</summary>
internal interface IReplicationRun : IAsyncDisposable
{
    /// <summary>What an operator sees of it now.</summary>
    ReplicationStatus Status();
}

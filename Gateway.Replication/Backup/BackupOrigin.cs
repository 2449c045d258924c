using Gateway.Crdt.Time;

namespace Gateway.Replication.Backup;

/// <summary>Whose backup it is.</summary>
/// <param name="Cluster">The cluster's name; empty for a PoP that is alone.</param>
/// <param name="Pop">The PoP's name.</param>
/// <param name="Replica">Under which id its store writes.</param>
public sealed record BackupOrigin(string Cluster, string Pop, ReplicaId Replica);

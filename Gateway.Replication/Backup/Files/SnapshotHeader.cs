namespace Gateway.Replication.Backup.Files;

/// <summary>What a snapshot says of itself. Names stay, members are only added.</summary>
/// <param name="Cluster">The cluster; empty for a PoP that is alone.</param>
/// <param name="Pop">The PoP.</param>
/// <param name="Replica">Its writer's id, 16 hexadecimal digits.</param>
/// <param name="Position">All of its log up to here is in it.</param>
/// <param name="End">Nothing of its log behind this is in it.</param>
/// <param name="Milliseconds">When it was taken, since 1970.</param>
/// <param name="Applied">How much of others' logs is in it.</param>
/// <param name="Stable">What was stable.</param>
internal sealed record SnapshotHeader(string Cluster, string Pop, string Replica, long Position, long End, long Milliseconds, IReadOnlyList<SnapshotApplied> Applied, IReadOnlyList<SnapshotStamp> Stable);

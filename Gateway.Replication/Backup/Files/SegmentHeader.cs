namespace Gateway.Replication.Backup.Files;

/// <summary>What a segment of the log says of itself. Names stay, members are only added.</summary>
/// <param name="Cluster">The cluster; empty for a PoP that is alone.</param>
/// <param name="Pop">The PoP.</param>
/// <param name="Replica">Its writer's id, 16 hexadecimal digits.</param>
/// <param name="After">The position behind which it begins.</param>
/// <param name="Begins">True if the log before it is not here: only a snapshot holds what was before.</param>
/// <param name="Milliseconds">When it was begun, since 1970.</param>
internal sealed record SegmentHeader(string Cluster, string Pop, string Replica, long After, bool Begins, long Milliseconds);

namespace Gateway.Replication.Shipping;

/// <summary>What of the log one peer has not taken.</summary>
/// <param name="Entries">Sequences.</param>
/// <param name="Bytes">About how many bytes of the disk.</param>
/// <param name="Since">When the oldest was written; null if there is none.</param>
internal readonly record struct Backlog(long Entries, long Bytes, DateTimeOffset? Since);

namespace Gateway.Replication.Backup;

/// <summary>How a sink is doing, for metrics and for people.</summary>
/// <param name="Sink">Its name.</param>
/// <param name="Position">The log up to here is safe there; -1 if that is not known yet.</param>
/// <param name="Pending">How many log sequences are behind that.</param>
/// <param name="LastDone">When it last had nothing left to do; null if it never came so far.</param>
/// <param name="Fault">Why its last step failed; null if it did not.</param>
public sealed record BackupState(string Sink, long Position, long Pending, DateTimeOffset? LastDone, string? Fault);

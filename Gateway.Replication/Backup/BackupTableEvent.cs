namespace Gateway.Replication.Backup;

/// <summary>A table was made, changed or dropped.</summary>
/// <param name="Table">As it is from then on; as it was if it is dropped.</param>
/// <param name="IsDropped">True if it is there no more.</param>
/// <param name="Milliseconds">When, since 1970, by the clock of the PoP.</param>
/// <param name="After">The last log sequence that was given before.</param>
public sealed record BackupTableEvent(BackupTable Table, bool IsDropped, long Milliseconds, long After);

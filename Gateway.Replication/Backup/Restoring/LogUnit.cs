using Gateway.Storage.Log;

namespace Gateway.Replication.Backup.Restoring;

/// <summary>What is applied together or not at all.</summary>
/// <param name="Part">Whose log it is of.</param>
/// <param name="Entries">One entry, or those of a transaction.</param>
internal sealed record LogUnit(LogPart Part, IReadOnlyList<LogEntry> Entries)
{
    public long Milliseconds => Entries[0].Milliseconds;

    public long Position => Entries[^1].Sequence;
}

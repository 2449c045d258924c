namespace Gateway.Storage.Log;

/// <summary>Some entries of the log, in order.</summary>
/// <param name="Entries">Whole transactions only; empty when there is nothing new, or the log was trimmed.</param>
/// <param name="Position">Where to go on: the sequence of the last entry, or where the reader stood.</param>
/// <param name="IsTrimmed">Entries behind the reader's position are gone: it must get what it missed in another way.</param>
public readonly record struct LogPage(IReadOnlyList<LogEntry> Entries, long Position, bool IsTrimmed);

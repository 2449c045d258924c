namespace Gateway.StackCompat.Logs.Storage;

/// <summary>One event of a log. Times are milliseconds since 1970.</summary>
/// <param name="Position">Where it stands; orders the events of all streams.</param>
/// <param name="Ingested">When it came in.</param>
/// <param name="Message">Its text.</param>
internal readonly record struct LogEvent(LogPosition Position, long Ingested, string Message);

namespace Gateway.Cli.Logs;

/// <summary>One event of a log.</summary>
/// <param name="Id">Names it among all of its group.</param>
/// <param name="Milliseconds">When, since 1970.</param>
/// <param name="Message">Most often one line with its line break.</param>
internal sealed record LogEvent(string Id, long Milliseconds, string Message);

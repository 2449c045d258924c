namespace Gateway.StackCompat.Logs.Storage;

/// <summary>A stream in memory. Belongs to the store's lock.</summary>
internal sealed class LogStream(LogStreamRecord record)
{
    /// <summary>As it is stored, or will be with the next batch.</summary>
    public LogStreamRecord Record { get; set; } = record;
}

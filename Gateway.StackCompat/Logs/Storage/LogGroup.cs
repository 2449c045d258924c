namespace Gateway.StackCompat.Logs.Storage;

/// <summary>A group in memory. Belongs to the store's lock.</summary>
internal sealed class LogGroup(LogGroupRecord record)
{
    /// <summary>As it is stored.</summary>
    public LogGroupRecord Record { get; set; } = record;

    public Dictionary<string, LogStream> Streams { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of the next stream.</summary>
    public uint NextStream { get; set; } = 1;

    /// <summary>Of all events.</summary>
    public long Bytes { get; set; }
}

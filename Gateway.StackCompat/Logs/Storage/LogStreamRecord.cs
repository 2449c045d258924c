namespace Gateway.StackCompat.Logs.Storage;

/// <summary>A stream of events in a group, as it is stored. Times are milliseconds since 1970.</summary>
internal sealed record LogStreamRecord
{
    /// <summary>Names it in keys, within its group.</summary>
    public required uint Number { get; init; }

    public required string Name { get; init; }

    public required long CreationTime { get; init; }

    /// <summary>Null while there are no events.</summary>
    public long? FirstEvent { get; init; }

    public long? LastEvent { get; init; }

    public long? LastIngestion { get; init; }

    /// <summary>The highest sequence that was given when this was written.</summary>
    public long LastSequence { get; init; }

    /// <summary>Of all its events: text and 26 bytes each, as CloudWatch counts.</summary>
    public long Bytes { get; init; }
}

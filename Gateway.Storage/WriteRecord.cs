namespace Gateway.Storage;

/// <summary>One write of a batch: a window onto its buffer.</summary>
internal readonly ref struct WriteRecord(WriteRecordTag kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
{
    /// <summary>Put, Delete or DeleteRange, whichever the family.</summary>
    public WriteRecordTag Kind { get; } = kind;

    /// <summary>The key, or where the range begins.</summary>
    public ReadOnlySpan<byte> Key { get; } = key;

    /// <summary>The value, or where the range ends; empty for a deletion.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;
}

using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;

namespace Gateway.DynamoCompat.Streams;

/// <summary>One change of one item as a stream keeps it.</summary>
internal sealed record StreamRecord
{
    /// <summary>The change's place in the store's log: order within the stream.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was written, in milliseconds since 1970.</summary>
    public required long Millisecond { get; init; }

    public required WriteCause Cause { get; init; }

    /// <summary>A map of the key attributes.</summary>
    public required Value Key { get; init; }

    /// <summary>True if there was an item before, whether or not its image is kept.</summary>
    public required bool HadOld { get; init; }

    /// <summary>True if there is an item afterwards, whether or not its image is kept.</summary>
    public required bool HasNew { get; init; }

    /// <summary>The item before; none if there was none or the stream's view leaves it out.</summary>
    public Value OldImage { get; init; }

    /// <summary>The item afterwards; none if there is none or the stream's view leaves it out.</summary>
    public Value NewImage { get; init; }

    /// <summary>The functions that have led to it, as in a trace header; null if there are none.</summary>
    public string? Lineage { get; init; }

    /// <summary>The PoP where it was written; null if here.</summary>
    public ChangeOrigin? Origin { get; init; }
}

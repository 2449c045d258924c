namespace Gateway.DynamoCompat.Replication;

/// <summary>Changes that are applied together or not at all: a transaction, or one item.</summary>
public sealed record RemoteUnit
{
    /// <summary>The changes, in the order in which they are applied.</summary>
    public required IReadOnlyList<RemoteChange> Changes { get; init; }

    /// <summary>Name of the PoP that wrote them; null if that is not known.</summary>
    public string? Origin { get; init; }

    /// <summary>That PoP's region, which stream records show; null if that is not known.</summary>
    public string? OriginRegion { get; init; }

    /// <summary>
    /// True for items that this PoP may not have yet: what is stable says nothing about them. All that a document holds is taken, and what a delta builds on must be in the document here.
    /// </summary>
    public bool IsNewHere { get; init; }
}

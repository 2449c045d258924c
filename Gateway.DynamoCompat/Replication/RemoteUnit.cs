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
    /// True for documents of items that this PoP did not follow so far: what is stable says nothing about them, so all that they hold is taken.
    /// </summary>
    public bool IsNewHere { get; init; }
}

namespace Gateway.Api.Admin;

/// <summary>A PoP that is to join.</summary>
internal sealed record AddPop
{
    /// <summary>Its name; null for the next free one.</summary>
    public string? Name { get; init; }

    /// <summary>Its region; null for that of this PoP.</summary>
    public string? Region { get; init; }

    /// <summary>Its groups.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>How long its token is worth something; null for an hour.</summary>
    public long? ValidSeconds { get; init; }

    /// <summary>Where this PoP is to take connections of others, if it is in no cluster yet: <c>host:port</c>; null for loopback and any free port.</summary>
    public string? Replication { get; init; }

    /// <summary>The region of this PoP, if it is in no cluster yet.</summary>
    public string? OwnRegion { get; init; }
}

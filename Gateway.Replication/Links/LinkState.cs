namespace Gateway.Replication.Links;

/// <summary>What a link is doing.</summary>
public enum LinkState
{
    /// <summary>No connection.</summary>
    Down,

    /// <summary>Connected; the peer has not said who it is.</summary>
    Greeting,

    /// <summary>Shipping both ways.</summary>
    Open,

    /// <summary>One side has refused; a new connection is tried later.</summary>
    Refused,
}

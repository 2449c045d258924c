namespace Gateway.Replication.Links;

/// <summary>Where a peer takes connections of other PoPs.</summary>
/// <param name="Name">The PoP.</param>
/// <param name="Host">Name or address.</param>
/// <param name="Port">Its replication port.</param>
public sealed record PeerAddress(string Name, string Host, int Port);

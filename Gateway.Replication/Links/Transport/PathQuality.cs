namespace Gateway.Replication.Links.Transport;

/// <summary>What a path between two places does to what is sent over it.</summary>
/// <param name="RoundTrip">There and back, at the least.</param>
/// <param name="Jitter">So much more at the most, each way.</param>
/// <param name="Loss">The share of packets that are lost; on a reliable stream, a loss shows as a round trip more.</param>
public sealed record PathQuality(TimeSpan RoundTrip, TimeSpan Jitter, double Loss);

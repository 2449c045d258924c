namespace Gateway.Api.Cluster;

/// <summary>A token that is waited for. The secret itself is nowhere.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Hash">Of its secret.</param>
/// <param name="Name">The PoP that it makes.</param>
/// <param name="Region">Its region.</param>
/// <param name="Groups">Its groups.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Expires">From then on it is worth nothing.</param>
internal sealed record StoredToken(string Id, string Hash, string Name, string Region, IReadOnlyList<string> Groups, long Epoch, DateTimeOffset Expires);

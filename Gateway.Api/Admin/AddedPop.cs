namespace Gateway.Api.Admin;

/// <summary>What a new PoP joins with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Region">Its region.</param>
/// <param name="Token">Shown once.</param>
/// <param name="Expires">From then on it is worth nothing.</param>
/// <param name="IsFirst">With it this PoP has become the central one of a new cluster.</param>
internal sealed record AddedPop(string Name, string Region, string Token, DateTimeOffset Expires, bool IsFirst);

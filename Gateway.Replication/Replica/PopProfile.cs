namespace Gateway.Replication.Replica;

/// <summary>What decides which items a PoP follows.</summary>
/// <param name="Name">The PoP.</param>
/// <param name="Region">Its region, as AWS names regions or any other name.</param>
/// <param name="Groups">Groups that it belongs to.</param>
/// <param name="FollowsAll">True for one that keeps everything: the central PoP, and a PoP that serves as backup.</param>
public sealed record PopProfile(string Name, string Region, IReadOnlyList<string> Groups, bool FollowsAll);

namespace Gateway.Replication.Status;

/// <summary>A comparison that was asked for.</summary>
/// <param name="Pop">The PoP that compares.</param>
/// <param name="Peer">With whom.</param>
/// <param name="DoneAt">It is done when as many have ended (<see cref="RepairStatus.Ended"/>).</param>
/// <param name="Before">How it stood when it was asked for.</param>
public sealed record AskedComparison(string Pop, string Peer, long DoneAt, RepairStatus Before);

using System.Collections.Concurrent;
using Gateway.Replication;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Links;
using Gateway.Replication.Shipping;
using Gateway.Replication.Status;

namespace Gateway.Api.Wiring;

/// <summary>What an operator sees of links: sums up what connections have counted.</summary>
internal sealed class LinkStatusReader(ReplicationService service, ReplicationNode node, TimeProvider time)
{
    /// <summary>For so long a second machine under a peer's name is told of.</summary>
    private const long SecondMilliseconds = 60_000;

    private readonly ConcurrentDictionary<string, (long At, long Changes, double Rate)> rates = new();

    /// <summary>The link to a peer now.</summary>
    /// <param name="peer">Its name.</param>
    /// <param name="compared">How the two stores stand; null if they were never compared.</param>
    /// <param name="backlog">What of the own log the peer has not taken.</param>
    public LinkStatus Read(string peer, ComparisonStatus? compared, Backlog? backlog) =>
        Read(peer, compared) with { WaitingBytes = backlog?.Bytes, WaitingSince = backlog?.Since, WaitingEntries = Math.Max(0, node.House.Commits.DurableSequence - node.House.Acks.Of(peer)) };

    private LinkStatus Read(string peer, ComparisonStatus? compared)
    {
        PeerConnection? connection = service.Connections.FirstOrDefault(connection => connection.Link.Peer.Name == peer);
        if (connection is null) return new LinkStatus { Peer = peer, State = LinkState.Down, Why = service.LastWords.GetValueOrDefault(peer, "not connected yet") };

        PeerLink link = connection.Link;
        return new LinkStatus
        {
            Peer = peer,
            State = link.State,
            Why = link.Refusal?.Text ?? SecondOf(peer),
            LagSeconds = LagOf(link),
            LagEntries = Math.Max(0, link.Announced - link.Visible),
            ChangesIn = link.Pulled.Changes,
            EntriesIn = link.Pulled.Entries,
            ChangesPerSecond = RateOf(peer, link.Pulled.Changes),
            CoalescingRatio = link.Pulled.Changes == 0 ? 1 : (double)link.Pulled.Entries / link.Pulled.Changes,
            BytesIn = connection.BytesIn,
            BytesOut = connection.BytesOut,
            FingerprintsEqual = compared?.IsEqual,
            ComparedAt = compared?.IsEqual is null ? null : time.GetUtcNow() - TimeSpan.FromMilliseconds(Math.Max(0, node.House.Now - compared.Since)),
            ClockOffsetSeconds = link.ClockOffset / 1000.0,
            RoundTripSeconds = link.RoundTrip / 1000.0,
        };
    }

    private string SecondOf(string peer) =>
        node.House.Seconds.TryGetValue(peer, out long at) && node.House.Now - at < SecondMilliseconds ? $"two machines bear the name {peer}: a second one was refused {(node.House.Now - at) / 1000} s ago" : "";

    /// <summary>A beacon comes with every second: while the last one is fresh nothing older than it is missing.</summary>
    private double? LagOf(PeerLink link)
    {
        if (link.Heard is not { } beacon) return null;
        long peersNow = time.GetUtcNow().ToUnixTimeMilliseconds() + (link.ClockOffset ?? 0);
        double age = Math.Max(0, (peersNow - beacon.Milliseconds) / 1000.0);
        return link.Visible >= link.Announced ? 0 : age;
    }

    private double RateOf(string peer, long changes)
    {
        long now = time.GetTimestamp();
        (long at, long before, double rate) = rates.GetValueOrDefault(peer);
        double seconds = at == 0 ? 0 : time.GetElapsedTime(at, now).TotalSeconds;
        if (at != 0 && seconds < 0.5) return rate;
        rate = seconds == 0 ? 0 : Math.Max(0, changes - before) / seconds;
        rates[peer] = (now, changes, rate);
        return rate;
    }
}

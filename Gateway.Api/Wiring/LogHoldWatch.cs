using Gateway.Replication;
using Gateway.Replication.Membership;
using Gateway.Replication.Shipping;
using Gateway.Replication.Status;
using Gateway.Storage.Log;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Wiring;

/// <summary>Looks now and then how much of the log is kept for peers that have not taken it, and says so when it is too much for the disk.</summary>
internal sealed partial class LogHoldWatch
{
    private const double Megabyte = 1 << 20;
    private static readonly TimeSpan SayAgain = TimeSpan.FromHours(1);

    private readonly LogHold hold;
    private readonly ReplicationNode node;
    private readonly Func<PopMap> pops;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private string? said;
    private long saidAt;

    /// <param name="node">The PoP's rules.</param>
    /// <param name="dynamo">The store.</param>
    /// <param name="pops">Who is a member.</param>
    /// <param name="shareMax">From this share of the free disk on it is too much.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it says so.</param>
    public LogHoldWatch(ReplicationNode node, DynamoWiring dynamo, Func<PopMap> pops, double shareMax, TimeProvider time, ILogger log)
    {
        this.node = node;
        this.pops = pops;
        this.time = time;
        this.log = log;
        hold = new LogHold((after, upTo) => dynamo.BytesOnDisk(ChangeLog.RangeOf(after, upTo)), dynamo.Log.TimeBehind, () => dynamo.FreeBytes, shareMax);
    }

    /// <summary>What is kept for the one that is furthest behind; null if all have taken all.</summary>
    public HeldLog? Held => hold.Held;

    /// <summary>What a peer has not taken.</summary>
    public Backlog? Of(string peer) => hold.Backlogs.TryGetValue(peer, out Backlog backlog) ? backlog : null;

    /// <summary>Looks.</summary>
    /// <exception cref="Storage.StoreFault">The store cannot be read.</exception>
    public void Look()
    {
        long end = node.House.Commits.DurableSequence;
        hold.Look([.. pops().Peers.Select(peer => KeyValuePair.Create(peer.Name, node.House.Acks.Of(peer.Name)))], end);
        HeldLog? held = hold.Held is { IsTooMuch: true } much ? much : null;
        if (held is null)
        {
            if (said is not null) Ended(log, said);
            said = null;
        }
        else if (held.Peer != said || time.GetElapsedTime(saidAt) >= SayAgain)
        {
            said = held.Peer;
            saidAt = time.GetTimestamp();
            TooMuch(log, held.Peer, Math.Round(held.Bytes / Megabyte, 1), held.Since?.UtcDateTime ?? default, Math.Round(held.FreeBytes / Megabyte, 1));
        }
    }

    [LoggerMessage(507, LogLevel.Warning, "log-held: {Peer} has not taken {Megabytes} MB of this PoP's log, written since {Since:u}; {Free} MB of the disk are free. It must come back, or be removed: 'edgectl pops remove {Peer}'")]
    private static partial void TooMuch(ILogger log, string peer, double megabytes, DateTime since, double free);

    [LoggerMessage(508, LogLevel.Information, "log-held: over; {Peer} has taken enough of this PoP's log, or there is room on the disk")]
    private static partial void Ended(ILogger log, string peer);
}

using Gateway.Replication.Status;

namespace Gateway.Replication.Shipping;

/// <summary>Watches how much of the log is kept for peers that have not taken it, and whether that is too much for the disk. One thread looks, others read.</summary>
/// <param name="bytesBetween">About how many bytes of the disk the entries behind a sequence take, up to another one.</param>
/// <param name="timeBehind">When the first entry behind a sequence was written; null if there is none.</param>
/// <param name="freeBytes">How much of the disk is free.</param>
/// <param name="shareMax">From this share of the free disk on it is too much.</param>
internal sealed class LogHold(Func<long, long, long> bytesBetween, Func<long, DateTimeOffset?> timeBehind, Func<long> freeBytes, double shareMax)
{
    /// <summary>Once it was too much, it is so until it is less than this part of that: or it would come and go.</summary>
    private const double EnoughAgain = 0.8;

    private volatile Dictionary<string, Backlog> backlogs = new Dictionary<string, Backlog>();
    private volatile HeldLog? held;

    /// <summary>What each peer has not taken, when it was looked last.</summary>
    public IReadOnlyDictionary<string, Backlog> Backlogs => backlogs;

    /// <summary>What is kept for the one that is furthest behind; null if all have taken all.</summary>
    public HeldLog? Held => held;

    /// <summary>Looks.</summary>
    /// <param name="positions">How far each peer has taken the log.</param>
    /// <param name="end">The log's last durable sequence.</param>
    public void Look(IReadOnlyCollection<KeyValuePair<string, long>> positions, long end)
    {
        backlogs = positions.ToDictionary(peer => peer.Key, peer => BacklogOf(peer.Value, end));
        if (positions.Count == 0)
        {
            held = null;
            return;
        }

        KeyValuePair<string, long>[] slowest = [.. positions.OrderBy(peer => peer.Value).ThenBy(peer => peer.Key, StringComparer.Ordinal).Take(2)];
        Backlog behind = backlogs[slowest[0].Key];
        if (behind.Since is null)
        {
            held = null;
            return;
        }

        long free = freeBytes();
        double limit = free * shareMax * (held is { IsTooMuch: true } before && before.Peer == slowest[0].Key ? EnoughAgain : 1);
        held = new HeldLog
        {
            Peer = slowest[0].Key,
            Entries = behind.Entries,
            Bytes = behind.Bytes,
            BytesForItAlone = slowest.Length == 1 ? behind.Bytes : Between(slowest[0].Value, Math.Min(end, slowest[1].Value)),
            Since = behind.Since,
            FreeBytes = free,
            IsTooMuch = behind.Bytes >= limit,
        };
    }

    private Backlog BacklogOf(long position, long end) => position >= end ? default : new Backlog(end - position, Between(position, end), timeBehind(position));

    private long Between(long after, long upTo) => after >= upTo ? 0 : bytesBetween(after, upTo);
}

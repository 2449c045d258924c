using System.Diagnostics.Metrics;
using Gateway.Replication.Links;

namespace Gateway.Replication.Status;

/// <summary>What <see cref="ReplicationStatus"/> says, as instruments that are asked: whoever listens (OpenTelemetry, dotnet-counters) reads the same numbers as <c>pops status</c>.</summary>
/// <remarks>Nothing is counted for them, so they cost nothing while nobody listens. Names and units: docs/running.md. Every measurement bears the tags <c>cluster</c> and <c>pop</c>: a process may run several.</remarks>
public sealed class ReplicationMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "EdgeGateway.Replication";

    /// <summary>One reading of all instruments uses one status.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(200);

    private readonly Meter meter = new(MeterName);
    private readonly Lock gate = new();
    private readonly Func<ReplicationStatus> read;
    private readonly TimeProvider time;
    private ReplicationStatus? known;
    private long knownAt;

    /// <param name="read">Says how replication is doing.</param>
    /// <param name="time">The clock.</param>
    public ReplicationMetrics(Func<ReplicationStatus> read, TimeProvider time)
    {
        this.read = read;
        this.time = time;
        PublishLinks();
        PublishData();
        PublishLog();
        PublishWork();
        PublishLeases();
    }

    /// <summary>They are not there any more.</summary>
    public void Dispose() => meter.Dispose();

    private void PublishLinks()
    {
        Each("link.open", "{link}", "1 while the link to a peer is open, else 0", status => Links(status, link => link.State == LinkState.Open ? 1 : 0));
        Each("link.lag", "s", "How old the oldest write of a peer is that has not come here", status => Links(status, link => link.LagSeconds));
        Each("link.lag.entries", "{entry}", "Entries of a peer's log that have not come here", status => Links(status, link => link.LagEntries));
        Each("link.rate", "{change}/s", "Changes that come in from a peer, over the last few seconds", status => Links(status, link => link.ChangesPerSecond));
        Each("link.coalescing", "1", "How many writes one change that came in stands for", status => Links(status, link => link.CoalescingRatio));
        Each("link.clock.offset", "s", "How far a peer's clock is ahead of this one's", status => Links(status, link => link.ClockOffsetSeconds));
        Each("link.round_trip", "s", "How long a question to a peer and its answer take", status => Links(status, link => link.RoundTripSeconds));
        Each("link.equal", "1", "1 if the last comparison with a peer found both to hold the same, 0 if not", status => Links(status, link => link.FingerprintsEqual is { } equal ? (equal ? 1 : 0) : null));
        Sum("link.changes", "{change}", "Changes that came in from a peer, since the link was made", status => Links(status, link => link.ChangesIn));
        Sum("link.entries", "{entry}", "Writes of a peer that these changes stand for", status => Links(status, link => link.EntriesIn));
        Sum("link.io", "By", "Bytes on the link with a peer, by direction, since it was made", status => Links(status, link => link.BytesIn, ("direction", "receive")).Concat(Links(status, link => link.BytesOut, ("direction", "transmit"))));
    }

    private void PublishData()
    {
        Each("stability.age", "s", "How long ago what is stable now was written", status => One(status, status.StabilityAgeSeconds));
        Each("stability.held_back", "{pop}", "1 for a peer that holds stability back, because nothing is heard of it", status => status.Links.Select(link => Of(status, status.HeldBackBy.Contains(link.Peer) ? 1 : 0, ("peer", link.Peer))));
        Each("remains", "{item}", "Items of which more is kept than shows: deleted ones, siblings, ghosts, totals that were reset", status => One(status, status.Remains));
        Each("ghosts", "{item}", "Of these, items that are deleted, or keep what was removed of them, by table", status => status.RemainsByTable.Select(table => Of(status, table.Ghosts, ("table", table.Table))));
        Each("siblings", "{item}", "Of these, items that keep values which lost, by table; an item may be among both", status => status.RemainsByTable.Select(table => Of(status, table.Siblings, ("table", table.Table))));
        Sum("conflicts", "{write}", "Writes that met others, by class (docs/conflicts.md) and table", status => status.ConflictsByTable.Select(conflict => Of(status, conflict.Count, ("class", conflict.Class), ("table", conflict.Table))));
        Sum("repair.fetches", "{unit}", "Whole documents that were fetched, by cause", status => status.RepairFetches.Select(fetch => Of(status, fetch.Value, ("cause", fetch.Key))));
        Each("disk.full", "1", "1 while the disk is full: writes are refused until there is room", status => One(status, status.IsDiskFull ? 1 : 0));
        Each("quarantined", "{change}", "Changes that were set aside because they do not fit", status => One(status, status.Quarantined));
    }

    private void PublishLog()
    {
        Each("log.waiting", "{entry}", "Entries of the own log that a peer has not taken", status => Links(status, link => link.WaitingEntries));
        Each("log.waiting.size", "By", "About how much of the disk they take", status => Links(status, link => link.WaitingBytes));
        Each("log.waiting.age", "s", "How long ago the oldest of them was written", status => Links(status, link => link.WaitingSince is { } since ? Math.Max(0, (time.GetUtcNow() - since).TotalSeconds) : 0));
        Each("log.held", "1", "1 for a peer for which so much of the log is kept that the disk may fill", status => status.Links.Select(link => Of(status, status.LogHeld is { IsTooMuch: true } held && held.Peer == link.Peer ? 1 : 0, ("peer", link.Peer))));
        Each("log.held.size", "By", "About how much of the disk the log takes that is kept for a peer alone", status => status.LogHeld is { } held ? [Of(status, held.BytesForItAlone, ("peer", held.Peer))] : []);
        Each("disk.free", "By", "Bytes that are free on the disk, as they were when the log was looked at", status => One(status, status.LogHeld?.FreeBytes));
    }

    private void PublishWork()
    {
        Each("work.done", "1", "How much of a join (items) or of a comparison (buckets) is done, while it runs", status => Work(status, work => work.Done));
        Each("work.total", "1", "How much it is in all", status => Work(status, work => work.Total));
        Sum("repair.comparisons", "{comparison}", "Comparisons with a peer that ended", status => Repairs(status, repair => repair.Ended));
        Sum("repair.differences", "{item}", "Items that differed from a peer's", status => Repairs(status, repair => repair.ItemsDifferent));
        Sum("repair.documents", "{document}", "Documents that were exchanged with a peer because they differed, by direction", status => Repairs(status, repair => repair.DocumentsReceived, ("direction", "receive")).Concat(Repairs(status, repair => repair.DocumentsSent, ("direction", "transmit"))));
        Sum("repair.io", "By", "Bytes that comparing with a peer took, before compression, by direction", status => Repairs(status, repair => repair.BytesReceived, ("direction", "receive")).Concat(Repairs(status, repair => repair.BytesSent, ("direction", "transmit"))));
    }

    private void PublishLeases()
    {
        Each("leases", "{partition}", "Partitions with a lease: followed here (own), or by others (given)", status => [Of(status, status.LeasesOwn, ("kind", "own")), Of(status, status.LeasesGiven, ("kind", "given"))]);
        Each("leases.awaited", "{partition}", "Partitions that other PoPs are asked for and that did not come whole yet", status => One(status, status.LeasesAwaited));
    }

    private void Each(string name, string unit, string text, Func<ReplicationStatus, IEnumerable<Measurement<double>>> measure) => meter.CreateObservableGauge(NameOf(name), () => measure(Status()), unit, text);

    private void Sum(string name, string unit, string text, Func<ReplicationStatus, IEnumerable<Measurement<double>>> measure) => meter.CreateObservableCounter(NameOf(name), () => measure(Status()), unit, text);

    private static string NameOf(string name) => "edgegateway.replication." + name;

    private static IEnumerable<Measurement<double>> One(ReplicationStatus status, double? value) => value is { } known ? [Of(status, known)] : [];

    private static IEnumerable<Measurement<double>> Links(ReplicationStatus status, Func<LinkStatus, double?> value, params (string Name, string Value)[] more) =>
        status.Links.Where(link => value(link) is not null).Select(link => Of(status, value(link)!.Value, [("peer", link.Peer), .. more]));

    private static IEnumerable<Measurement<double>> Repairs(ReplicationStatus status, Func<RepairStatus, double> value, params (string Name, string Value)[] more) =>
        status.Repairs.Select(repair => Of(status, value(repair), [("peer", repair.Peer), .. more]));

    private static IEnumerable<Measurement<double>> Work(ReplicationStatus status, Func<WorkStatus, double> value) =>
        status.Work.Where(work => !work.IsDone).Select(work => Of(status, value(work), ("kind", work.Kind), ("peer", work.Peer)));

    private static Measurement<double> Of(ReplicationStatus status, double value, params (string Name, string Value)[] tags) =>
        new(value, [KeyValuePair.Create<string, object?>("cluster", status.Cluster), KeyValuePair.Create<string, object?>("pop", status.Pop), .. tags.Select(tag => KeyValuePair.Create<string, object?>(tag.Name, tag.Value))]);

    private ReplicationStatus Status()
    {
        lock (gate)
        {
            if (known is null || time.GetElapsedTime(knownAt) > Fresh)
            {
                known = read();
                knownAt = time.GetTimestamp();
            }

            return known;
        }
    }
}

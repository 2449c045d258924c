using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Gateway.Replication.Links;
using Gateway.Replication.Status;
using Gateway.Testing;

namespace Gateway.Replication.Tests.Status;

public sealed partial class ReplicationMetricsTests
{
    private static readonly ReplicationStatus Status = new()
    {
        Pop = "metrics-test",
        Links =
        [
            new LinkStatus { Peer = "b", State = LinkState.Open, LagSeconds = 1.5, LagEntries = 7, WaitingEntries = 3, WaitingBytes = 300, WaitingSince = DateTimeOffset.UnixEpoch, ChangesIn = 10, EntriesIn = 40, ChangesPerSecond = 2, CoalescingRatio = 4, BytesIn = 100, BytesOut = 200, ClockOffsetSeconds = -0.5, RoundTripSeconds = 0.1, FingerprintsEqual = false },
            new LinkStatus { Peer = "c", State = LinkState.Down },
        ],
        StabilityAgeSeconds = 9,
        HeldBackBy = ["c"],
        Remains = 11,
        RemainsByTable = [new TableRemains("orders", 9, 3), new TableRemains("(other)", 1, 0)],
        Conflicts = new Dictionary<string, long> { ["claim"] = 4 },
        ConflictsByTable = [new TableConflicts("orders", "claim", 4)],
        RepairFetches = new Dictionary<string, long> { ["predecessor"] = 5 },
        Quarantined = 6,
        IsDiskFull = true,
        LogHeld = new HeldLog { Peer = "c", Bytes = 50, BytesForItAlone = 40, FreeBytes = 1000, IsTooMuch = true },
        Repairs = [new RepairStatus { Peer = "b", Ended = 1, ItemsDifferent = 2, DocumentsSent = 3, DocumentsReceived = 4, BytesSent = 5, BytesReceived = 6 }],
        Work = [new WorkStatus { Kind = "join", Peer = "b", Done = 65, Total = 100 }, new WorkStatus { Kind = "repair", Peer = "c", Done = 1, Total = 1, IsDone = true }],
        LeasesOwn = 12,
        LeasesGiven = 13,
        LeasesAwaited = 14,
    };

    [Fact]
    public void The_list_in_the_docs_is_what_is_published()
    {
        List<string> published = [];
        using MeterListener listener = Listen((instrument, _) => published.Add($"{instrument.Name} {(instrument is ObservableCounter<double> ? "counter" : "gauge")} {instrument.Unit}"), (_, _, _) => { });
        using ReplicationMetrics metrics = new(() => Status, TimeProvider.System);

        Assert.Equal(Rows().Matches(Repository.Read("docs/running.md")).Select(row => $"{row.Groups[1]} {row.Groups[2]} {row.Groups[3]}").Order(), published.Distinct().Order());
    }

    [Fact]
    public void Each_measurement_says_what_the_status_says()
    {
        SortedDictionary<string, double> seen = new(StringComparer.Ordinal);
        int asked = 0;
        using MeterListener listener = Listen((instrument, listening) => listening.EnableMeasurementEvents(instrument), (instrument, value, tags) =>
        {
            if (tags.ToArray().Any(tag => tag is { Key: "pop", Value: "metrics-test" })) seen[string.Join(' ', [instrument.Name["edgegateway.replication.".Length..], .. tags.ToArray().Where(tag => tag.Key is not ("pop" or "cluster")).Select(tag => $"{tag.Key}={tag.Value}")])] = value;
        });
        using ReplicationMetrics metrics = new(() => { asked++; return Status; }, new ManualTimeProvider());

        listener.RecordObservableInstruments();

        Assert.Equal(1, asked);
        Assert.Equal(
            [
                "conflicts class=claim table=orders: 4", "disk.free: 1000", "disk.full: 1", "ghosts table=(other): 1", "ghosts table=orders: 9", "leases kind=given: 13", "leases kind=own: 12", "leases.awaited: 14",
                "link.changes peer=b: 10", "link.changes peer=c: 0", "link.clock.offset peer=b: -0.5", "link.coalescing peer=b: 4", "link.coalescing peer=c: 1", "link.entries peer=b: 40", "link.entries peer=c: 0", "link.equal peer=b: 0",
                "link.io peer=b direction=receive: 100", "link.io peer=b direction=transmit: 200", "link.io peer=c direction=receive: 0", "link.io peer=c direction=transmit: 0",
                "link.lag peer=b: 1.5", "link.lag.entries peer=b: 7", "link.open peer=b: 1", "link.open peer=c: 0", "link.rate peer=b: 2", "link.rate peer=c: 0", "link.round_trip peer=b: 0.1",
                "log.held peer=b: 0", "log.held peer=c: 1", "log.held.size peer=c: 40", "log.waiting peer=b: 3", "log.waiting.size peer=b: 300",
                "quarantined: 6", "remains: 11", "repair.comparisons peer=b: 1", "repair.differences peer=b: 2", "repair.documents peer=b direction=receive: 4", "repair.documents peer=b direction=transmit: 3", "repair.fetches cause=predecessor: 5",
                "repair.io peer=b direction=receive: 6", "repair.io peer=b direction=transmit: 5", "siblings table=(other): 0", "siblings table=orders: 3", "stability.age: 9", "stability.held_back peer=b: 0", "stability.held_back peer=c: 1", "work.done kind=join peer=b: 65", "work.total kind=join peer=b: 100",
            ],
            seen.Where(one => !one.Key.StartsWith("log.waiting.age", StringComparison.Ordinal)).Select(one => FormattableString.Invariant($"{one.Key}: {one.Value}")));
    }

    private static MeterListener Listen(Action<Instrument, MeterListener> onPublished, MeasurementCallback onMeasured)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == ReplicationMetrics.MeterName) onPublished(instrument, listening);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => onMeasured(instrument, value, tags));
        listener.Start();
        return listener;
    }

    private delegate void MeasurementCallback(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    [GeneratedRegex(@"^\| `(edgegateway\.replication\.[a-z_.]+)` \| (\w+) \| ([^ ]+) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}

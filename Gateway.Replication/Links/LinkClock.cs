using Gateway.Replication.Messages;

namespace Gateway.Replication.Links;

/// <summary>Measures the round trip of a link and how far the peer's clock is off.</summary>
internal sealed class LinkClock(TimeProvider time, Action<Frame> send)
{
    private const int SamplesMax = 9;

    private readonly Queue<(long RoundTrip, long Offset)> samples = new();
    private ulong id;
    private Medians? medians;

    /// <summary>The median of the last round trips in milliseconds; null before the first. Safe for any thread.</summary>
    public long? RoundTrip => Volatile.Read(ref medians)?.RoundTrip;

    /// <summary>The peer's clock minus ours in milliseconds, the median of the last; null before the first. Safe for any thread.</summary>
    public long? Offset => Volatile.Read(ref medians)?.Offset;

    public void Ping() => send(new Frame { Ping = new Ping { Id = ++id, ClockMilliseconds = Now() } });

    public void OnPing(Ping ping) => send(new Frame { Pong = new Pong { Id = ping.Id, PingMilliseconds = ping.ClockMilliseconds, ClockMilliseconds = Now() } });

    public void OnPong(Pong pong)
    {
        if (pong.Id != id) return;
        long now = Now();
        long roundTrip = Math.Max(0, now - pong.PingMilliseconds);
        if (samples.Count == SamplesMax) samples.Dequeue();
        samples.Enqueue((roundTrip, pong.ClockMilliseconds - (pong.PingMilliseconds + (roundTrip / 2))));
        Volatile.Write(ref medians, new Medians(Median(sample => sample.RoundTrip), Median(sample => sample.Offset))); // whoever asks for the status may do so while this one measures
    }

    private long Median(Func<(long RoundTrip, long Offset), long> choose) => samples.Select(choose).Order().ElementAt(samples.Count / 2);

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record Medians(long RoundTrip, long Offset);
}

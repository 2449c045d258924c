using Gateway.Replication.Replica;

namespace Gateway.Replication.Links;

/// <summary>Compares this machine's clock with its peers': reports one that is off, and stops writes under one that is far off.</summary>
/// <remarks>
/// A fast clock spoils only what was written under it, but that for as long as it was fast. With one peer nobody knows whose clock is wrong: then it only
/// reports. Source: DESIGN 4.7, DOCUMENT 3.3.
/// </remarks>
internal sealed class ClockWatch(IReplica replica, Action<string> report)
{
    /// <summary>Off by so much: reported.</summary>
    private const long OffMilliseconds = 500;

    /// <summary>Off by so much: no more writes.</summary>
    private const long FarOffMilliseconds = 60_000;

    private const int PeersMin = 2;

    private bool wasOff;

    /// <summary>Looks at the peers' clocks.</summary>
    /// <param name="offsets">Of each peer that was measured: its clock minus ours, in milliseconds.</param>
    public void Look(IReadOnlyList<long> offsets)
    {
        if (offsets.Count == 0) return;
        long median = offsets.Order().ElementAt(offsets.Count / 2);
        bool isOff = Math.Abs(median) >= OffMilliseconds;
        bool isFarOff = Math.Abs(median) >= FarOffMilliseconds && offsets.Count >= PeersMin;
        if (isFarOff == replica.TrustsClock) report(isFarOff ? $"the clock is {-median / 1000.0:+0.0;-0.0} s off its peers': no more writes" : "the clock is right again: writes go on");
        else if (isOff && !wasOff) report($"the clock is {-median / 1000.0:+0.0;-0.0} s off its peers'");
        replica.TrustsClock = !isFarOff;
        wasOff = isOff;
    }
}

using Gateway.Simulation.Tests.Pops;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>Nothing that waits in memory grows beyond its bound.</summary>
internal static class Bounds
{
    private const int ParkedMax = 4096 + 4096;
    private const long BytesUnderWayMax = 20 * 1024 * 1024;

    public static void Check(PopProcess process)
    {
        foreach ((string peer, LinkRunner link) in process.Links)
        {
            if (link.Link.Waiting > ParkedMax) throw new HistoryBrokenException("memory is bounded", $"{process.Pop.Name}: {link.Link.Waiting} units of {peer} wait");
            if (link.BytesUnderWay > BytesUnderWayMax) throw new HistoryBrokenException("memory is bounded", $"{process.Pop.Name}: {link.BytesUnderWay} bytes are under way to {peer}");
        }
    }
}

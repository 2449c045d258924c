using Gateway.Replication.Messages;
using Gateway.Simulation.Tests.Pops;
using Gateway.Simulation.Tests.Workload;
using Google.Protobuf;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>What is in a scope never leaves it: not on a link, and not onto a disk.</summary>
internal static class Scopes
{
    private const string Law = "scopes never leak";

    private static ReadOnlySpan<byte> KeyStart => "only-"u8;

    /// <summary>True if a PoP holds the table that not all hold.</summary>
    public static bool Holds(SimulatedPop pop) => HasScopes(pop.Cluster) && (pop.Profile.FollowsAll || pop.Profile.Groups.Contains(ScopedMaker.Group));

    /// <summary>Nothing of the table is sent to who does not hold it.</summary>
    public static void CheckFrame(SimulatedPop from, SimulatedPop to, Frame frame)
    {
        if (!HasScopes(to.Cluster) || Holds(to)) return;
        if (frame.ToByteArray().AsSpan().IndexOf(KeyStart) >= 0) from.Cluster.OnBroken(Law, $"{from.Name} sends {to.Name} {frame}");
    }

    /// <summary>Nothing of the table lies where it is not held.</summary>
    public static void CheckDisk(SimulatedPop pop)
    {
        if (HasScopes(pop.Cluster) && pop.Disk.Holds(KeyStart)) throw new HistoryBrokenException(Law, $"something of {ScopedMaker.Table} lies at {pop.Name}");
    }

    private static bool HasScopes(Cluster cluster) => cluster.Pops.Any(pop => pop.Profile.Groups.Count > 0);
}

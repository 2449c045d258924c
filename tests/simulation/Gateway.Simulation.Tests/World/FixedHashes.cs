using System.Runtime.CompilerServices;
using Gateway.DynamoCompat.Items;

namespace Gateway.Simulation.Tests.World;

/// <summary>Items that share a lock wait for each other: which ones do is otherwise another chance in each process.</summary>
internal static class FixedHashes
{
    [ModuleInitializer]
    internal static void Fix() => ItemAddress.Seed = 4711;
}

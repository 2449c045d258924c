using System.Runtime.CompilerServices;
using Gateway.DynamoCompat.Items;
using Gateway.Replication.Following;

namespace Gateway.Api.Tests.Helpers;

/// <summary>Items that share a lock wait for each other: which ones do is otherwise another chance in each process.</summary>
internal static class FixedHashes
{
    [ModuleInitializer]
    internal static void Fix() => ItemAddress.Seed = PartitionName.Seed = 4711;
}

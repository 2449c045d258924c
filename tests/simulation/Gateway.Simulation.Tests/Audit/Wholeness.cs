using Gateway.Crdt.Values;
using Gateway.DynamoCompat;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Simulation.Tests.Pops;
using Gateway.Simulation.Tests.Workload;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>Looks at the store after every frame that may have changed it: a client could read there at that moment.</summary>
internal static class Wholeness
{
    private static readonly string[] Together = ["ids", "n", "latest"];

    /// <summary>Breaks a law if the store shows a part of a transaction.</summary>
    public static void Check(PopProcess process)
    {
        DynamoServices services = process.Face.Services;
        if (process.Face.Replica.Tables.FirstOrDefault(table => table.Name == RequestMaker.Table) is not { } found || services.Directory.Find(found.Number) is not { } table) return;
        foreach ((ItemName one, ItemName other) in RequestMaker.Pairs)
        {
            Value here = Read(services, table, one), there = Read(services, table, other);
            if (Array.Exists(Together, name => Member(here, name) != Member(there, name))) process.Pop.Cluster.OnBroken("a transaction is whole", $"at {process.Pop.Name}: {here} and {there}");
        }
    }

    private static Value Read(DynamoServices services, TableSchema table, ItemName item)
    {
        ItemAddress address = ItemKeys.AddressOf(table, Value.Map(("pk", Value.String(item.Pk)), ("sk", Value.String(item.Sk))));
        return StoredItem.Read(services.Store.Get(address.StoreKey), Value.EmptyMap);
    }

    private static Value Member(Value item, string name) => item.Kind == ValueKind.Map && item.TryGetMember(name, out Value member) ? member : default;
}

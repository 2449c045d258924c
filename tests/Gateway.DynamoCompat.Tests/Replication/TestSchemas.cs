using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tests.Replication;

/// <summary>The schema of the tests' table, read from the store.</summary>
internal static class TestSchemas
{
    public static TableSchema Of(PopUnderTest pop)
    {
        using IStoreSnapshot snapshot = pop.Face.Store.Snapshot();
        return TableCompiler.Compile(JsonSerializer.Deserialize(snapshot.Get(CatalogKeys.Table(pop.Orders.Number)), CatalogJson.Default.TableDefinition)!);
    }
}

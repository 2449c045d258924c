using System.Diagnostics.CodeAnalysis;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Tables as replication finds them: the system table too, which the catalog does not list.</summary>
internal sealed class TableDirectory(TableCatalog tables)
{
    /// <summary>The tables that are there, in no order.</summary>
    public IEnumerable<TableSchema> All => tables.All.Select(table => tables.Find(table.Number)).OfType<TableSchema>().Append(SystemTable.Schema);

    /// <summary>A table by its number; null if there is none.</summary>
    public TableSchema? Find(uint number) => number == SystemTable.Number ? SystemTable.Schema : tables.Find(number);

    /// <summary>A table by the id that it has at every PoP.</summary>
    public bool TryFind(UInt128 id, [NotNullWhen(true)] out TableSchema? table) => (table = tables.Find(id)) is not null;
}

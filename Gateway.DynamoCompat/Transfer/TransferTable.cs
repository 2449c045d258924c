using System.Globalization;
using System.Text.Json;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Transfer;

/// <summary>A table as a backup keeps it.</summary>
public sealed class TransferTable
{
    private readonly TableDefinition table;

    internal TransferTable(TableDefinition table) => this.table = table;

    /// <summary>Its number in this store.</summary>
    public uint Number => table.Number;

    /// <summary>The same at every PoP.</summary>
    public Guid Id => Guid.Parse(table.TableId, CultureInfo.InvariantCulture);

    /// <summary>Whose it is.</summary>
    public string AccountId => table.AccountId;

    /// <summary>Where its owner asks for it.</summary>
    public string Region => table.Region;

    /// <summary>Its name.</summary>
    public string Name => table.Name;

    /// <summary>True while it gets the items of a backup or of another table, which are in no log.</summary>
    public bool IsFilling => table.IsRestoring;

    /// <summary>The whole definition, for <see cref="TableImport"/>.</summary>
    public string Definition => JsonSerializer.Serialize(table, CatalogJson.Default.TableDefinition);

    /// <summary>Its key.</summary>
    public IReadOnlyList<TransferKeyPart> Key => KeyOf(table.Key);

    /// <summary>Its secondary indexes.</summary>
    public IReadOnlyList<TransferIndex> Indexes =>
        [.. table.Indexes.Where(index => !index.IsDeleting).Select(index => new TransferIndex(index.Name, index.IsGlobal, KeyOf(index.Key), index.Projection, index.NonKeyAttributes))];

    private IReadOnlyList<TransferKeyPart> KeyOf(IReadOnlyList<KeyElement> key) =>
        [.. key.Select(element => new TransferKeyPart(element.Name, table.Attributes.First(attribute => attribute.Name == element.Name).Type, element.Role == "HASH"))];
}

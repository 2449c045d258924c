using System.Runtime.CompilerServices;
using System.Text;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Scopes;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Replication;

/// <summary>A table, as replication needs to know it.</summary>
public sealed class ReplicatedTable
{
    private static readonly ConditionalWeakTable<TableSchema, ReplicatedTable> Shown = [];

    private readonly TableSchema schema;

    private ReplicatedTable(TableSchema schema)
    {
        this.schema = schema;
        Id = schema.Definition.Id;
        Tags = schema.Definition.Tags.ToDictionary(tag => tag.Key, tag => tag.Value);
    }

    /// <summary>A table as replication sees it.</summary>
    internal static ReplicatedTable Of(TableSchema table) => Shown.GetValue(table, static table => new ReplicatedTable(table));

    /// <summary>The same at every PoP.</summary>
    public UInt128 Id { get; }

    /// <summary>Of this store only.</summary>
    public uint Number => schema.Number;

    /// <summary>Whose it is.</summary>
    public string AccountId => schema.Definition.AccountId;

    /// <summary>Where its owner asks for it.</summary>
    public string Region => schema.Definition.Region;

    /// <summary>Its name.</summary>
    public string Name => schema.Name;

    /// <summary>Which PoPs hold its items.</summary>
    public TableScope Scope => schema.Scope;

    /// <summary>True if this PoP began to hold it when it was there already: what it does not have of it was not necessarily deleted.</summary>
    public bool IsPartial => schema.Definition.IsPartial;

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>The value of the partition key: of a text its UTF-8, of a binary its bytes, of a number its digits as DynamoDB shows them.</summary>
    public byte[] PartitionBytes(ItemKey key)
    {
        KeyReader reader = new(key.Bytes);
        return schema.Key.Partition[0].Type == ValueKind.Number ? Encoding.ASCII.GetBytes(reader.Number().ToString()) : reader.Terminated().ToArray();
    }

    /// <summary>How many bytes the partition key takes at the beginning of an item's key.</summary>
    public int PartitionBytesOf(ReadOnlySpan<byte> itemKey)
    {
        KeyReader reader = new(itemKey);
        ItemKeys.SkipPart(ref reader, schema.Key.Partition[0].Type);
        return reader.At;
    }

    /// <summary>The hash of the partition key: the order of scans.</summary>
    public uint PartitionHash(ItemKey key)
    {
        KeyReader reader = new(key.Bytes);
        ItemKeys.SkipPart(ref reader, schema.Key.Partition[0].Type);
        return KeyHash.Of(key.Bytes[..reader.At]);
    }
}

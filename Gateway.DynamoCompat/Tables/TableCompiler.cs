using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Scopes;
using Gateway.DynamoCompat.Streams;

namespace Gateway.DynamoCompat.Tables;

/// <summary>Makes the schema that reads and writes use from a table's definition.</summary>
internal static class TableCompiler
{
    /// <summary>The table tag that says how whole values put over others become edits: <c>merge</c> (default) or <c>replace</c>.</summary>
    public const string PutModeTag = "edge:put";

    public static TableSchema Compile(TableDefinition table, TableSlot? slot = null, IReadOnlyList<ScopeRule>? scopes = null)
    {
        KeySchema key = KeyOf(table, table.Key);
        return new TableSchema
        {
            Definition = table,
            Slot = slot,
            Scope = ScopeRules.Of(table, scopes ?? []),
            Key = key,
            Indexes = [.. table.Indexes.Where(index => !index.IsDeleting).Select(index => Compile(table, key, index))],
            StreamView = table.Stream?.View ?? StreamView.None,
            StreamId = table.Stream is { } stream ? ChangeStream.IdOf(stream) : 0,
            TimeToLiveAttribute = table.TimeToLiveAttribute,
            KeepsHistory = table.KeepsHistory,
            PlanOptions = new PlanOptions
            {
                Mode = table.Tags.Any(tag => tag is { Key: PutModeTag, Value: "replace" }) ? PutMode.Replace : PutMode.Merge,
                TimeToLiveAttribute = table.TimeToLiveAttribute,
            },
        };
    }

    private static SecondaryIndex Compile(TableDefinition table, KeySchema tableKey, IndexDefinition index)
    {
        KeySchema key = KeyOf(table, index.Key);
        ProjectionKind projection = index.Projection switch
        {
            "ALL" => ProjectionKind.All,
            "INCLUDE" => ProjectionKind.Include,
            _ => ProjectionKind.KeysOnly,
        };
        FrozenSet<string>? attributes = projection == ProjectionKind.All ? null : index.NonKeyAttributes.Concat(key.All.Concat(tableKey.All).Select(part => part.Name)).ToFrozenSet();
        return new SecondaryIndex
        {
            Number = index.Number,
            Name = index.Name,
            IsGlobal = index.IsGlobal,
            Key = key,
            Projection = projection,
            Attributes = attributes,
            AttributeNames = attributes is null ? default : Value.Map(attributes.Select(name => KeyValuePair.Create(name, Value.Null))),
            IsReadable = !index.IsBackfilling,
        };
    }

    private static KeySchema KeyOf(TableDefinition table, IReadOnlyList<KeyElement> elements) => new(Parts(table, elements, "HASH"), Parts(table, elements, "RANGE"));

    private static ImmutableArray<KeyAttribute> Parts(TableDefinition table, IReadOnlyList<KeyElement> elements, string role) =>
        [.. elements.Where(element => element.Role == role).Select(element => new KeyAttribute(element.Name, TypeOf(table, element.Name)))];

    private static ValueKind TypeOf(TableDefinition table, string name) => table.Attributes.First(attribute => attribute.Name == name).Type switch
    {
        "S" => ValueKind.String,
        "N" => ValueKind.Number,
        _ => ValueKind.Binary,
    };
}

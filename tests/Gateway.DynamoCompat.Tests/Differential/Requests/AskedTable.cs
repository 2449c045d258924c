using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A table as it is asked for, and as the model keeps it.</summary>
internal sealed record AskedTable
{
    public required string Name { get; init; }

    public required AskedKey Partition { get; init; }

    public AskedKey? Sort { get; init; }

    public IReadOnlyList<AskedIndex> Indexes { get; init; } = [];

    /// <summary>True if items are snapshots: a put replaces them instead of merging.</summary>
    public bool IsReplaced { get; init; }

    public IEnumerable<AskedKey> Key => Sort is null ? [Partition] : [Partition, Sort];

    /// <summary>The CreateTable.</summary>
    public JsonObject Body()
    {
        JsonObject body = new()
        {
            ["TableName"] = Name,
            ["BillingMode"] = "PAY_PER_REQUEST",
            ["AttributeDefinitions"] = Definitions(Key.Concat(Indexes.SelectMany(index => index.Key))),
            ["KeySchema"] = Schema([Partition], Sort is null ? [] : [Sort]),
            ["StreamSpecification"] = new JsonObject { ["StreamEnabled"] = true, ["StreamViewType"] = "NEW_AND_OLD_IMAGES" },
        };
        Add("GlobalSecondaryIndexes", isGlobal: true);
        Add("LocalSecondaryIndexes", isGlobal: false);
        if (IsReplaced) body["Tags"] = new JsonArray(new JsonObject { [nameof(Key)] = "edge:put", ["Value"] = "replace" });
        return body;

        void Add(string member, bool isGlobal)
        {
            JsonNode[] indexes = [.. Indexes.Where(index => index.IsGlobal == isGlobal).Select(index => index.Body())];
            if (indexes.Length > 0) body[member] = new JsonArray(indexes);
        }
    }

    public static JsonArray Definitions(IEnumerable<AskedKey> keys) =>
        new([.. keys.Distinct().Select(key => new JsonObject { ["AttributeName"] = key.Name, ["AttributeType"] = key.Type })]);

    public static JsonArray Schema(IEnumerable<AskedKey> partition, IEnumerable<AskedKey> sort) =>
        new([.. partition.Select(key => Element(key, "HASH")), .. sort.Select(key => Element(key, "RANGE"))]);

    private static JsonObject Element(AskedKey key, string type) => new() { ["AttributeName"] = key.Name, ["KeyType"] = type };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>Global indexes that come and go while the table is in use. Source: messages observed at DynamoDB, October 2026; doc GSI.OnlineOps.</summary>
public sealed class IndexChangeTests
{
    private const string Invalid = "ValidationException: One or more parameter values were invalid: ";
    private const string Busy = "ResourceInUseException: Attempt to change a resource which is still in use: ";
    private const string Deletion = "{'Delete': {'IndexName': 'g-1'}}";

    private static readonly string Creation = Create(Index("g-1", Key("g HASH", "n RANGE"), KeysOnly));
    private static readonly string Defined = Attributes("g S", "n N");

    public static TheoryData<string, string> Refusals => new()
    {
        { Body("t-1", IndexUpdates(Creation)), Invalid + "AttributeDefinitions is not specified for index: g-1" },
        { Body("t-1", Attributes("g S"), IndexUpdates(Creation)), Invalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [g, n], AttributeDefinitions: [g]" },
        { Body("t-1", Attributes("g S", "g S"), IndexUpdates(Creation)), "ValidationException: Attribute Name is duplicated: g" },
        { Body("t-1", Defined, IndexUpdates(Create(Index("g-1", Key("g RANGE"), KeysOnly)))), "ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type" },
        { Body("t-1", Defined, IndexUpdates(Create(Index("g-1", Key("g HASH"), Projection("ALL", "x"))))), Invalid + "ProjectionType is ALL, but NonKeyAttributes is specified" },
        { Body("t-1", Defined, IndexUpdates(Create(Index("g-1", Key("g HASH"), KeysOnly, Provisioned(1, 1))))), Invalid + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: g-1 when BillingMode is PAY_PER_REQUEST" },
        { Body("t-1", Defined, IndexUpdates(Create(Index("l-1", Key("g HASH"), KeysOnly)))), "ValidationException: Attempting to create an index which already exists" },
        { Body("t-1", IndexUpdates(Deletion)), "ResourceNotFoundException: Requested resource not found: Index g-1 for table t-1" },
        { Body("t-1", IndexUpdates("{'Delete': {'IndexName': 'l-1'}}")), "ValidationException: Cannot delete an index that is not a GlobalSecondaryIndex: l-1" },
        { Body("t-1", IndexUpdates("{'Update': {'IndexName': 'l-1', 'OnDemandThroughput': {'MaxReadRequestUnits': 1}}}")), "ValidationException: Cannot update an index that is not a GlobalSecondaryIndex: l-1" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task An_index_is_refused(string body, string refusal)
    {
        await using FaceUnderTest face = await Face();

        Assert.Equal(refusal, await face.RefusedAsync("UpdateTable", body));
    }

    [Fact]
    public async Task A_new_index_holds_the_items_that_were_there()
    {
        await using FaceUnderTest face = await Face();
        for (int i = 0; i < 600; i++) await Put(face, i, i % 2 == 0 ? "even" : "odd");
        await face.RunAsync("PutItem", "{'TableName': 't-1', 'Item': {'a': {'S': 'without'}, 'b': {'N': '1'}}}");

        JsonNode answer = await Update(face, Defined, IndexUpdates(Creation));
        Assert.Equal("UPDATING", (string)answer["TableStatus"]!);
        Assert.Equal("CREATING", (string)answer["GlobalSecondaryIndexes"]![0]!["IndexStatus"]!);
        Assert.False((bool)answer["GlobalSecondaryIndexes"]![0]!["Backfilling"]!);
        Assert.Equal("""[{"AttributeName":"a","AttributeType":"S"},{"AttributeName":"b","AttributeType":"N"},{"AttributeName":"g","AttributeType":"S"},{"AttributeName":"n","AttributeType":"N"}]""", answer["AttributeDefinitions"]!.ToJsonString());

        await face.IdleAsync();
        JsonNode index = (await Describe(face))["GlobalSecondaryIndexes"]![0]!;
        Assert.Equal("ACTIVE", (string)index["IndexStatus"]!);
        Assert.Null(index["Backfilling"]);
        Assert.Equal(600, (int)index["ItemCount"]!);
        Assert.Equal(300, await Count(face, "even"));
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public async Task Writes_go_on_while_an_index_is_filled()
    {
        await using FaceUnderTest face = await Face();
        for (int i = 0; i < 2000; i++) await Put(face, i, "old");

        await Update(face, Defined, IndexUpdates(Creation));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (int i = writer; i < 2000; i += 4)
            {
                if (i % 3 == 0) await face.RunAsync("DeleteItem", $"{{'TableName': 't-1', 'Key': {{'a': {{'S': '{i}'}}, 'b': {{'N': '1'}}}}}}");
                else if (i % 3 == 1) await Put(face, i, "new");
            }
        })));
        await face.IdleAsync();

        int removed = Enumerable.Range(0, 2000).Count(i => i % 3 == 0);
        int moved = Enumerable.Range(0, 2000).Count(i => i % 3 == 1);
        Assert.Equal(moved, await Count(face, "new"));
        Assert.Equal(2000 - removed - moved, await Count(face, "old"));
        Assert.Equal(2000 - removed, (int)(await Describe(face))["GlobalSecondaryIndexes"]![0]!["ItemCount"]!);
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public async Task An_index_that_is_filled_is_not_read()
    {
        await using FaceUnderTest face = await Face(delay: 5);
        await Update(face, Defined, IndexUpdates(Creation));

        Assert.Equal("ValidationException: Cannot read from backfilling global secondary index: g-1", await face.RefusedAsync("Query", Query("x")));
        Assert.Equal("LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table", await face.RefusedAsync("UpdateTable", Body("t-1", Defined, IndexUpdates(Create(Index("g-2", Key("g HASH"), KeysOnly))))));
        Assert.Equal(Busy + "Cannot delete table while indexes are being created, updated, or deleted.", await face.RefusedAsync("DeleteTable", Body("t-1")));
        Assert.Equal(Busy + "Index creation is in resource allocation phase. Retry deletion during backfilling phase or when the index is active. Table: t-1 Index: g-1", await face.RefusedAsync("UpdateTable", Body("t-1", IndexUpdates(Deletion))));
        Assert.Equal(Busy + "Can't change stream status when an index is being created. Table: t-1 Indexes: [g-1]", await face.RefusedAsync("UpdateTable", Body("t-1", "'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_IMAGE'}")));

        await face.FinishAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(0, await Count(face, "x"));
    }

    [Fact]
    public async Task A_deleted_index_is_gone_with_its_definitions()
    {
        await using FaceUnderTest face = await Face(delay: 5);
        await Update(face, Defined, IndexUpdates(Creation));
        await face.FinishAsync(TimeSpan.FromSeconds(5));
        await Put(face, 1, "x");
        int keys = face.KeysOfTables();

        JsonNode answer = await Update(face, IndexUpdates(Deletion));
        Assert.Equal("UPDATING", (string)answer["TableStatus"]!);
        Assert.Equal("DELETING", (string)answer["GlobalSecondaryIndexes"]![0]!["IndexStatus"]!);
        Assert.Equal("ValidationException: The table does not have the specified index: g-1", await face.RefusedAsync("Query", Query("x")));
        Assert.Equal(Busy + "Index is being deleted. Table: t-1 Index: g-1", await face.RefusedAsync("UpdateTable", Body("t-1", IndexUpdates(Deletion))));

        await face.FinishAsync(TimeSpan.FromSeconds(5));
        JsonNode table = await Describe(face);
        Assert.Null(table["GlobalSecondaryIndexes"]);
        Assert.Equal("""[{"AttributeName":"a","AttributeType":"S"},{"AttributeName":"b","AttributeType":"N"}]""", table["AttributeDefinitions"]!.ToJsonString());
        Assert.Equal(keys - 1, face.KeysOfTables()); // its one entry

        await Update(face, Defined, IndexUpdates(Creation));
        await face.FinishAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(1, await Count(face, "x"));
    }

    [Fact]
    public async Task An_index_is_filled_and_removed_also_after_a_power_cut()
    {
        await using FaceUnderTest face = await Face(delay: 5);
        for (int i = 0; i < 300; i++) await Put(face, i, "x");
        await Update(face, Defined, IndexUpdates(Creation));
        await face.RestartAsync(isPowerCut: true);
        await face.FinishAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(300, await Count(face, "x"));
        Assert.Equal(300, (int)(await Describe(face))["GlobalSecondaryIndexes"]![0]!["ItemCount"]!);

        await Update(face, IndexUpdates(Deletion));
        await face.RestartAsync(isPowerCut: true);
        await face.FinishAsync(TimeSpan.FromSeconds(5));
        Assert.Null((await Describe(face))["GlobalSecondaryIndexes"]);
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public async Task Twenty_global_indexes_are_enough()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("t-1", Attributes("a S"), Key("a HASH"), OnDemand, Globals([.. Enumerable.Range(1, 20).Select(n => Index($"i-{n}", Key("a HASH"), KeysOnly))])));

        Assert.Equal("LimitExceededException: Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20", await face.RefusedAsync("UpdateTable", Body("t-1", Attributes("a S"), IndexUpdates(Create(Index("one-more", Key("a HASH"), KeysOnly))))));
    }

    private static string Create(string index) => $"{{'Create': {index}}}";

    private static async Task<FaceUnderTest> Face(int delay = 0)
    {
        FaceUnderTest face = new(options: new DynamoOptions { TableDelay = TimeSpan.FromSeconds(delay) });
        await face.RunAsync("CreateTable", Body("t-1", Attributes("a S", "b N"), Key("a HASH", "b RANGE"), OnDemand, Locals(Index("l-1", Key("a HASH", "b RANGE"), KeysOnly))));
        face.Time.Advance(TimeSpan.FromSeconds(delay));
        return face;
    }

    private static async Task<JsonNode> Update(FaceUnderTest face, params string[] members) => (await face.RunAsync("UpdateTable", Body("t-1", members)))["TableDescription"]!;

    private static async Task<JsonNode> Describe(FaceUnderTest face) => (await face.RunAsync("DescribeTable", Body("t-1")))["Table"]!;

    private static Task Put(FaceUnderTest face, int i, string g) =>
        face.RunAsync("PutItem", string.Create(CultureInfo.InvariantCulture, $"{{'TableName': 't-1', 'Item': {{'a': {{'S': '{i}'}}, 'b': {{'N': '1'}}, 'g': {{'S': '{g}'}}, 'n': {{'N': '{i}'}}}}}}"));

    private static async Task<int> Count(FaceUnderTest face, string g) => (int)(await face.RunAsync("Query", Query(g)))["Count"]!;

    private static string Query(string g) => $"{{'TableName': 't-1', 'IndexName': 'g-1', 'KeyConditionExpression': 'g = :g', 'ExpressionAttributeValues': {{':g': {{'S': '{g}'}}}}}}";
}

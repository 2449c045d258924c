using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>A deleted table leaves nothing but a name that is free. Source: messages observed at DynamoDB, October 2026.</summary>
public sealed class DeleteTableTests
{
    private const string Busy = "ResourceInUseException: Attempt to change a resource which is still in use: ";

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);
    private static readonly string Table = Body("t-1", Attributes("a S", "g S"), Key("a HASH"), OnDemand, Globals(Index("g-1", Key("g HASH"), KeysOnly)));

    [Fact]
    public async Task Nothing_is_left_of_it()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("stays", Attributes("a S"), Key("a HASH"), OnDemand));
        await face.IdleAsync();
        int keys = face.KeysOfTables();

        await face.RunAsync("CreateTable", Table);
        await face.RunAsync("UpdateTimeToLive", Body("t-1", "'TimeToLiveSpecification': {'Enabled': true, 'AttributeName': 'ends'}"));
        for (int i = 0; i < 20; i++) await face.RunAsync("PutItem", $"{{'TableName': 't-1', 'Item': {{'a': {{'S': '{i}'}}, 'g': {{'S': 'x'}}, 'ends': {{'N': '99999999999'}}}}}}");
        JsonObject answer = await face.RunAsync("DeleteTable", Body("t-1"));
        Assert.Equal("DELETING", (string)answer["TableDescription"]!["TableStatus"]!);
        Assert.Equal(20, (int)answer["TableDescription"]!["ItemCount"]!);
        Assert.Null(answer["TableDescription"]!["KeySchema"]);

        Assert.Equal("ResourceNotFoundException: Requested resource not found: Table: t-1 not found", await face.RefusedAsync("DescribeTable", Body("t-1")));
        Assert.Equal("ResourceNotFoundException: Requested resource not found: Table: t-1 not found", await face.RefusedAsync("DeleteTable", Body("t-1")));
        Assert.Equal("ResourceNotFoundException: Requested resource not found", await face.RefusedAsync("Scan", Body("t-1")));
        await face.IdleAsync();
        Assert.Equal(keys, face.KeysOfTables());
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public async Task Its_name_is_free_for_a_table_without_its_items()
    {
        await using FaceUnderTest face = new();
        string first = (string)(await face.RunAsync("CreateTable", Table))["TableDescription"]!["TableId"]!;
        await face.RunAsync("PutItem", "{'TableName': 't-1', 'Item': {'a': {'S': 'x'}}}");
        await face.RunAsync("DeleteTable", Body("t-1"));
        string second = (string)(await face.RunAsync("CreateTable", Table))["TableDescription"]!["TableId"]!;

        Assert.NotEqual(first, second);
        Assert.Equal(0, (int)(await face.RunAsync("Scan", Body("t-1")))["Count"]!);
        await face.RunAsync("PutItem", "{'TableName': 't-1', 'Item': {'a': {'S': 'y'}}}");
        await face.IdleAsync();
        Assert.Equal(1, (int)(await face.RunAsync("Scan", Body("t-1")))["Count"]!);
    }

    [Fact]
    public async Task It_shows_deleting_for_its_time()
    {
        await using FaceUnderTest face = new(options: new DynamoOptions { TableDelay = Delay });
        await face.RunAsync("CreateTable", Table);
        Assert.Equal(Busy + "Table is being created: t-1", await face.RefusedAsync("DeleteTable", Body("t-1")));
        face.Time.Advance(Delay);
        await face.RunAsync("DeleteTable", Body("t-1"));

        JsonNode table = (await face.RunAsync("DescribeTable", Body("t-1")))["Table"]!;
        Assert.Equal("DELETING", (string)table["TableStatus"]!);
        Assert.Equal(Busy + "Table is being deleted: t-1", await face.RefusedAsync("DeleteTable", Body("t-1")));
        Assert.Equal("ResourceNotFoundException: Requested resource not found", await face.RefusedAsync("Scan", Body("t-1")));
        Assert.Equal("ResourceInUseException: Table already exists: t-1", await face.RefusedAsync("CreateTable", Table));

        await face.FinishAsync(Delay);
        Assert.Equal("ResourceNotFoundException: Requested resource not found: Table: t-1 not found", await face.RefusedAsync("DescribeTable", Body("t-1")));
    }

    [Fact]
    public async Task A_protected_table_stays()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Table);
        await face.RunAsync("UpdateTable", Body("t-1", "'DeletionProtectionEnabled': true"));
        Assert.Equal("ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.", await face.RefusedAsync("DeleteTable", Body("t-1")));

        await face.RunAsync("UpdateTable", Body("t-1", "'DeletionProtectionEnabled': false"));
        await face.RunAsync("DeleteTable", Body("t-1"));
    }

    [Fact]
    public async Task A_deletion_goes_on_after_a_power_cut()
    {
        await using FaceUnderTest face = new(options: new DynamoOptions { TableDelay = Delay });
        await face.IdleAsync();
        await face.RunAsync("CreateTable", Table);
        face.Time.Advance(Delay);
        for (int i = 0; i < 20; i++) await face.RunAsync("PutItem", $"{{'TableName': 't-1', 'Item': {{'a': {{'S': '{i}'}}, 'g': {{'S': 'x'}}}}}}");
        await face.RunAsync("DeleteTable", Body("t-1"));
        int keys = face.KeysOfTables();
        await face.RestartAsync(isPowerCut: true);

        await face.FinishAsync(Delay);
        Assert.InRange(face.KeysOfTables(), 0, keys - 40);
        Assert.Empty((JsonArray)(await face.RunAsync("ListTables", "{}"))["TableNames"]!);
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public async Task Its_stream_is_read_for_a_day_more()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("t-1", Attributes("a S"), Key("a HASH"), OnDemand, "'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_IMAGE'}"));
        await face.IdleAsync();
        await face.RunAsync("PutItem", "{'TableName': 't-1', 'Item': {'a': {'S': 'x'}}}");
        string arn = (string)(await face.RunAsync("DeleteTable", Body("t-1")))["TableDescription"]!["LatestStreamArn"]!;
        await face.IdleAsync();

        JsonNode stream = (await face.RunAsync("DescribeStream", $"{{'StreamArn': '{arn}'}}"))["StreamDescription"]!;
        Assert.Equal("DISABLED", (string)stream["StreamStatus"]!);
        await face.RestartAsync();
        string shard = (string)stream["Shards"]![0]!["ShardId"]!;
        string iterator = (string)(await face.RunAsync("GetShardIterator", $"{{'StreamArn': '{arn}', 'ShardId': '{shard}', 'ShardIteratorType': 'TRIM_HORIZON'}}"))["ShardIterator"]!;
        Assert.Single((JsonArray)(await face.RunAsync("GetRecords", $"{{'ShardIterator': '{iterator}'}}"))["Records"]!);

        await face.FinishAsync(TimeSpan.FromHours(25));
        Assert.StartsWith("ResourceNotFoundException: ", await face.RefusedAsync("DescribeStream", $"{{'StreamArn': '{arn}'}}"));
        Assert.Empty(face.Bugs);
    }
}

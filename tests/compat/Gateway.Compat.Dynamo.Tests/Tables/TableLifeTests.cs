using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;

namespace Gateway.Compat.Dynamo.Tests.Tables;

/// <summary>Tables from their creation to their end, and what DescribeTable says meanwhile.</summary>
public sealed class TableLifeTests(ServiceUnderTest service)
{
    private const string Plain = """ "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}] """;

    [Fact]
    public async Task A_new_table_is_creating_then_active()
    {
        string name = NewName();

        TableDescription created = (await service.Dynamo.CreateTableAsync(Request(name))).TableDescription;
        TableDescription active = await service.ReadyAsync(name);

        Assert.Equal(TableStatus.CREATING, created.TableStatus);
        Assert.Equal(TableStatus.ACTIVE, active.TableStatus);
        Assert.Equal(name, active.TableName);
        Assert.Matches($"^arn:aws:dynamodb:{service.Region}:[0-9]{{12}}:table/{name}$", active.TableArn);
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", active.TableId);
        Assert.Equal((0, 0), (active.ItemCount, active.TableSizeBytes));
        Assert.Equal(created.CreationDateTime, active.CreationDateTime);
        Assert.Equal(created.TableId, active.TableId);
    }

    [Fact]
    public async Task An_on_demand_table_says_so()
    {
        string name = NewName();
        await service.CreateAsync(Request(name));

        RawAnswer answer = await service.Raw.CallAsync("DescribeTable", $$"""{"TableName":"{{name}}"}""");

        using JsonDocument json = answer.Json();
        JsonElement table = json.RootElement.GetProperty("Table");
        Assert.Equal("PAY_PER_REQUEST", table.GetProperty("BillingModeSummary").GetProperty("BillingMode").GetString());
        Assert.Equal("""{"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,"WriteCapacityUnits":0}""", RawAnswer.Sorted(table.GetProperty("ProvisionedThroughput")));
        Assert.False(table.GetProperty("DeletionProtectionEnabled").GetBoolean());
        Assert.Equal(JsonValueKind.Number, table.GetProperty("CreationDateTime").ValueKind);
        Assert.Equal(
            ["AttributeDefinitions", "BillingModeSummary", "CreationDateTime", "DeletionProtectionEnabled", "ItemCount", "KeySchema", "ProvisionedThroughput", "TableArn", "TableId", "TableName", "TableSizeBytes", "TableStatus"],
            table.EnumerateObject().Select(member => member.Name).Except(["WarmThroughput", "TableThroughputModeSummary"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_provisioned_table_shows_its_figures()
    {
        string name = NewName();
        CreateTableRequest request = Request(name);
        request.BillingMode = null;
        request.ProvisionedThroughput = new ProvisionedThroughput(3, 4);

        TableDescription table = await service.CreateAsync(request);

        Assert.Equal((3, 4, 0), (table.ProvisionedThroughput.ReadCapacityUnits, table.ProvisionedThroughput.WriteCapacityUnits, table.ProvisionedThroughput.NumberOfDecreasesToday));
        Assert.Null(table.BillingModeSummary);
    }

    [Fact]
    public async Task Indexes_are_described()
    {
        string name = NewName();
        CreateTableRequest request = Request(name);
        request.KeySchema.Add(new KeySchemaElement("sk", KeyType.RANGE));
        request.AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.N), new("g", ScalarAttributeType.B)];
        request.GlobalSecondaryIndexes = [new() { IndexName = "global", KeySchema = [new("g", KeyType.HASH), new("sk", KeyType.RANGE)], Projection = new Projection { ProjectionType = ProjectionType.INCLUDE, NonKeyAttributes = ["x", "y"] } }];
        request.LocalSecondaryIndexes = [new() { IndexName = "local", KeySchema = [new("pk", KeyType.HASH), new("g", KeyType.RANGE)], Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY } }];

        TableDescription table = await service.CreateAsync(request);

        GlobalSecondaryIndexDescription global = Assert.Single(table.GlobalSecondaryIndexes);
        Assert.Equal(("global", "ACTIVE", "INCLUDE", "x y", "g sk"), (global.IndexName, global.IndexStatus.Value, global.Projection.ProjectionType.Value, string.Join(' ', global.Projection.NonKeyAttributes), string.Join(' ', global.KeySchema.Select(key => key.AttributeName))));
        Assert.Equal($"{table.TableArn}/index/global", global.IndexArn);
        LocalSecondaryIndexDescription local = Assert.Single(table.LocalSecondaryIndexes);
        Assert.Equal(("local", "KEYS_ONLY", $"{table.TableArn}/index/local"), (local.IndexName, local.Projection.ProjectionType.Value, local.IndexArn));
        Assert.Equal((0, 0), (local.ItemCount, local.IndexSizeBytes));
    }

    [Fact]
    public async Task A_stream_is_described()
    {
        string name = NewName();
        CreateTableRequest request = Request(name);
        request.StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES };

        TableDescription table = await service.CreateAsync(request);

        Assert.True(table.StreamSpecification.StreamEnabled);
        Assert.Equal(StreamViewType.NEW_AND_OLD_IMAGES, table.StreamSpecification.StreamViewType);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$", table.LatestStreamLabel);
        Assert.Equal($"{table.TableArn}/stream/{table.LatestStreamLabel}", table.LatestStreamArn);
    }

    [Fact]
    public async Task Class_protection_and_encryption_are_described()
    {
        string name = NewName();
        CreateTableRequest request = Request(name);
        request.TableClass = TableClass.STANDARD_INFREQUENT_ACCESS;
        request.DeletionProtectionEnabled = true;

        TableDescription table = await service.CreateAsync(request);

        Assert.Equal("STANDARD_INFREQUENT_ACCESS", table.TableClassSummary.TableClass.Value);
        Assert.True(table.DeletionProtectionEnabled);
        Assert.Equal(
            $"ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
            await Refusal.OfAsync(() => service.Dynamo.DeleteTableAsync(name)));
        await service.Dynamo.UpdateTableAsync(new UpdateTableRequest { TableName = name, DeletionProtectionEnabled = false });
        await service.ReadyAsync(name);
        Assert.Equal("200", await Refusal.OfAsync(() => service.Dynamo.DeleteTableAsync(name)));
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        string name = NewName();
        await service.CreateAsync(Request(name));

        Assert.Equal($"ResourceInUseException: Table already exists: {name}", await Refusal.OfAsync(() => service.Dynamo.CreateTableAsync(Request(name))));
    }

    [Fact]
    public async Task A_deleted_table_is_gone_and_its_name_is_free()
    {
        string name = NewName();
        TableDescription first = await service.CreateAsync(Request(name));
        await service.Dynamo.PutItemAsync(name, Items.Of("{pk: 'a'}"));

        TableDescription deleting = (await service.Dynamo.DeleteTableAsync(name)).TableDescription;
        await GoneAsync(name);
        TableDescription second = await service.CreateAsync(Request(name));

        Assert.Equal(TableStatus.DELETING, deleting.TableStatus);
        Assert.Equal(name, deleting.TableName);
        Assert.NotEqual(first.TableId, second.TableId);
        Assert.Equal(0, (await service.Dynamo.ScanAsync(new ScanRequest { TableName = name, ConsistentRead = true })).Count);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_named()
    {
        Assert.Equal("ResourceNotFoundException: Requested resource not found: Table: no-such-table-here not found", await Refusal.OfAsync(() => service.Dynamo.DescribeTableAsync("no-such-table-here")));
        Assert.Equal("ResourceNotFoundException: Requested resource not found: Table: no-such-table-here not found", await Refusal.OfAsync(() => service.Dynamo.DeleteTableAsync("no-such-table-here")));
        Assert.Equal("ResourceNotFoundException: Requested resource not found: Table: no-such-table-here not found", await Refusal.OfAsync(() => service.Dynamo.UpdateTableAsync(new UpdateTableRequest { TableName = "no-such-table-here", BillingMode = BillingMode.PAY_PER_REQUEST })));
    }

    [Theory]
    [InlineData("DescribeTable", "{}", "ValidationException: The parameter 'TableName' is required but was not present in the request")]
    [InlineData("DeleteTable", "{}", "ValidationException: The parameter 'TableName' is required but was not present in the request")]
    [InlineData("UpdateTable", "{}", "ValidationException: The parameter 'TableName' is required but was not present in the request")]
    [InlineData("DescribeTable", """{"TableName":"ab"}""", "ValidationException: TableName must be at least 3 characters long and at most 255 characters long")]
    [InlineData("DeleteTable", """{"TableName":""}""", "ValidationException: TableName must be at least 3 characters long and at most 255 characters long")]
    [Trait("Certainty", "Guess")]
    public async Task Faulty_names(string operation, string json, string refusal) => Assert.Equal(refusal, (await service.Raw.CallAsync(operation, json)).Outcome);

    [Fact]
    public async Task Names_are_listed_in_pages_and_in_order()
    {
        string prefix = NewName();
        string[] names = [.. Enumerable.Range(1, 5).Select(number => $"{prefix}.{number}")];
        foreach (string name in names)
        {
            service.DeleteLater(name);
            await service.Dynamo.CreateTableAsync(Request(name));
        }

        List<string> found = [];
        string start = prefix;
        while (found.Count < 5)
        {
            ListTablesResponse page = await service.Dynamo.ListTablesAsync(new ListTablesRequest { ExclusiveStartTableName = start, Limit = 2 });
            found.AddRange(page.TableNames.TakeWhile(name => name.StartsWith(prefix, StringComparison.Ordinal)));
            Assert.True(page.TableNames.Count <= 2);
            if (found.Count < 5) Assert.Equal(page.TableNames[^1], page.LastEvaluatedTableName);
            start = page.LastEvaluatedTableName!;
        }

        Assert.Equal(names, found);
    }

    [Fact]
    public async Task A_list_after_the_last_name_is_empty() =>
        Assert.Equal("""{"TableNames":[]}""", (await service.Raw.CallAsync("ListTables", """{"ExclusiveStartTableName":"zzzzzzzzzzzzzzzzzzzz"}""")).Body);

    [Fact]
    public async Task Item_counts_are_numbers()
    {
        string name = NewName();
        RawAnswer created = await service.Raw.CallAsync("CreateTable", $$"""{"TableName":"{{name}}","BillingMode":"PAY_PER_REQUEST",{{Plain}}}""");

        using JsonDocument json = created.Json();
        JsonElement table = json.RootElement.GetProperty("TableDescription");
        Assert.Equal("0", table.GetProperty("ItemCount").GetRawText());
        Assert.Equal("CREATING", table.GetProperty("TableStatus").GetString());
        Assert.Equal("""[{"AttributeName":"pk","KeyType":"HASH"}]""", RawAnswer.Sorted(table.GetProperty("KeySchema")));
    }

    private string NewName()
    {
        string name = service.NextTableName();
        service.DeleteLater(name);
        return name;
    }

    private async Task GoneAsync(string name) => Assert.StartsWith("ResourceNotFoundException", await ServiceUnderTest.UntilAsync(() => Refusal.OfAsync(() => service.Dynamo.DescribeTableAsync(name)), outcome => outcome != "200"), StringComparison.Ordinal);

    private static CreateTableRequest Request(string name) =>
        new() { TableName = name, BillingMode = BillingMode.PAY_PER_REQUEST, KeySchema = [new("pk", KeyType.HASH)], AttributeDefinitions = [new("pk", ScalarAttributeType.S)] };
}

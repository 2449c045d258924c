using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Tables;

/// <summary>UpdateTable: indexes that come and go, billing, streams.</summary>
public sealed class UpdateTableTests(TextTable table) : IClassFixture<TextTable>
{
    [Fact]
    public async Task An_index_is_filled_from_the_items_there_and_can_be_deleted()
    {
        await table.PutAllAsync(["{pk: 'i1', sk: 'a', color: 'red'}", "{pk: 'i2', sk: 'a', color: 'red'}", "{pk: 'i3', sk: 'a', color: 'blue'}", "{pk: 'i4', sk: 'a', color: 7}", "{pk: 'i5', sk: 'a'}"]);

        UpdateTableResponse created = await table.Dynamo.UpdateTableAsync(new UpdateTableRequest
        {
            TableName = table.Name,
            AttributeDefinitions = [new("color", ScalarAttributeType.S)],
            GlobalSecondaryIndexUpdates = [new() { Create = new() { IndexName = "by-color", KeySchema = [new("color", KeyType.HASH)], Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY } } }],
        });
        TableDescription ready = await table.Service.ReadyAsync(table.Name);

        Assert.Equal(TableStatus.UPDATING, created.TableDescription.TableStatus);
        Assert.Equal(IndexStatus.CREATING, created.TableDescription.GlobalSecondaryIndexes.Single().IndexStatus);
        Assert.Equal(["color", "pk", "sk"], ready.AttributeDefinitions.Select(definition => definition.AttributeName).Order(StringComparer.Ordinal));
        QueryRequest query = table.Query("color = :c", "{:c: 'red'}", change => change.IndexName = "by-color");
        Assert.Equal("i1 i2", string.Join(' ', (await table.ListedAsync(query, "pk")).Split(' ').Order(StringComparer.Ordinal)));

        await table.Dynamo.UpdateTableAsync(new UpdateTableRequest { TableName = table.Name, GlobalSecondaryIndexUpdates = [new() { Delete = new() { IndexName = "by-color" } }] });
        TableDescription without = await ServiceUnderTest.UntilAsync(async () => (await table.Dynamo.DescribeTableAsync(table.Name)).Table, found => found.TableStatus == TableStatus.ACTIVE && (found.GlobalSecondaryIndexes ?? []).Count == 0);

        Assert.Empty(without.GlobalSecondaryIndexes ?? []);
        Assert.Equal(["pk", "sk"], without.AttributeDefinitions.Select(definition => definition.AttributeName).Order(StringComparer.Ordinal));
        Assert.Equal("ValidationException: The table does not have the specified index: by-color", await table.ListedAsync(query, "pk"));
    }

    [Theory]
    [InlineData("", "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates")]
    [InlineData(""","ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}""", "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")]
    [InlineData(""","GlobalSecondaryIndexUpdates":[]""", "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates")]
    [InlineData(""","GlobalSecondaryIndexUpdates":[{}]""", "One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null")]
    [InlineData(""","StreamSpecification":{"StreamEnabled":false}""", "Table has no stream to disable")]
    [InlineData(""","GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"abc","KeySchema":[{"AttributeName":"zzz","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}}]""", "One or more parameter values were invalid: ")]
    public async Task Faulty_updates_are_refused(string rest, string refusal) => Assert.StartsWith($"ValidationException: {refusal}", await table.OutcomeAsync("UpdateTable", $$"""{"TableName":"@T"{{rest}}}"""), StringComparison.Ordinal);

    [Fact]
    public async Task An_index_that_is_not_there_cannot_be_deleted() =>
        Assert.StartsWith("ResourceNotFoundException: Requested resource not found", await table.OutcomeAsync("UpdateTable", """{"TableName":"@T","GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"absent"}}]}"""), StringComparison.Ordinal);
}

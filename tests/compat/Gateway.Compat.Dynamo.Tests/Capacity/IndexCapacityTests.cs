using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Capacity;

/// <summary>What indexes cost, and the metrics of item collections.</summary>
public sealed class IndexCapacityTests(ChangingTable table) : IClassFixture<ChangingTable>
{
    [Theory]
    [InlineData("", """{"CapacityUnits":1,"Table":{"CapacityUnits":1}}""")]
    [InlineData(""","g":{"S":"x"},"n":{"N":"1"} """, """{"CapacityUnits":2,"GlobalSecondaryIndexes":{"by-g":{"CapacityUnits":1}},"Table":{"CapacityUnits":1}}""")]
    [InlineData(""","l":{"B":"AA=="} """, """{"CapacityUnits":2,"LocalSecondaryIndexes":{"by-l":{"CapacityUnits":1}},"Table":{"CapacityUnits":1}}""")]
    [InlineData(""","g":{"S":"x"},"n":{"N":"1"},"l":{"B":"AA=="} """, """{"CapacityUnits":3,"GlobalSecondaryIndexes":{"by-g":{"CapacityUnits":1}},"LocalSecondaryIndexes":{"by-l":{"CapacityUnits":1}},"Table":{"CapacityUnits":1}}""")]
    public async Task A_new_entry_costs_a_write(string attributes, string cost)
    {
        string key = table.NextKey();

        Assert.Equal(cost, await CostAsync("PutItem", $$$""" "Item":{"pk":{"S":"{{{key}}}"},"sk":{"S":"s"}{{{attributes}}}} """));
    }

    [Theory]
    [InlineData("SET b = :v", """{"S":"x"}""", """{"CapacityUnits":2,"LocalSecondaryIndexes":{"by-l":{"CapacityUnits":1}},"Table":{"CapacityUnits":1}}""")]
    [InlineData("SET a = :v", """{"S":"x"}""", """{"CapacityUnits":3,"GlobalSecondaryIndexes":{"by-g":{"CapacityUnits":1}},"LocalSecondaryIndexes":{"by-l":{"CapacityUnits":1}},"Table":{"CapacityUnits":1}}""")]
    [InlineData("SET g = :v", """{"S":"y"}""", """{"CapacityUnits":4,"GlobalSecondaryIndexes":{"by-g":{"CapacityUnits":2}},"LocalSecondaryIndexes":{"by-l":{"CapacityUnits":1}},"Table":{"CapacityUnits":1}}""")]
    [InlineData("SET l = :v", """{"B":"AQ=="}""", """{"CapacityUnits":3,"LocalSecondaryIndexes":{"by-l":{"CapacityUnits":2}},"Table":{"CapacityUnits":1}}""")]
    [InlineData("SET b = b", null, """{"CapacityUnits":1,"Table":{"CapacityUnits":1}}""")]
    [InlineData("REMOVE g, l", null, """{"CapacityUnits":3,"GlobalSecondaryIndexes":{"by-g":{"CapacityUnits":1}},"LocalSecondaryIndexes":{"by-l":{"CapacityUnits":1}},"Table":{"CapacityUnits":1}}""")]
    public async Task A_changed_entry_costs_one_write_a_moved_one_two(string update, string? value, string cost)
    {
        string key = table.NextKey();
        await table.PutAsync($"{{pk: '{key}', sk: 's', g: 'x', n: 1, l: b'AA==', a: 'a', b: 'b'}}");
        string values = value is null ? "" : $$""","ExpressionAttributeValues":{":v":{{value}}}""";

        Assert.Equal(cost, await CostAsync("UpdateItem", $$$$$$"""  "Key":{"pk":{"S":"{{{{{{key}}}}}}"},"sk":{"S":"s"}},"UpdateExpression":"{{{{{{update}}}}}}"{{{{{{values}}}}}} """));
    }

    [Fact]
    public async Task A_delete_costs_each_entry()
    {
        string key = table.NextKey();
        await table.PutAsync($"{{pk: '{key}', sk: 's', g: 'x', n: 1, l: b'AA=='}}");

        Assert.Equal(
            """{"CapacityUnits":3,"GlobalSecondaryIndexes":{"by-g":{"CapacityUnits":1}},"LocalSecondaryIndexes":{"by-l":{"CapacityUnits":1}},"Table":{"CapacityUnits":1}}""",
            await CostAsync("DeleteItem", $$$$""" "Key":{"pk":{"S":"{{{{key}}}}"},"sk":{"S":"s"}} """));
    }

    [Fact]
    public async Task A_query_of_an_index_costs_the_index()
    {
        Assert.Equal("""{"CapacityUnits":0.5,"GlobalSecondaryIndexes":{"by-g":{"CapacityUnits":0.5}},"Table":{"CapacityUnits":0}}""", await CostAsync("Query", """ "IndexName":"by-g","KeyConditionExpression":"g = :g","ExpressionAttributeValues":{":g":{"S":"absent"}} """));
        Assert.Equal("""{"CapacityUnits":0.5,"LocalSecondaryIndexes":{"by-l":{"CapacityUnits":0.5}},"Table":{"CapacityUnits":0}}""", await CostAsync("Query", """ "IndexName":"by-l","KeyConditionExpression":"pk = :g","ExpressionAttributeValues":{":g":{"S":"absent"}} """));
    }

    [Theory]
    [InlineData("PutItem", """ "Item":{"pk":{"S":"metrics"},"sk":{"S":"1"}} """)]
    [InlineData("UpdateItem", """ "Key":{"pk":{"S":"metrics"},"sk":{"S":"1"}} """)]
    [InlineData("DeleteItem", """ "Key":{"pk":{"S":"metrics"},"sk":{"S":"1"}} """)]
    public async Task Item_collection_metrics_come_with_local_indexes(string operation, string rest)
    {
        RawAnswer answer = await table.CallAsync(operation, $$"""{"TableName":"@T","ReturnItemCollectionMetrics":"SIZE",{{rest}}}""");

        Assert.Equal("""{"ItemCollectionMetrics":{"ItemCollectionKey":{"pk":{"S":"metrics"}},"SizeEstimateRangeGB":[0,1]}}""", answer.SortedBody);
    }

    [Fact]
    public async Task Item_collection_metrics_of_a_batch_are_by_table()
    {
        RawAnswer answer = await table.CallAsync("BatchWriteItem", """{"ReturnItemCollectionMetrics":"SIZE","RequestItems":{"@T":[{"PutRequest":{"Item":{"pk":{"S":"m2"},"sk":{"S":"1"}}}}]}}""");

        Assert.Equal("""{"ItemCollectionMetrics":{"@T":[{"ItemCollectionKey":{"pk":{"S":"m2"}},"SizeEstimateRangeGB":[0,1]}]},"UnprocessedItems":{}}""", table.WithoutName(answer.SortedBody));
    }

    private async Task<string> CostAsync(string operation, string rest)
    {
        RawAnswer answer = await table.CallAsync(operation, $$"""{"TableName":"@T","ReturnConsumedCapacity":"INDEXES",{{rest}}}""");
        if (answer.Status != 200) return answer.Outcome;

        using System.Text.Json.JsonDocument json = answer.Json();
        return table.WithoutName(RawAnswer.Sorted(json.RootElement.GetProperty("ConsumedCapacity"))).Replace(""","TableName":"@T"}""", "}", StringComparison.Ordinal);
    }
}

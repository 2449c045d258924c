using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Capacity;

/// <summary>ReturnConsumedCapacity: exact figures. Source: doc read-write-operations, CapacityUnitCalculations.</summary>
public sealed class CapacityTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const string Attribute = """{"pk":{"S":"@K"},"a":{"S":"@X"}}""";

    [Theory]
    [InlineData(10, 1)]
    [InlineData(1017, 1)]
    [InlineData(1018, 2)]
    [InlineData(3000, 3)]
    [InlineData(100_000, 98)]
    public async Task A_put_costs_a_unit_for_each_kilobyte(int letters, int units)
    {
        string key = table.NextKey(); // 5 letters: the item has letters + 8 bytes

        Assert.Equal($$"""{"CapacityUnits":{{units}},"TableName":"@T"}""", await CostAsync("PutItem", $$""" "Item":{{Attribute}} """, key, letters - 1));
    }

    [Theory]
    [InlineData("{}", "1")]
    [InlineData("none", "1")]
    [InlineData("large", "3")]
    public async Task A_put_costs_the_larger_of_old_and_new(string before, string units)
    {
        string key = before == "large" ? await table.PutNewAsync($"{{a: '{new string('x', 3000)}'}}") : await table.PutNewAsync(before);

        Assert.Equal($$"""{"CapacityUnits":{{units}},"TableName":"@T"}""", await CostAsync("PutItem", $$""" "Item":{{Attribute}} """, key, 1));
    }

    [Theory]
    [InlineData(10, false, "0.5")]
    [InlineData(10, true, "1")]
    [InlineData(4088, false, "0.5")]
    [InlineData(4089, false, "1")]
    [InlineData(4089, true, "2")]
    [InlineData(20_000, false, "2.5")]
    [InlineData(20_000, true, "5")]
    public async Task A_get_costs_a_unit_for_each_four_kilobytes_and_half_when_not_consistent(int letters, bool consistent, string units)
    {
        string key = await table.PutNewAsync($"{{a: '{new string('x', letters)}'}}"); // letters + 8 bytes

        string flag = consistent ? "true" : "false";

        Assert.Equal($$"""{"CapacityUnits":{{units}},"TableName":"@T"}""", await CostAsync("GetItem", $$$""" "Key":{"pk":{"S":"@K"}},"ConsistentRead":{{{flag}}} """, key));
    }

    [Theory]
    [InlineData("GetItem", """ "Key":{"pk":{"S":"absent"}} """, "0.5")]
    [InlineData("GetItem", """ "Key":{"pk":{"S":"absent"}},"ConsistentRead":true """, "1")]
    [InlineData("DeleteItem", """ "Key":{"pk":{"S":"absent"}} """, "1")]
    [InlineData("UpdateItem", """ "Key":{"pk":{"S":"@K"}} """, "1")]
    [InlineData("Query", """ "KeyConditionExpression":"pk = :p","ExpressionAttributeValues":{":p":{"S":"absent"}} """, "0.5")]
    [InlineData("Query", """ "KeyConditionExpression":"pk = :p","ExpressionAttributeValues":{":p":{"S":"absent"}},"ConsistentRead":true """, "1")]
    public async Task Nothing_costs_the_least(string operation, string rest, string units) =>
        Assert.Equal($$"""{"CapacityUnits":{{units}},"TableName":"@T"}""", await CostAsync(operation, rest, table.NextKey()));

    [Theory]
    [InlineData(2500, 10, "3")]
    [InlineData(10, 2500, "3")]
    [InlineData(10, 10, "1")]
    public async Task An_update_costs_the_larger_of_before_and_after(int before, int after, string units)
    {
        string key = await table.PutNewAsync($"{{a: '{new string('x', before)}'}}");

        Assert.Equal($$"""{"CapacityUnits":{{units}},"TableName":"@T"}""", await CostAsync("UpdateItem", """ "Key":{"pk":{"S":"@K"}},"UpdateExpression":"SET a = :v","ExpressionAttributeValues":{":v":{"S":"@X"}} """, key, after));
    }

    [Fact]
    public async Task A_delete_costs_what_it_deletes()
    {
        string key = await table.PutNewAsync($"{{a: '{new string('x', 2500)}'}}");

        Assert.Equal("""{"CapacityUnits":3,"TableName":"@T"}""", await CostAsync("DeleteItem", """ "Key":{"pk":{"S":"@K"}} """, key));
    }

    [Fact]
    public async Task Indexes_shows_the_table_too()
    {
        string key = await table.PutNewAsync("{a: 1}");

        Assert.Equal("""{"CapacityUnits":0.5,"Table":{"CapacityUnits":0.5},"TableName":"@T"}""", await CostAsync("GetItem", """ "Key":{"pk":{"S":"@K"}} """, key, 0, "INDEXES"));
        Assert.Equal("""{"CapacityUnits":1,"Table":{"CapacityUnits":1},"TableName":"@T"}""", await CostAsync("UpdateItem", """ "Key":{"pk":{"S":"@K"}} """, key, 0, "INDEXES"));
    }

    [Theory]
    [InlineData("NONE")]
    [InlineData(null)]
    public async Task None_shows_nothing(string? wish)
    {
        string rest = wish is null ? "" : $",\"ReturnConsumedCapacity\":\"{wish}\"";
        RawAnswer answer = await table.CallAsync("GetItem", $$$$"""{"TableName":"@T","Key":{"pk":{"S":"absent"}}{{{{rest}}}}}""");

        Assert.Equal("{}", answer.Body);
    }

    [Fact]
    public async Task A_failed_condition_still_has_no_capacity_in_its_answer()
    {
        RawAnswer answer = await table.CallAsync("DeleteItem", """{"TableName":"@T","Key":{"pk":{"S":"absent"}},"ConditionExpression":"attribute_exists(pk)","ReturnConsumedCapacity":"TOTAL"}""");

        Assert.DoesNotContain("ConsumedCapacity", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_costs_what_it_reads_not_what_it_shows()
    {
        string small = await table.PutNewAsync("{a: 1}"), large = await table.PutNewAsync($"{{a: '{new string('x', 5000)}'}}");
        const string Query = """ "KeyConditionExpression":"pk = :p","FilterExpression":"attribute_exists(nothing)","ExpressionAttributeValues":{":p":{"S":"@K"}} """;

        Assert.Equal("""{"CapacityUnits":0.5,"TableName":"@T"}""", await CostAsync("Query", Query, small));
        Assert.Equal("""{"CapacityUnits":1,"TableName":"@T"}""", await CostAsync("Query", Query, large));
    }

    [Fact]
    public async Task A_batch_lists_each_table_once()
    {
        string one = await table.PutNewAsync("{a: 1}"), two = await table.PutNewAsync($"{{a: '{new string('x', 5000)}'}}");

        RawAnswer get = await table.CallAsync("BatchGetItem", $$$$$$$$"""{"ReturnConsumedCapacity":"TOTAL","RequestItems":{"@T":{"Keys":[{"pk":{"S":"{{{{{{{{one}}}}}}}}"}},{"pk":{"S":"{{{{{{{{two}}}}}}}}"}},{"pk":{"S":"absent"}}]}}}""");
        RawAnswer write = await table.CallAsync("BatchWriteItem", $$$$$$$$"""{"ReturnConsumedCapacity":"INDEXES","RequestItems":{"@T":[{"DeleteRequest":{"Key":{"pk":{"S":"{{{{{{{{one}}}}}}}}"}}}},{"DeleteRequest":{"Key":{"pk":{"S":"{{{{{{{{two}}}}}}}}"}}}}]}}""");

        Assert.Contains(""""ConsumedCapacity":[{"CapacityUnits":2,"TableName":"@T"}]"""", table.WithoutName(get.SortedBody), StringComparison.Ordinal);
        Assert.Contains(""""ConsumedCapacity":[{"CapacityUnits":6,"Table":{"CapacityUnits":6},"TableName":"@T"}]"""", table.WithoutName(write.SortedBody), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_costs_double()
    {
        string key = await table.PutNewAsync("{a: 1}");

        RawAnswer write = await table.CallAsync("TransactWriteItems", $$$$$$"""{"ReturnConsumedCapacity":"TOTAL","TransactItems":[{"Update":{"TableName":"@T","Key":{"pk":{"S":"{{{{{{key}}}}}}"}},"UpdateExpression":"REMOVE b"}},{"ConditionCheck":{"TableName":"@T","Key":{"pk":{"S":"absent"}},"ConditionExpression":"attribute_not_exists(pk)"}}]}""");
        RawAnswer indexes = await table.CallAsync("TransactWriteItems", $$$$$$"""{"ReturnConsumedCapacity":"INDEXES","TransactItems":[{"Update":{"TableName":"@T","Key":{"pk":{"S":"{{{{{{key}}}}}}"}},"UpdateExpression":"REMOVE b"}}]}""");
        RawAnswer get = await table.CallAsync("TransactGetItems", $$$$$$"""{"ReturnConsumedCapacity":"TOTAL","TransactItems":[{"Get":{"TableName":"@T","Key":{"pk":{"S":"{{{{{{key}}}}}}"}}}},{"Get":{"TableName":"@T","Key":{"pk":{"S":"absent"}}}}]}""");

        Assert.Equal("""{"ConsumedCapacity":[{"CapacityUnits":4,"TableName":"@T","WriteCapacityUnits":4}]}""", table.WithoutName(write.SortedBody));
        Assert.Equal("""{"ConsumedCapacity":[{"CapacityUnits":2,"Table":{"CapacityUnits":2,"WriteCapacityUnits":2},"TableName":"@T","WriteCapacityUnits":2}]}""", table.WithoutName(indexes.SortedBody));
        Assert.StartsWith("""{"ConsumedCapacity":[{"CapacityUnits":4,"ReadCapacityUnits":4,"TableName":"@T"}]""", table.WithoutName(get.SortedBody), StringComparison.Ordinal);
    }

    private async Task<string> CostAsync(string operation, string rest, string key, int letters = 0, string wish = "TOTAL")
    {
        string body = rest.Replace("@K", key, StringComparison.Ordinal).Replace("@X", new string('x', letters), StringComparison.Ordinal);
        RawAnswer answer = await table.CallAsync(operation, $$"""{"TableName":"@T","ReturnConsumedCapacity":"{{wish}}",{{body}}}""");
        if (answer.Status != 200) return answer.Outcome;

        using System.Text.Json.JsonDocument json = answer.Json();
        return table.WithoutName(RawAnswer.Sorted(json.RootElement.GetProperty("ConsumedCapacity")));
    }
}

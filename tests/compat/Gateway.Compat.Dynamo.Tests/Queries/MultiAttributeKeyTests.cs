using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Queries;

/// <summary>Global indexes with several key attributes. Source: doc GSI.DesignPattern.MultiAttributeKeys.</summary>
public sealed class MultiAttributeKeyTests(MatchTable table) : IClassFixture<MatchTable>
{
    private const string Partition = "tournament = :t AND area = :a";

    [Theory]
    [InlineData(Partition, "{:t: 'W', :a: 1}", "2 1 3 7")]
    [InlineData("area = :a AND tournament = :t", "{:t: 'W', :a: 2}", "4")]
    [InlineData(Partition + " AND stage = :s", "{:t: 'W', :a: 1, :s: 'a'}", "2 1")]
    [InlineData(Partition + " AND stage > :s", "{:t: 'W', :a: 1, :s: 'a'}", "3 7")]
    [InlineData(Partition + " AND begins_with(stage, :s)", "{:t: 'W', :a: 1, :s: 'b'}", "3 7")]
    [InlineData(Partition + " AND stage BETWEEN :s AND :u", "{:t: 'W', :a: 1, :s: 'a', :u: 'b'}", "2 1 3")]
    [InlineData(Partition + " AND stage = :s AND score = :n", "{:t: 'W', :a: 1, :s: 'a', :n: 9}", "2")]
    [InlineData(Partition + " AND stage = :s AND score > :n", "{:t: 'W', :a: 1, :s: 'a', :n: 9}", "1")]
    [InlineData(Partition + " AND stage = :s AND score BETWEEN :n AND :m", "{:t: 'W', :a: 1, :s: 'a', :n: 9, :m: 10}", "2 1")]
    public async Task Conditions_go_from_left_to_right(string condition, string values, string listed) => Assert.Equal(listed, await table.ListedAsync(table.Query(condition, values, query => query.IndexName = "by-match"), "id"));

    [Theory]
    [InlineData("tournament = :t", "{:t: 'W'}")]
    [InlineData(Partition + " AND score = :n", "{:t: 'W', :a: 1, :n: 9}")]
    [InlineData(Partition + " AND stage > :s AND score = :n", "{:t: 'W', :a: 1, :s: 'a', :n: 9}")]
    [InlineData("tournament = :t AND area > :a", "{:t: 'W', :a: 1}")]
    [InlineData(Partition + " AND id = :i", "{:t: 'W', :a: 1, :i: '1'}")]
    public async Task Conditions_that_skip_are_refused(string condition, string values) =>
        Assert.StartsWith("ValidationException: ", await table.ListedAsync(table.Query(condition, values, query => query.IndexName = "by-match"), "id"), StringComparison.Ordinal);

    [Fact]
    public async Task Backwards_turns_every_attribute_round() =>
        Assert.Equal("7 3 1 2", await table.ListedAsync(table.Query(Partition, "{:t: 'W', :a: 1}", query => (query.IndexName, query.ScanIndexForward) = ("by-match", false)), "id"));

    [Fact]
    public async Task Pages_end_with_every_key_attribute()
    {
        QueryResponse page = await table.Dynamo.QueryAsync(table.Query(Partition, "{:t: 'W', :a: 1}", query => (query.IndexName, query.Limit) = ("by-match", 2)));

        Assert.Equal("{area: 1, id: '1', score: 10, stage: 'a', tournament: 'W'}", Items.Show(page.LastEvaluatedKey));
        Assert.Equal("2 1 | 3 7 | ", await table.PagesAsync(table.Query(Partition, "{:t: 'W', :a: 1}", query => (query.IndexName, query.Limit) = ("by-match", 2)), "id"));
    }

    [Fact]
    public async Task An_item_without_one_of_them_is_not_in_the_index()
    {
        (string items, _) = await table.ScannedAsync(new ScanRequest { TableName = table.Name, IndexName = "by-match" }, "id");

        Assert.Equal("1 2 3 4 5 7", items);
    }

    [Fact]
    public void The_table_describes_its_key_in_order() =>
        Assert.Equal("tournament:HASH area:HASH stage:RANGE score:RANGE", string.Join(' ', table.Description.GlobalSecondaryIndexes[0].KeySchema.Select(key => $"{key.AttributeName}:{key.KeyType.Value}")));

    [Theory]
    [InlineData(5, 1)]
    [InlineData(1, 5)]
    public async Task At_most_four_of_each(int hashes, int ranges)
    {
        string[] names = [.. Enumerable.Range(0, hashes).Select(number => $"h{number}"), .. Enumerable.Range(0, ranges).Select(number => $"r{number}")];
        string keys = string.Join(",", names.Select(name => $"{{\"AttributeName\":\"{name}\",\"KeyType\":\"{(name[0] == 'h' ? "HASH" : "RANGE")}\"}}"));
        string definitions = string.Join(",", names.Select(name => $"{{\"AttributeName\":\"{name}\",\"AttributeType\":\"S\"}}"));

        Assert.StartsWith("ValidationException: ", await table.OutcomeAsync("CreateTable", $$$"""
            {"TableName":"edge-compat-never","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
             "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{{{definitions}}}],
             "GlobalSecondaryIndexes":[{"IndexName":"many","KeySchema":[{{{keys}}}],"Projection":{"ProjectionType":"ALL"}}]}
            """), StringComparison.Ordinal);
    }
}

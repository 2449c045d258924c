using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Scans;

/// <summary>A page holds 1 MB of items, counted before the filter.</summary>
[Trait("Category", "Long")]
public sealed class PageSizeTests(NumberTable table) : IClassFixture<NumberTable>
{
    private const int ItemBytes = 100_000;

    [Fact]
    public async Task A_query_reads_a_megabyte_at_a_time()
    {
        string key = await FillAsync(12);

        QueryResponse page = await table.Dynamo.QueryAsync(table.Query("pk = :p", $"{{:p: '{key}'}}"));
        QueryResponse filtered = await table.Dynamo.QueryAsync(table.Query("pk = :p", $"{{:p: '{key}'}}", query => query.FilterExpression = "attribute_exists(nothing)"));

        Assert.InRange(page.Count!.Value, 10, 11); // whether the item that crosses the line belongs to the page is not documented
        Assert.Equal($"{{pk: '{key}', sk: {page.Count - 1}}}", Items.Show(page.LastEvaluatedKey));
        Assert.Equal((0, page.Count), (filtered.Count, filtered.ScannedCount));
        Assert.Equal("0 1 2 3 4 5 6 7 8 9 10 11", (await table.PagesAsync(table.Query("pk = :p", $"{{:p: '{key}'}}"))).Replace(" |", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_projection_does_not_lengthen_a_page()
    {
        string key = await FillAsync(12);

        QueryResponse page = await table.Dynamo.QueryAsync(table.Query("pk = :p", $"{{:p: '{key}'}}", query => query.ProjectionExpression = "sk"));

        Assert.InRange(page.Count!.Value, 10, 11);
    }

    [Fact]
    public async Task A_batch_get_leaves_over_what_exceeds_16_megabytes()
    {
        string key = table.NextKey();
        string text = new('x', 390_000);
        for (int sort = 0; sort < 45; sort++) await table.PutAsync($"{{pk: '{key}', sk: {sort}, a: '{text}'}}");
        KeysAndAttributes wanted = new() { Keys = [.. Enumerable.Range(0, 45).Select(sort => Items.Of($"{{pk: '{key}', sk: {sort}}}"))] };

        BatchGetItemResponse response = await table.Dynamo.BatchGetItemAsync(new Dictionary<string, KeysAndAttributes> { [table.Name] = wanted });

        int given = response.Responses[table.Name].Count, left = response.UnprocessedKeys[table.Name].Keys.Count;
        Assert.Equal(45, given + left);
        Assert.InRange(given, 41, 43);
    }

    private async Task<string> FillAsync(int items)
    {
        string key = table.NextKey();
        await table.PutAllAsync(Enumerable.Range(0, items).Select(sort => $"{{pk: '{key}', sk: {sort}, a: '{new string('x', ItemBytes - 100)}'}}"));
        return key;
    }
}

using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Queries;

/// <summary>Indexes follow the items, whatever changes them.</summary>
public sealed class IndexUpkeepTests(ChangingTable table) : IClassFixture<ChangingTable>
{
    [Fact]
    public async Task An_item_enters_moves_and_leaves_a_global_index()
    {
        string key = table.NextKey();
        await table.PutAsync($"{{pk: '{key}', sk: 's', g: 'g{key}', n: 1, a: 'A', b: 'B'}}");
        await AssertGlobalAsync($"g{key}", $"{{a: 'A', g: 'g{key}', n: 1, pk: '{key}', sk: 's'}}");

        await UpdateAsync(key, "SET n = :v", "{:v: 2}");
        await AssertGlobalAsync($"g{key}", $"{{a: 'A', g: 'g{key}', n: 2, pk: '{key}', sk: 's'}}");

        await UpdateAsync(key, "SET a = :v, b = :v", "{:v: 'Z'}");
        await AssertGlobalAsync($"g{key}", $"{{a: 'Z', g: 'g{key}', n: 2, pk: '{key}', sk: 's'}}");

        await UpdateAsync(key, "SET g = :v", $"{{:v: 'h{key}'}}");
        await AssertGlobalAsync($"g{key}", "");
        await AssertGlobalAsync($"h{key}", $"{{a: 'Z', g: 'h{key}', n: 2, pk: '{key}', sk: 's'}}");

        await UpdateAsync(key, "REMOVE n", null);
        await AssertGlobalAsync($"h{key}", "");
    }

    [Fact]
    public async Task A_deleted_item_leaves_every_index()
    {
        string key = table.NextKey();
        await table.PutAsync($"{{pk: '{key}', sk: 's', g: 'g{key}', n: 1, l: b'AA=='}}");
        await AssertLocalAsync(key, "s");

        await table.Dynamo.DeleteItemAsync(table.Name, Items.Of($"{{pk: '{key}', sk: 's'}}"));

        await AssertLocalAsync(key, "");
        await AssertGlobalAsync($"g{key}", "");
    }

    [Fact]
    public async Task A_put_without_the_key_leaves_the_index()
    {
        string key = table.NextKey();
        await table.PutAsync($"{{pk: '{key}', sk: 's', l: b'AA=='}}");

        await table.PutAsync($"{{pk: '{key}', sk: 's'}}");

        await AssertLocalAsync(key, "");
    }

    [Fact]
    public async Task A_local_index_sorts_anew_after_an_update()
    {
        string key = table.NextKey();
        await table.PutAllAsync([$"{{pk: '{key}', sk: '1', l: b'AA=='}}", $"{{pk: '{key}', sk: '2', l: b'AQ=='}}"]);
        await AssertLocalAsync(key, "1 2");

        await UpdateAsync(key, "SET l = :v", "{:v: b'Ag=='}", "1");

        await AssertLocalAsync(key, "2 1");
    }

    [Fact]
    public async Task A_transaction_keeps_indexes_too()
    {
        string key = table.NextKey();

        await table.Dynamo.TransactWriteItemsAsync(new TransactWriteItemsRequest
        {
            TransactItems =
            [
                new TransactWriteItem { Put = new Put { TableName = table.Name, Item = Items.Of($"{{pk: '{key}', sk: '1', g: 'g{key}', n: 2}}") } },
                new TransactWriteItem { Put = new Put { TableName = table.Name, Item = Items.Of($"{{pk: '{key}', sk: '2', g: 'g{key}', n: 1}}") } },
            ],
        });

        await AssertGlobalAsync($"g{key}", $"{{g: 'g{key}', n: 1, pk: '{key}', sk: '2'}} {{g: 'g{key}', n: 2, pk: '{key}', sk: '1'}}");
    }

    [Theory]
    [InlineData("""{"g":{"N":"1"}}""", "One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: by-g")]
    [InlineData("""{"g":{"S":"x"},"n":{"S":"1"}}""", "One or more parameter values were invalid: Type mismatch for Index Key n Expected: N Actual: S IndexName: by-g")]
    [InlineData("""{"l":{"S":"x"}}""", "One or more parameter values were invalid: Type mismatch for Index Key l Expected: B Actual: S IndexName: by-l")]
    [InlineData("""{"g":{"NULL":true}}""", "One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: NULL IndexName: by-g")]
    [InlineData("""{"g":{"S":""}}""", "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-g, IndexKey: g")]
    [InlineData("""{"l":{"B":""}}""", "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty binary value. IndexName: by-l, IndexKey: l")]
    public async Task A_value_must_fit_the_index(string attributes, string refusal)
    {
        string body = $$"""{"TableName":"@T","Item":{"pk":{"S":"bad"},"sk":{"S":"bad"},{{attributes[1..]}}}""";

        Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("PutItem", body));
    }

    [Fact]
    public async Task An_update_must_fit_the_index_too()
    {
        string key = table.NextKey();

        Assert.Equal(
            "ValidationException: One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: by-g",
            await Refusal.OfAsync(() => UpdateAsync(key, "SET g = :v", "{:v: 1}")));
        Assert.Equal(
            "ValidationException: The update expression attempted to update the secondary index key to unsupported type",
            await Refusal.OfAsync(() => UpdateAsync(key, "SET g = if_not_exists(x, :v)", "{:v: 1}")));
        Assert.Equal(
            "ValidationException: One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-g, IndexKey: g",
            await Refusal.OfAsync(() => UpdateAsync(key, "SET g = :v", "{:v: ''}")));
    }

    private Task<UpdateItemResponse> UpdateAsync(string key, string update, string? values, string sort = "s") =>
        table.Dynamo.UpdateItemAsync(new UpdateItemRequest { TableName = table.Name, Key = Items.Of($"{{pk: '{key}', sk: '{sort}'}}"), UpdateExpression = update, ExpressionAttributeValues = Items.OfOptional(values) });

    private async Task AssertGlobalAsync(string value, string shown)
    {
        QueryRequest query = table.Query("g = :g", $"{{:g: '{value}'}}", change => change.IndexName = "by-g");

        Assert.Equal(shown, await table.Service.SoonAsync(async () => Items.Show((await table.Dynamo.QueryAsync(query)).Items ?? []), found => found == shown));
    }

    private async Task AssertLocalAsync(string key, string listed) =>
        Assert.Equal(listed, await table.ListedAsync(table.Query("pk = :p", $"{{:p: '{key}'}}", query => (query.IndexName, query.ConsistentRead) = ("by-l", true))));
}

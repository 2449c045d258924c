using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Batches;

/// <summary>BatchWriteItem.</summary>
public sealed class BatchWriteTests(PlainTable table, NumberTable other) : IClassFixture<PlainTable>, IClassFixture<NumberTable>
{
    [Fact]
    public async Task Puts_and_deletes_of_several_tables_happen()
    {
        string old = await table.PutNewAsync("{a: 1}"), made = table.NextKey();

        BatchWriteItemResponse response = await table.Dynamo.BatchWriteItemAsync(new Dictionary<string, List<WriteRequest>>
        {
            [table.Name] = [new WriteRequest(new DeleteRequest(Steps.KeyOf(old))), new WriteRequest(new PutRequest(Items.Of($"{{pk: '{made}', b: 2}}")))],
            [other.Name] = [new WriteRequest(new PutRequest(Items.Of($"{{pk: '{made}', sk: 1}}")))],
        });

        Assert.Empty(response.UnprocessedItems);
        Assert.Equal("none", await table.ShownAsync(old));
        Assert.Equal("{b: 2}", await table.ShownAsync(made));
        Assert.Equal($"{{pk: '{made}', sk: 1}}", await other.GetAsync($"{{pk: '{made}', sk: 1}}"));
    }

    [Fact]
    public async Task Nothing_unprocessed_is_an_empty_map() =>
        Assert.Equal("""{"UnprocessedItems":{}}""", (await table.CallAsync("BatchWriteItem", """{"RequestItems":{"@T":[{"DeleteRequest":{"Key":{"pk":{"S":"nothing"}}}}]}}""")).Body);

    [Fact]
    public async Task Puts_with_the_same_key_in_different_tables_are_no_duplicates()
    {
        Assert.Equal("200", await Refusal.OfAsync(() => table.Dynamo.BatchWriteItemAsync(new Dictionary<string, List<WriteRequest>>
        {
            [other.Name] = [new WriteRequest(new PutRequest(Items.Of("{pk: 'same', sk: 1}"))), new WriteRequest(new PutRequest(Items.Of("{pk: 'same', sk: 2}")))],
            [table.Name] = [new WriteRequest(new PutRequest(Items.Of("{pk: 'same'}")))],
        })));
    }

    [Theory]
    [InlineData("""[{"PutRequest":{"Item":{"pk":{"S":"a"}}}},{"PutRequest":{"Item":{"pk":{"S":"a"},"x":{"S":"b"}}}}]""", "Provided list of item keys contains duplicates")]
    [InlineData("""[{"PutRequest":{"Item":{"pk":{"S":"a"}}}},{"DeleteRequest":{"Key":{"pk":{"S":"a"}}}}]""", "Provided list of item keys contains duplicates")]
    [InlineData("""[{"DeleteRequest":{"Key":{"pk":{"S":"a"}}}},{"DeleteRequest":{"Key":{"pk":{"S":"a"}}}}]""", "Provided list of item keys contains duplicates")]
    [InlineData("""[{"PutRequest":{"Item":{"x":{"S":"a"}}}}]""", "One or more parameter values were invalid: Missing the key pk in the item", Traits = new[] { "Certainty", "Guess" })]
    [Guess("""[{"PutRequest":{"Item":{"pk":{"N":"1"}}}}]""", "The provided key element does not match the schema")]
    [InlineData("""[{"PutRequest":{"Item":{"pk":{"S":""}}}}]""", "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk")]
    [InlineData("""[{"PutRequest":{"Item":{"pk":{"S":"a"},"b":{}}}}]""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""[{"PutRequest":{"Item":{"pk":{"S":"a"},"b":{"SS":[]}}}}]""", "One or more parameter values were invalid: An string set  may not be empty")]
    [InlineData("""[{"DeleteRequest":{"Key":{"x":{"S":"a"}}}}]""", "The provided key element does not match the schema")]
    [InlineData("""[{"DeleteRequest":{"Key":{"pk":{"S":"a"},"x":{"S":"a"}}}}]""", "The provided key element does not match the schema")]
    [InlineData("""[{"DeleteRequest":{"Key":{"pk":{"N":"1"}}}}]""", "The provided key element does not match the schema")]
    [InlineData("""[{}]""", "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("""[{"PutRequest":{"Item":{"pk":{"S":"a"}}},"DeleteRequest":{"Key":{"pk":{"S":"b"}}}}]""", "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes", Traits = new[] { "Certainty", "Guess" })]
    public async Task Faulty_writes_are_refused(string writes, string refusal) => Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("BatchWriteItem", $$$"""{"RequestItems":{"@T":{{{writes}}}}}"""));

    [Fact]
    public async Task A_refused_batch_writes_nothing()
    {
        string key = table.NextKey();

        await table.CallAsync("BatchWriteItem", $$$$$"""{"RequestItems":{"@T":[{"PutRequest":{"Item":{"pk":{"S":"{{{{{key}}}}}"}}}},{"PutRequest":{"Item":{"pk":{"S":"b"},"x":{"SS":[]}}}}]}}""");

        Assert.Equal("none", await table.ShownAsync(key));
    }

    [Fact]
    public async Task A_missing_table_is_not_found()
    {
        Assert.Equal("ResourceNotFoundException: Requested resource not found", await table.OutcomeAsync("BatchWriteItem", """{"RequestItems":{"no-such-table":[{"DeleteRequest":{"Key":{"pk":{"S":"a"}}}}]}}"""));
    }

    [Theory]
    [InlineData(25, 0, true)]
    [InlineData(13, 12, true)]
    [InlineData(26, 0, false)]
    [InlineData(13, 13, false)]
    public async Task At_most_25_writes_in_all_tables(int here, int there, bool taken)
    {
        Dictionary<string, List<WriteRequest>> writes = new() { [table.Name] = [.. Enumerable.Range(0, here).Select(number => new WriteRequest(new PutRequest(Items.Of($"{{pk: 'w{number}'}}"))))] };
        if (there > 0) writes[other.Name] = [.. Enumerable.Range(0, there).Select(number => new WriteRequest(new PutRequest(Items.Of($"{{pk: 'w', sk: {number}}}"))))];

        string outcome = await Refusal.OfAsync(() => table.Dynamo.BatchWriteItemAsync(writes));

        if (taken) Assert.Equal("200", outcome);
        else if (there > 0) Assert.Equal("ValidationException: Too many items requested for the BatchWriteItem call", outcome);
        else Assert.EndsWith("at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]", outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_over_400_kilobytes_is_refused()
    {
        Assert.Equal("ValidationException: Item size has exceeded the maximum allowed size", await Refusal.OfAsync(() => table.Dynamo.BatchWriteItemAsync(new Dictionary<string, List<WriteRequest>>
        {
            [table.Name] = [new WriteRequest(new PutRequest(Items.Of($"{{pk: 'big', a: '{new string('x', 410_000)}'}}")))],
        })));
    }
}

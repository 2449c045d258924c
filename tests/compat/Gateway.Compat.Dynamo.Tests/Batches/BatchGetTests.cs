using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Batches;

/// <summary>BatchGetItem.</summary>
public sealed class BatchGetTests(PlainTable table, NumberTable other) : IClassFixture<PlainTable>, IClassFixture<NumberTable>
{
    [Fact]
    public async Task Items_of_several_tables_come_back()
    {
        string one = await table.PutNewAsync("{a: 1}"), two = await table.PutNewAsync("{a: 2}");
        await other.PutAsync($"{{pk: '{one}', sk: 1, b: 3}}");

        BatchGetItemResponse response = await table.Dynamo.BatchGetItemAsync(new Dictionary<string, KeysAndAttributes>
        {
            [table.Name] = new() { Keys = [Steps.KeyOf(one), Steps.KeyOf(two), Steps.KeyOf("nothing")] },
            [other.Name] = new() { Keys = [Items.Of($"{{pk: '{one}', sk: 1.0}}")] },
        });

        Assert.Equal("1 2", string.Join(' ', Reads.Listed(response.Responses[table.Name], "a").Split(' ').Order(StringComparer.Ordinal)));
        Assert.Equal($"{{b: 3, pk: '{one}', sk: 1}}", Items.Show(response.Responses[other.Name]));
        Assert.Empty(response.UnprocessedKeys);
    }

    [Fact]
    public async Task Absent_items_leave_an_empty_list()
    {
        RawAnswer answer = await table.CallAsync("BatchGetItem", """{"RequestItems":{"@T":{"Keys":[{"pk":{"S":"nothing"}}]}}}""");

        Assert.Equal("""{"Responses":{"@T":[]},"UnprocessedKeys":{}}""", table.WithoutName(answer.SortedBody));
    }

    [Theory]
    [InlineData(""" "ProjectionExpression":"a" """, "{a: 1}")]
    [InlineData(""" "ProjectionExpression":"#b.c","ExpressionAttributeNames":{"#b":"b"} """, "{b: {c: 2}}")]
    [InlineData(""" "AttributesToGet":["a","zzz"] """, "{a: 1}")]
    [InlineData(""" "ConsistentRead":true,"ProjectionExpression":"a" """, "{a: 1}")]
    public async Task Each_table_has_its_own_options(string options, string shown)
    {
        string key = await table.PutNewAsync("{a: 1, b: {c: 2, d: 3}}");

        RawAnswer answer = await table.CallAsync("BatchGetItem", $$$$"""{"RequestItems":{"@T":{"Keys":[{"pk":{"S":"{{{{key}}}}"}}],{{{{options}}}}}}}""");

        string wire = shown.Replace("{a: 1}", """{"a":{"N":"1"}}""", StringComparison.Ordinal).Replace("{b: {c: 2}}", """{"b":{"M":{"c":{"N":"2"}}}}""", StringComparison.Ordinal);
        Assert.Equal($$$"""{"Responses":{"@T":[{{{wire}}}]},"UnprocessedKeys":{}}""", table.WithoutName(answer.SortedBody));
    }

    [Theory]
    [InlineData("""{"@T":{"Keys":[{"pk":{"S":"a"}},{"pk":{"S":"a"}}]}}""", "ValidationException: Provided list of item keys contains duplicates")]
    [InlineData("""{"@T":{"Keys":[{}]}}""", "ValidationException: The provided key element does not match the schema")]
    [InlineData("""{"@T":{"Keys":[{"x":{"S":"a"}}]}}""", "ValidationException: The provided key element does not match the schema")]
    [InlineData("""{"@T":{"Keys":[{"pk":{"N":"1"}}]}}""", "ValidationException: The provided key element does not match the schema")]
    [InlineData("""{"@T":{"Keys":[{"pk":{}}]}}""", "ValidationException: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""{"@T":{"Keys":[{"pk":{"S":""}}]}}""", "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk")]
    [InlineData("""{"@T":{"Keys":[{"pk":{"S":"a"}}],"ProjectionExpression":""}}""", "ValidationException: Invalid ProjectionExpression: The expression can not be empty;")]
    [InlineData("""{"@T":{"Keys":[{"pk":{"S":"a"}}],"ProjectionExpression":"a, a"}}""", "ValidationException: Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]")]
    [InlineData("""{"@T":{"Keys":[{"pk":{"S":"a"}}],"ProjectionExpression":"a","AttributesToGet":["a"]}}""", "ValidationException: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}")]
    [InlineData("""{"@T":{"Keys":[{"pk":{"S":"a"}}],"ExpressionAttributeNames":{"#a":"a"}}}""", "ValidationException: ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData("""{"@T":{"Keys":[{"pk":{"S":"a"}}],"AttributesToGet":["a","a"]}}""", "ValidationException: One or more parameter values were invalid: Duplicate value in attribute name: a")]
    [InlineData("""{"no-such-table":{"Keys":[{"pk":{"S":"a"}}]}}""", "ResourceNotFoundException: Requested resource not found")]
    [InlineData("""{"@T":{"Keys":[{"pk":{"S":"a"}}]},"no-such-table":{"Keys":[{"pk":{"S":"a"}}]}}""", "ResourceNotFoundException: Requested resource not found")]
    [InlineData("""{"@T":{}}""", "ValidationException: 1 validation error detected: Value null at 'requestItems.@T.member.keys' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"@T":{"Keys":[]}}""", "ValidationException: 1 validation error detected: Value '[]' at 'requestItems.@T.member.keys' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("{}", "ValidationException: 1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1", Traits = new[] { "Certainty", "Guess" })]
    public async Task Faulty_requests_are_refused(string requestItems, string refusal) => Assert.Equal(refusal, await table.OutcomeAsync("BatchGetItem", $$"""{"RequestItems":{{requestItems}}}"""));

    [Theory]
    [InlineData(100, "200")]
    [InlineData(101, "ValidationException: Too many items requested for the BatchGetItem call")]
    public async Task At_most_100_keys_in_all_tables(int keys, string outcome)
    {
        KeysAndAttributes Wanted(int from, int count) => new() { Keys = [.. Enumerable.Range(from, count).Select(number => Steps.KeyOf($"many{number}"))] };
        Dictionary<string, KeysAndAttributes> request = new() { [table.Name] = Wanted(0, keys - 50), [other.Name] = new() { Keys = [.. Enumerable.Range(0, 50).Select(number => Items.Of($"{{pk: 'x', sk: {number}}}"))] } };

        Assert.Equal(outcome, await Refusal.OfAsync(() => table.Dynamo.BatchGetItemAsync(request)));
    }

    [Fact]
    [Trait("Certainty", "Guess")]
    public async Task More_than_100_keys_of_one_table_break_the_models_limit()
    {
        string keys = string.Join(",", Enumerable.Range(0, 101).Select(number => $$$"""{"pk":{"S":"{{{number}}}"}}"""));

        string message = table.WithoutName((await table.CallAsync("BatchGetItem", $$$$"""{"RequestItems":{"@T":{"Keys":[{{{{keys}}}}]}}}""")).Message);

        Assert.StartsWith("1 validation error detected: Value ", message, StringComparison.Ordinal);
        Assert.EndsWith("at 'requestItems.@T.member.keys' failed to satisfy constraint: Member must have length less than or equal to 100", message, StringComparison.OrdinalIgnoreCase);
    }
}

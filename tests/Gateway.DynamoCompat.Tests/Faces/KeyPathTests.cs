namespace Gateway.DynamoCompat.Tests.Faces;

/// <summary>What is refused for the keys of a table and of its indexes, wherever they are named. Source: observed dynalite 4.0.0, which recorded it from the service, unless a remark says otherwise.</summary>
public sealed class KeyPathTests
{
    private const string Key = "{'TableName': 'orders', 'Key': {'pk': {'S': 'a'}, 'sk': {'N': '1'}}, ";
    private const string Query = "{'TableName': 'orders', 'KeyConditionExpression': 'pk = :p', 'ExpressionAttributeValues': {':p': {'S': 'a'}}, ";
    private const string NotScalar = "ValidationException: Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";

    private const string Indexes = """
        , 'GlobalSecondaryIndexes': [
            {'IndexName': 'zzz', 'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}},
            {'IndexName': 'aaa', 'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}]
        """;

    [Theory]
    [InlineData("GetItem", Key + "'ProjectionExpression': 'a, pk.x'}", "Key: pk")]
    [InlineData("GetItem", Key + "'ProjectionExpression': 'g[0]'}", "IndexKey: g")]
    [InlineData("Query", Query + "'ProjectionExpression': 'sk.x'}", "Key: sk")]
    [InlineData("Query", Query + "'FilterExpression': 'attribute_exists(g.x)'}", "IndexKey: g")]
    [InlineData("Scan", "{'TableName': 'orders', 'FilterExpression': 'size(pk[1]) = size(a)'}", "Key: pk")]
    [InlineData("Scan", "{'TableName': 'orders', 'ProjectionExpression': 'g.x'}", "IndexKey: g")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'REMOVE g.x'}", "IndexKey: g")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'SET a = if_not_exists(sk.x, b)'}", "Key: sk")]
    public async Task A_path_does_not_go_into_a_key(string operation, string json, string named) => Assert.Equal(NotScalar + named, await RefusalAsync(operation, json));

    [Theory]
    [InlineData("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'g': {'N': '1'}}}")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'SET g = :v', 'ConditionExpression': 'attribute_exists(pk)', 'ExpressionAttributeValues': {':v': {'N': '1'}}}")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'ADD g :v', 'ExpressionAttributeValues': {':v': {'N': '1'}}}")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'SET g = g + :v', 'ExpressionAttributeValues': {':v': {'N': '1'}}}")]
    public async Task A_value_of_another_type_names_the_first_index_by_name_before_the_item_is_looked_at(string operation, string json) =>
        Assert.Equal("ValidationException: One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: aaa", await RefusalAsync(operation, json));

    [Theory]
    [InlineData("SET g = if_not_exists(x, :v)", "{'N': '1'}", "The update expression attempted to update the secondary index key to unsupported type")]
    [InlineData("SET g = :v", "{'S': ''}", "One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: aaa, IndexKey: g")]
    public async Task What_only_the_item_tells_is_said_in_other_words(string update, string value, string text) =>
        Assert.Equal("ValidationException: " + text, await RefusalAsync("UpdateItem", $"{Key}'UpdateExpression': '{update}', 'ExpressionAttributeValues': {{':v': {value}}}}}"));

    /// <summary>Source: observed AWS, as users told of items that were stuck.</summary>
    [Fact]
    public async Task An_item_that_does_not_fit_a_later_index_is_stuck_until_it_fits()
    {
        await using FaceUnderTest face = new();
        await face.CreateTableAsync();
        await face.RunAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'g': {'N': '1'}}}");
        await face.RunAsync("UpdateTable", "{'TableName': 'orders', 'AttributeDefinitions': [{'AttributeName': 'g', 'AttributeType': 'S'}], 'GlobalSecondaryIndexUpdates': [{'Create': {'IndexName': 'late', 'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}}]}");

        string refusal = await face.RefusedAsync("UpdateItem", Key + "'UpdateExpression': 'ADD n :v', 'ExpressionAttributeValues': {':v': {'N': '1'}}}");
        await face.RunAsync("UpdateItem", Key + "'UpdateExpression': 'SET g = :v', 'ExpressionAttributeValues': {':v': {'S': 'x'}}}");

        Assert.Equal("ValidationException: The update expression attempted to update the secondary index key to unsupported type", refusal);
    }

    [Theory]
    [InlineData("pk = :p", "{':p': {'S': 'b'}}", "The provided starting key is outside query boundaries based on provided conditions")]
    [InlineData("pk = :p AND sk > :s", "{':p': {'S': 'a'}, ':s': {'N': '1'}}", "The provided starting key does not match the range key predicate")]
    [InlineData("pk = :p AND sk > :s", "{':p': {'S': 'b'}, ':s': {'N': '1'}}", "The provided starting key does not match the range key predicate")]
    [InlineData("pk = :p AND sk >= :s", "{':p': {'S': 'b'}, ':s': {'N': '1'}}", "The provided starting key is outside query boundaries based on provided conditions")]
    [InlineData("pk = :p AND sk = :s", "{':p': {'S': 'b'}, ':s': {'N': '1'}}", "The query can return at most one row and cannot be restarted")]
    public async Task A_query_begins_where_it_can_have_left_off(string condition, string values, string text) => Assert.Equal(
        "ValidationException: " + text,
        await RefusalAsync("Query", $"{{'TableName': 'orders', 'KeyConditionExpression': '{condition}', 'ExpressionAttributeValues': {values}, 'ExclusiveStartKey': {{'pk': {{'S': 'a'}}, 'sk': {{'N': '1'}}}}}}"));

    private static async Task<string> RefusalAsync(string operation, string json)
    {
        await using FaceUnderTest face = new();
        await face.CreateTableAsync(more: Indexes);
        return await face.RefusedAsync(operation, json);
    }
}

using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Queries;

/// <summary>Pages, filters, projections and counts of queries.</summary>
public sealed class QueryReadTests(LetterTable table) : IClassFixture<LetterTable>
{
    [Theory]
    [InlineData(1, true, "a | ab | b | c | d | ")]
    [InlineData(2, true, "a ab | b c | d")]
    [InlineData(3, true, "a ab b | c d")]
    [InlineData(5, true, "a ab b c d | ")]
    [InlineData(6, true, "a ab b c d")]
    [InlineData(2, false, "d c | b ab | a")]
    public async Task A_limit_cuts_pages(int limit, bool forward, string pages) =>
        Assert.Equal(pages, await table.PagesAsync(table.Query("pk = :p", "{:p: 'p'}", query => (query.Limit, query.ScanIndexForward) = (limit, forward))));

    [Fact]
    public async Task The_last_key_is_that_of_the_last_item_looked_at()
    {
        QueryResponse page = await table.Dynamo.QueryAsync(table.Query("pk = :p", "{:p: 'p'}", query => query.Limit = 2));

        Assert.Equal("{pk: 'p', sk: 'ab'}", Items.Show(page.LastEvaluatedKey));
        Assert.Equal((2, 2), (page.Count, page.ScannedCount));
    }

    [Fact]
    public async Task A_page_that_ends_at_the_end_without_a_limit_has_no_last_key()
    {
        RawAnswer answer = await table.CallAsync("Query", """{"TableName":"@T","KeyConditionExpression":"pk = :p","ExpressionAttributeValues":{":p":{"S":"o"}}}""");

        Assert.Equal("""{"Count":1,"Items":[{"pk":{"S":"o"},"sk":{"S":"z"}}],"ScannedCount":1}""", answer.SortedBody);
    }

    [Theory]
    [InlineData("n > :v", "a ab")]
    [InlineData("n > :v OR attribute_not_exists(n)", "a ab d")]
    [InlineData("attribute_exists(zzz) AND n = :v", "")]
    [InlineData("g < x AND n <> :v", "c")]
    [InlineData("size(o) = n OR n = :v", "b")]
    public async Task A_filter_takes_from_what_was_read(string filter, string listed)
    {
        QueryResponse page = await table.Dynamo.QueryAsync(table.Query("pk = :p", "{:p: 'p', :v: 3}", query => query.FilterExpression = filter));

        Assert.Equal(listed, Reads.Listed(page.Items ?? [], "sk"));
        Assert.Equal((listed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, 5), (page.Count, page.ScannedCount));
    }

    [Fact]
    public async Task The_limit_counts_before_the_filter()
    {
        QueryResponse page = await table.Dynamo.QueryAsync(table.Query("pk = :p", "{:p: 'p', :v: 3}", query => (query.Limit, query.FilterExpression) = (3, "n < :v")));

        Assert.Equal((0, 3, "{pk: 'p', sk: 'b'}"), (page.Count, page.ScannedCount, Items.Show(page.LastEvaluatedKey)));
    }

    [Theory]
    [InlineData("x", "{x: 'five'}")]
    [InlineData("sk, o[0]", "{o: [1], sk: 'a'}")]
    [InlineData("nothing", "{}")]
    public async Task A_projection_shapes_each_item(string projection, string first)
    {
        QueryResponse page = await table.Dynamo.QueryAsync(table.Query("pk = :p", "{:p: 'p'}", query => query.ProjectionExpression = projection));

        Assert.Equal(first, Items.Show(page.Items[0]));
        Assert.Equal(5, page.Items.Count);
    }

    [Fact]
    public async Task A_filter_sees_what_the_projection_leaves_out() =>
        Assert.Equal("five", await table.ListedAsync(table.Query("pk = :p", "{:p: 'p', :v: 5}", query => (query.FilterExpression, query.ProjectionExpression) = ("n = :v", "x")), "x"));

    [Fact]
    public async Task Count_has_no_items()
    {
        RawAnswer answer = await table.CallAsync("Query", """{"TableName":"@T","Select":"COUNT","KeyConditionExpression":"pk = :p","FilterExpression":"attribute_exists(n)","ExpressionAttributeValues":{":p":{"S":"p"}}}""");

        Assert.Equal("""{"Count":4,"ScannedCount":5}""", answer.SortedBody);
    }

    [Theory]
    [InlineData("""  "Select":"SPECIFIC_ATTRIBUTES" """, "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES")]
    [InlineData("""  "Select":"ALL_PROJECTED_ATTRIBUTES" """, "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")]
    [InlineData("""  "Select":"COUNT","ProjectionExpression":"a" """, "Cannot specify the ProjectionExpression when choosing to get only the Count")]
    [InlineData("""  "Select":"ALL_ATTRIBUTES","ProjectionExpression":"a" """, "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES")]
    [InlineData("""  "IndexName":"nothing" """, "The table does not have the specified index: nothing")]
    [InlineData("""  "FilterExpression":"pk = :p" """, "Filter Expression can only contain non-primary key attributes: Primary key attribute: pk")]
    [InlineData("""  "FilterExpression":"sk = :p" """, "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk")]
    [InlineData("""  "FilterExpression":"a = :p AND attribute_exists(sk)" """, "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk")]
    [InlineData("""  "FilterExpression":"" """, "Invalid FilterExpression: The expression can not be empty;")]
    [InlineData("""  "ProjectionExpression":"" """, "Invalid ProjectionExpression: The expression can not be empty;")]
    [InlineData("""  "ExclusiveStartKey":{"pk":{"S":"p"}} """, "The provided starting key is invalid")]
    [InlineData("""  "ExclusiveStartKey":{"pk":{"S":"q"},"sk":{"S":"a"}} """, "The provided starting key is outside query boundaries based on provided conditions", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("""  "ExclusiveStartKey":{"pk":{"S":"p"},"sk":{"N":"1"}} """, "The provided starting key is invalid: The provided key element does not match the schema")]
    [InlineData("""  "ExclusiveStartKey":{"pk":{"S":"p"},"sk":{}} """, "The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""  "ExclusiveStartKey":{"pk":{"S":"p"},"sk":{"S":"a"},"x":{"S":"a"}} """, "The provided starting key is invalid")]
    [InlineData("""  "KeyConditions":{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"p"}]}} """, "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {KeyConditions} Expression parameters: {KeyConditionExpression}")]
    [InlineData("""  "QueryFilter":{"x":{"ComparisonOperator":"NULL"}} """, "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {QueryFilter} Expression parameters: {KeyConditionExpression}")]
    public async Task Faulty_parameters_are_refused(string rest, string refusal) =>
        Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("Query", $$$$"""{"TableName":"@T","KeyConditionExpression":"pk = :p","ExpressionAttributeValues":{":p":{"S":"p"}},{{{{rest}}}}}"""));

    [Theory]
    [InlineData("b", true, "c d")]
    [InlineData("b", false, "ab a")]
    [InlineData("aa", true, "ab b c d")]
    [InlineData("zz", true, "")]
    public async Task A_start_key_need_not_exist(string start, bool forward, string listed) =>
        Assert.Equal(listed, await table.ListedAsync(table.Query("pk = :p", "{:p: 'p'}", query => (query.ExclusiveStartKey, query.ScanIndexForward) = (Items.Of($"{{pk: 'p', sk: '{start}'}}"), forward))));

    [Fact]
    public async Task A_missing_table_is_not_found() =>
        Assert.Equal("ResourceNotFoundException: Requested resource not found", await table.OutcomeAsync("Query", """{"TableName":"no-such-table-here","KeyConditionExpression":"pk = :p","ExpressionAttributeValues":{":p":{"S":"p"}}}"""));
}

using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Queries;

/// <summary>Queries of global and local secondary indexes.</summary>
public sealed class IndexQueryTests(LetterTable table) : IClassFixture<LetterTable>
{
    [Theory]
    [InlineData("pk = :p", "{:p: 'p'}", "c b ab a")]
    [InlineData("pk = :p AND n = :n", "{:p: 'p', :n: 3}", "b")]
    [InlineData("pk = :p AND n > :n", "{:p: 'p', :n: 3}", "ab a")]
    [InlineData("pk = :p AND n BETWEEN :n AND :m", "{:p: 'p', :n: 2, :m: 4}", "c b ab")]
    public async Task A_local_index_is_sparse_and_sorted_by_its_own_key(string condition, string values, string listed)
    {
        Assert.Equal(listed, await table.ListedAsync(table.Query(condition, values, query => query.IndexName = "by-n")));
        Assert.Equal(string.Join(' ', listed.Split(' ').Reverse()), await table.ListedAsync(table.Query(condition, values, query => (query.IndexName, query.ScanIndexForward) = ("by-n", false))));
    }

    [Theory]
    [InlineData("x = :x AND pk = :p", "{:p: 'p', :x: 'two'}", "c")]
    [InlineData("pk = :p AND begins_with(x, :x)", "{:p: 'p', :x: 'f'}", "a ab")]
    [InlineData("pk = :p", "{:p: 'p'}", "a ab d c")]
    public async Task A_local_index_over_text(string condition, string values, string listed) => Assert.Equal(listed, await table.ListedAsync(table.Query(condition, values, query => query.IndexName = "by-x")));

    [Theory]
    [InlineData("by-n", null, "{n: 2, pk: 'p', sk: 'c', x: 'two'}")]
    [InlineData("by-n", "ALL_PROJECTED_ATTRIBUTES", "{n: 2, pk: 'p', sk: 'c', x: 'two'}")]
    [InlineData("by-n", "ALL_ATTRIBUTES", "{g: 'g1', n: 2, pk: 'p', sk: 'c', x: 'two'}")]
    [InlineData("by-x", null, "{pk: 'p', sk: 'a', x: 'five'}")]
    [InlineData("by-x", "ALL_ATTRIBUTES", "{g: 'g1', n: 5, o: [1], pk: 'p', sk: 'a', x: 'five'}")]
    public async Task A_local_index_shows_what_it_projects_and_fetches_the_rest(string index, string? select, string first)
    {
        QueryResponse page = await table.Dynamo.QueryAsync(table.Query("pk = :p", "{:p: 'p'}", query => (query.IndexName, query.Select) = (index, select is null ? null : Select.FindValue(select))));

        Assert.Equal(first, Items.Show(page.Items[0]));
    }

    [Theory]
    [InlineData("by-x", "g, o", "{g: 'g1', o: [1]}")]
    [InlineData("by-n", "o, sk", "{sk: 'c'}")]
    public async Task A_projection_reaches_beyond_a_local_index(string index, string projection, string first)
    {
        QueryResponse page = await table.Dynamo.QueryAsync(table.Query("pk = :p", "{:p: 'p'}", query => (query.IndexName, query.ProjectionExpression) = (index, projection)));

        Assert.Equal(first, Items.Show(page.Items[0]));
    }

    [Fact]
    public async Task A_local_index_pages_with_the_keys_of_index_and_table()
    {
        QueryResponse page = await table.Dynamo.QueryAsync(table.Query("pk = :p", "{:p: 'p'}", query => (query.IndexName, query.Limit) = ("by-n", 2)));

        Assert.Equal("{n: 3, pk: 'p', sk: 'b'}", Items.Show(page.LastEvaluatedKey));
        Assert.Equal("c b | ab a | ", await table.PagesAsync(table.Query("pk = :p", "{:p: 'p'}", query => (query.IndexName, query.Limit) = ("by-n", 2))));
        Assert.Equal("a | ab | b | c | ", await table.PagesAsync(table.Query("pk = :p", "{:p: 'p'}", query => (query.IndexName, query.Limit, query.ScanIndexForward) = ("by-n", 1, false))));
    }

    [Fact]
    public async Task A_local_index_reads_consistently()
    {
        Assert.Equal("c b ab a", await table.ListedAsync(table.Query("pk = :p", "{:p: 'p'}", query => (query.IndexName, query.ConsistentRead) = ("by-n", true))));
    }

    [Theory]
    [InlineData("by-g-n", "g = :g", "{:g: 'g1'}", "1 2 3 5")]
    [InlineData("by-g-n", "g = :g AND n >= :n", "{:g: 'g1', :n: 3}", "3 5")]
    [InlineData("by-g-n", "g = :g AND n = :n", "{:g: 'g2', :n: 4}", "4")]
    [InlineData("by-g-n", "g = :g", "{:g: 'none'}", "")]
    public async Task A_global_index_crosses_partitions(string index, string condition, string values, string listed) =>
        Assert.Equal(listed, await table.ListedAsync(table.Query(condition, values, query => query.IndexName = index), "n"));

    [Fact]
    public async Task A_global_index_pages_with_the_keys_of_index_and_table()
    {
        QueryResponse page = await table.Dynamo.QueryAsync(table.Query("g = :g", "{:g: 'g1'}", query => (query.IndexName, query.Limit) = ("by-g-n", 2)));

        Assert.Equal("{g: 'g1', n: 2, pk: 'p', sk: 'c'}", Items.Show(page.LastEvaluatedKey));
        Assert.Equal("1 2 | 3 5 | ", await table.PagesAsync(table.Query("g = :g", "{:g: 'g1'}", query => (query.IndexName, query.Limit) = ("by-g-n", 2)), "n"));
        Assert.Equal("5 3 2 | 1", await table.PagesAsync(table.Query("g = :g", "{:g: 'g1'}", query => (query.IndexName, query.Limit, query.ScanIndexForward) = ("by-g-n", 3, false)), "n"));
    }

    [Fact]
    public async Task A_global_index_shows_what_it_projects()
    {
        QueryResponse keys = await table.Dynamo.QueryAsync(table.Query("g = :g", "{:g: 'g2'}", query => query.IndexName = "by-g-n"));
        QueryResponse all = await table.Dynamo.QueryAsync(table.Query("g = :g", "{:g: 'g2'}", query => query.IndexName = "by-g"));

        Assert.Equal("{g: 'g2', n: 4, pk: 'p', sk: 'ab'}", Items.Show(keys.Items));
        Assert.Equal("{g: 'g2', n: 4, o: [2], pk: 'p', sk: 'ab', x: 'four'}", Items.Show(all.Items));
    }

    [Fact]
    public async Task Items_with_equal_index_keys_are_all_found()
    {
        (string found, _) = (string.Join(' ', (await table.ListedAsync(table.Query("g = :g", "{:g: 'g1'}", query => query.IndexName = "by-g"), "n")).Split(' ').Order(StringComparer.Ordinal)), 0);

        Assert.Equal("1 2 3 5", found);
    }

    [Theory]
    [InlineData("by-g", "g = :g AND n = :n", "{:g: 'g1', :n: 1}", "Query key condition not supported", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("by-g", "pk = :g", "{:g: 'p'}", "Query condition missed key schema element: g")]
    [InlineData("by-n", "pk = :p AND sk = :s", "{:p: 'p', :s: 'a'}", "Query condition missed key schema element: n")]
    [InlineData("by-n", "n = :n", "{:n: 1}", "Query condition missed key schema element: pk")]
    [InlineData("by-n", "pk = :p AND n = :n", "{:p: 'p', :n: 'x'}", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("by-g", "g = :g", "{:g: 1}", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    public async Task A_condition_must_fit_the_index(string index, string condition, string values, string refusal) =>
        Assert.Equal($"ValidationException: {refusal}", await table.ListedAsync(table.Query(condition, values, query => query.IndexName = index)));

    [Theory]
    [InlineData(""" "IndexName":"by-g","ConsistentRead":true """, "Consistent reads are not supported on global secondary indexes")]
    [InlineData(""" "IndexName":"by-g-n","Select":"ALL_ATTRIBUTES" """, "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index by-g-n because its projection type is not ALL")]
    [InlineData(""" "IndexName":"by-g-n","ProjectionExpression":"x" """, "One or more parameter values were invalid: Global secondary index by-g-n does not project [x]")]
    [InlineData(""" "IndexName":"by-g-n","FilterExpression":"n = :g" """, "Filter Expression can only contain non-primary key attributes: Primary key attribute: n")]
    [InlineData(""" "IndexName":"by-g-n","ExclusiveStartKey":{"pk":{"S":"p"},"sk":{"S":"a"}} """, "The provided starting key is invalid")]
    [InlineData(""" "IndexName":"by-g-n","ExclusiveStartKey":{"pk":{"S":"p"},"sk":{"S":"a"},"g":{"S":"g1"}} """, "The provided starting key is invalid")]
    [InlineData(""" "IndexName":"by-g-n","ExclusiveStartKey":{"pk":{"S":"p"},"sk":{"S":"a"},"g":{"S":"g2"},"n":{"N":"1"}} """, "The provided starting key is outside query boundaries based on provided conditions", Traits = new[] { "Certainty", "Guess" })]
    public async Task Faulty_parameters_are_refused(string rest, string refusal) =>
        Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("Query", $$$$"""{"TableName":"@T","KeyConditionExpression":"g = :g","ExpressionAttributeValues":{":g":{"S":"g1"}},{{{{rest}}}}}"""));

    [Fact]
    public async Task A_filter_may_use_the_keys_of_the_table()
    {
        Assert.Equal("1", await table.ListedAsync(table.Query("g = :g", "{:g: 'g1', :p: 'q'}", query => (query.IndexName, query.FilterExpression) = ("by-g-n", "pk = :p")), "n"));
    }
}

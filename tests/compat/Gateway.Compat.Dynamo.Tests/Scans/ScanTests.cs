using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Scans;

/// <summary>Scan: pages, segments, filters, indexes.</summary>
public sealed class ScanTests(LetterTable table) : IClassFixture<LetterTable>
{
    [Theory]
    [InlineData(null, 1)]
    [InlineData(1, 8)]
    [InlineData(2, 4)]
    [InlineData(3, 3)]
    [InlineData(7, 2)]
    [InlineData(100, 1)]
    public async Task All_items_come_once_however_they_are_paged(int? limit, int pages) =>
        Assert.Equal(("a a ab b c d z", pages), await table.ScannedAsync(new ScanRequest { TableName = table.Name, Limit = limit }, "sk"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task Segments_part_the_table(int segments)
    {
        List<string> found = [];
        for (int segment = 0; segment < segments; segment++)
        {
            (string items, _) = await table.ScannedAsync(new ScanRequest { TableName = table.Name, Segment = segment, TotalSegments = segments }, "sk");
            found.AddRange(items.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        Assert.Equal("a a ab b c d z", string.Join(' ', found.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Items_of_a_partition_come_together_and_in_order()
    {
        ScanResponse page = await table.Dynamo.ScanAsync(new ScanRequest { TableName = table.Name, ConsistentRead = true });

        List<string> partitions = [.. page.Items.Select(item => item["pk"].S)];
        Assert.Equal(3, partitions.Where((partition, index) => index == 0 || partitions[index - 1] != partition).Count());
        Assert.Equal("a ab b c d", Reads.Listed(page.Items.Where(item => item["pk"].S == "p"), "sk"));
    }

    [Fact]
    public async Task A_page_says_where_it_ended()
    {
        ScanResponse page = await table.Dynamo.ScanAsync(new ScanRequest { TableName = table.Name, Limit = 2 });

        Assert.Equal((2, 2), (page.Count, page.ScannedCount));
        Assert.Equal(Items.Show(page.Items[1].Where(entry => entry.Key is "pk" or "sk").ToDictionary()), Items.Show(page.LastEvaluatedKey));
    }

    [Theory]
    [InlineData("n > :v", "a ab", 7)]
    [InlineData("pk = :p AND sk = :a", "a", 7)]
    [InlineData("sk = :a", "a a", 7)]
    [InlineData("attribute_exists(o)", "a ab b", 7)]
    [InlineData("contains(o, :v)", "b", 7)]
    public async Task A_filter_may_use_every_attribute(string filter, string listed, int scanned)
    {
        Dictionary<string, AttributeValue> values = Items.Of("{:v: 3, :p: 'p', :a: 'a'}").Where(entry => filter.Contains(entry.Key, StringComparison.Ordinal)).ToDictionary();
        ScanResponse page = await table.Dynamo.ScanAsync(new ScanRequest { TableName = table.Name, FilterExpression = filter, ExpressionAttributeValues = values.Count == 0 ? null : values });

        Assert.Equal((listed, scanned), (string.Join(' ', page.Items.Select(item => item["sk"].S).Order(StringComparer.Ordinal)), page.ScannedCount));
    }

    [Fact]
    public async Task Count_has_no_items()
    {
        RawAnswer answer = await table.CallAsync("Scan", """{"TableName":"@T","Select":"COUNT"}""");

        Assert.Equal("""{"Count":7,"ScannedCount":7}""", answer.SortedBody);
    }

    [Theory]
    [InlineData("by-g", "g", "g1 g1 g1 g1 g2")]
    [InlineData("by-g-n", "n", "1 2 3 4 5")]
    [InlineData("by-n", "n", "1 2 3 4 5")]
    [InlineData("by-x", "x", "five four none q two")]
    public async Task An_index_can_be_scanned(string index, string attribute, string listed)
    {
        Assert.Equal((listed, 1), await table.ScannedAsync(new ScanRequest { TableName = table.Name, IndexName = index }, attribute));
        Assert.Equal((listed, 3), await table.ScannedAsync(new ScanRequest { TableName = table.Name, IndexName = index, Limit = 2 }, attribute));
    }

    [Fact]
    public async Task A_scan_of_an_index_shows_what_it_projects()
    {
        ScanResponse page = await table.Dynamo.ScanAsync(new ScanRequest { TableName = table.Name, IndexName = "by-g-n" });

        Assert.All(page.Items, item => Assert.Equal(["g", "n", "pk", "sk"], item.Keys.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_page_of_an_index_ends_with_the_keys_of_both()
    {
        ScanResponse page = await table.Dynamo.ScanAsync(new ScanRequest { TableName = table.Name, IndexName = "by-g-n", Limit = 1 });

        Assert.Equal(["g", "n", "pk", "sk"], page.LastEvaluatedKey.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_projection_shapes_each_item()
    {
        ScanResponse page = await table.Dynamo.ScanAsync(new ScanRequest { TableName = table.Name, ProjectionExpression = "#p, o[0]", ExpressionAttributeNames = new Dictionary<string, string> { ["#p"] = "pk" } });

        Assert.Equal("{o: [1], pk: 'p'} {o: [2], pk: 'p'} {o: [3], pk: 'p'} {pk: 'o'} {pk: 'p'} {pk: 'p'} {pk: 'q'}", string.Join(' ', page.Items.Select(Items.Show).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(""" "Segment":0 """, "The TotalSegments parameter is required but was not present in the request when Segment parameter is present")]
    [InlineData(""" "TotalSegments":1 """, "The Segment parameter is required but was not present in the request when parameter TotalSegments is present")]
    [InlineData(""" "Segment":1,"TotalSegments":1 """, "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 1 is not less than TotalSegments: 1")]
    [InlineData(""" "Segment":5,"TotalSegments":2 """, "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 2")]
    [InlineData(""" "IndexName":"nothing" """, "The table does not have the specified index: nothing")]
    [InlineData(""" "IndexName":"by-g","ConsistentRead":true """, "Consistent reads are not supported on global secondary indexes")]
    [InlineData(""" "IndexName":"by-g-n","Select":"ALL_ATTRIBUTES" """, "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index by-g-n because its projection type is not ALL")]
    [InlineData(""" "Select":"ALL_PROJECTED_ATTRIBUTES" """, "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")]
    [InlineData(""" "Select":"SPECIFIC_ATTRIBUTES" """, "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES")]
    [InlineData(""" "Select":"COUNT","ProjectionExpression":"a" """, "Cannot specify the ProjectionExpression when choosing to get only the Count")]
    [InlineData(""" "ExclusiveStartKey":{} """, "The provided starting key is invalid: The provided key element does not match the schema", Traits = new[] { "Certainty", "Guess" })]
    [InlineData(""" "ExclusiveStartKey":{"pk":{"S":"p"}} """, "The provided starting key is invalid: The provided key element does not match the schema")]
    [InlineData(""" "ExclusiveStartKey":{"pk":{"S":"p"},"sk":{"N":"1"}} """, "The provided starting key is invalid: The provided key element does not match the schema")]
    [InlineData(""" "FilterExpression":"a = :v" """, "Invalid FilterExpression: An expression attribute value used in expression is not defined; attribute value: :v")]
    [InlineData(""" "FilterExpression":"" """, "Invalid FilterExpression: The expression can not be empty;")]
    [InlineData(""" "ExpressionAttributeValues":{":v":{"S":"x"}} """, "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null")]
    [InlineData(""" "ExpressionAttributeNames":{"#v":"x"} """, "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData(""" "FilterExpression":"attribute_exists(a)","ScanFilter":{"a":{"ComparisonOperator":"NULL"}} """, "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {ScanFilter} Expression parameters: {FilterExpression}")]
    [InlineData(""" "FilterExpression":"attribute_exists(a)","AttributesToGet":["a"] """, "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {FilterExpression}")]
    public async Task Faulty_parameters_are_refused(string rest, string refusal) => Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("Scan", $$"""{"TableName":"@T",{{rest}}}"""));

    [Fact]
    public async Task A_missing_table_is_not_found() => Assert.Equal("ResourceNotFoundException: Requested resource not found", await table.OutcomeAsync("Scan", """{"TableName":"no-such-table-here"}"""));
}

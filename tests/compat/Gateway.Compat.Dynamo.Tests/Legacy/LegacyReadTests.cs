using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Legacy;

/// <summary>KeyConditions, QueryFilter, ScanFilter and AttributesToGet.</summary>
public sealed class LegacyReadTests(LetterTable table) : IClassFixture<LetterTable>
{
    private const string Partition = """ "pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"p"}]} """;

    [Theory]
    [InlineData("", "a ab b c d")]
    [InlineData(""","sk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"b"}]}""", "b")]
    [InlineData(""","sk":{"ComparisonOperator":"LT","AttributeValueList":[{"S":"b"}]}""", "a ab")]
    [InlineData(""","sk":{"ComparisonOperator":"LE","AttributeValueList":[{"S":"b"}]}""", "a ab b")]
    [InlineData(""","sk":{"ComparisonOperator":"GT","AttributeValueList":[{"S":"b"}]}""", "c d")]
    [InlineData(""","sk":{"ComparisonOperator":"GE","AttributeValueList":[{"S":"b"}]}""", "b c d")]
    [InlineData(""","sk":{"ComparisonOperator":"BEGINS_WITH","AttributeValueList":[{"S":"a"}]}""", "a ab")]
    [InlineData(""","sk":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"S":"ab"},{"S":"c"}]}""", "ab b c")]
    public async Task Key_conditions_bound_the_answer(string sort, string listed) => Assert.Equal(listed, await ListedAsync("Query", $$$""" "KeyConditions":{{{{Partition}}}{{{sort}}}} """));

    [Theory]
    [InlineData("""{"n":{"ComparisonOperator":"GT","AttributeValueList":[{"N":"3"}]}}""", "", "a ab")]
    [InlineData("""{"n":{"ComparisonOperator":"NULL"}}""", "", "d")]
    [InlineData("""{"x":{"ComparisonOperator":"NOT_NULL"}}""", "", "a ab c d")]
    [InlineData("""{"o":{"ComparisonOperator":"CONTAINS","AttributeValueList":[{"N":"2"}]}}""", "", "ab")]
    [InlineData("""{"x":{"ComparisonOperator":"IN","AttributeValueList":[{"S":"two"},{"S":"none"}]}}""", "", "c d")]
    [InlineData("""{"n":{"ComparisonOperator":"EQ","AttributeValueList":[{"N":"3"}]},"x":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"two"}]}}""", "", "")]
    [InlineData("""{"n":{"ComparisonOperator":"EQ","AttributeValueList":[{"N":"3"}]},"x":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"two"}]}}""", ""","ConditionalOperator":"OR" """, "b c")]
    public async Task A_query_filter_takes_from_what_was_read(string filter, string rest, string listed) => Assert.Equal(listed, await ListedAsync("Query", $$""" "KeyConditions":{ {{Partition}} },"QueryFilter":{{filter}}{{rest}} """));

    [Theory]
    [InlineData("""{"n":{"ComparisonOperator":"LE","AttributeValueList":[{"N":"2"}]}}""", "a c")]
    [InlineData("""{"sk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}}""", "a a")]
    [InlineData("""{"x":{"ComparisonOperator":"BEGINS_WITH","AttributeValueList":[{"S":"f"}]}}""", "a ab")]
    [InlineData("""{"x":{"ComparisonOperator":"NE","AttributeValueList":[{"S":"two"}]},"n":{"ComparisonOperator":"NOT_NULL"}}""", "a a ab b")]
    public async Task A_scan_filter_takes_from_what_was_read(string filter, string listed) => Assert.Equal(listed, string.Join(' ', (await ListedAsync("Scan", $$""" "ScanFilter":{{filter}} """)).Split(' ').Order(StringComparer.Ordinal)));

    [Fact]
    public async Task Attributes_to_get_are_top_level_names()
    {
        RawAnswer answer = await table.CallAsync("GetItem", """{"TableName":"@T","Key":{"pk":{"S":"p"},"sk":{"S":"a"}},"AttributesToGet":["n","o[0]","zzz","pk"]}""");

        Assert.Equal("""{"Item":{"n":{"N":"5"},"pk":{"S":"p"}}}""", answer.SortedBody);
    }

    [Theory]
    [InlineData("""{"sk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}}""", "Query condition missed key schema element: pk")]
    [InlineData("""{"pk":{"ComparisonOperator":"GT","AttributeValueList":[{"S":"a"}]}}""", "Query key condition not supported")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]},"x":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}}""", "Query condition missed key schema element: sk")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]},"sk":{"ComparisonOperator":"NE","AttributeValueList":[{"S":"a"}]}}""", "Attempted conditional constraint is not an indexable operation")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]},"sk":{"ComparisonOperator":"CONTAINS","AttributeValueList":[{"S":"a"}]}}""", "Attempted conditional constraint is not an indexable operation")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"N":"1"}]}}""", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ"}}""", "One or more parameter values were invalid: Invalid number of argument(s) for the EQ ComparisonOperator")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[]}}""", "One or more parameter values were invalid: Invalid number of argument(s) for the EQ ComparisonOperator")]
    [InlineData("{}", "Conditions can be of length 1 or 2 only")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]},"sk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]},"x":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}}""", "Conditions can be of length 1 or 2 only")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{}]}}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    public async Task Faulty_key_conditions_are_refused(string conditions, string refusal) => Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("Query", $$$"""{"TableName":"@T","KeyConditions":{{{conditions}}}}"""));

    [Theory]
    [InlineData(""" "QueryFilter":{"sk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}} """, "QueryFilter can only contain non-primary key attributes: Primary key attribute: sk", Traits = new[] { "Certainty", "Guess" })]
    [InlineData(""" "ConditionalOperator":"OR" """, "ConditionalOperator cannot be used without Filter or Expected", Traits = new[] { "Certainty", "Guess" })]
    [InlineData(""" "AttributesToGet":["n","n"] """, "One or more parameter values were invalid: Duplicate value in attribute name: n")]
    [InlineData(""" "QueryFilter":{"n":{"ComparisonOperator":"NULL"}},"FilterExpression":"attribute_exists(n)" """, "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {QueryFilter} Expression parameters: {FilterExpression}")]
    [InlineData(""" "AttributesToGet":["n"],"ProjectionExpression":"n" """, "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}")]
    public async Task Faulty_parameters_are_refused(string rest, string refusal) => Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("Query", $$"""{"TableName":"@T","KeyConditions":{ {{Partition}} },{{rest}}}"""));

    [Fact]
    public async Task Key_conditions_may_stand_beside_a_filter_expression() =>
        Assert.Equal("a ab", await ListedAsync("Query", $$$""" "KeyConditions":{{{{Partition}}}},"FilterExpression":"n > :n","ProjectionExpression":"sk","ExpressionAttributeValues":{":n":{"N":"3"}} """));

    private async Task<string> ListedAsync(string operation, string rest)
    {
        RawAnswer answer = await table.CallAsync(operation, $$"""{"TableName":"@T",{{rest}}}""");
        if (answer.Status != 200) return answer.Outcome;

        using System.Text.Json.JsonDocument json = answer.Json();
        return string.Join(' ', json.RootElement.GetProperty("Items").EnumerateArray().Select(item => item.GetProperty("sk").GetProperty("S").GetString()));
    }
}

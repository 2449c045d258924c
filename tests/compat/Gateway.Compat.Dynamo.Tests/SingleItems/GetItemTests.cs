using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.SingleItems;

/// <summary>GetItem and projections.</summary>
public sealed class GetItemTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const string Item = "{a: 1, b: 'x', l: [10, 11, [20, 21], {q: 30}], m: {x: 1, y: {z: 2, w: 3}}, 'd.e': 5, s: <'p', 'q'>}";

    [Theory]
    [InlineData("a", null, "{a: 1}")]
    [InlineData("a, b", null, "{a: 1, b: 'x'}")]
    [InlineData("b,a", null, "{a: 1, b: 'x'}")]
    [InlineData("absent", null, "{}")]
    [InlineData("a, absent", null, "{a: 1}")]
    [InlineData("m.x", null, "{m: {x: 1}}")]
    [InlineData("m.y.z", null, "{m: {y: {z: 2}}}")]
    [InlineData("m.y", null, "{m: {y: {z: 2, w: 3}}}")]
    [InlineData("m.x, m.y.w", null, "{m: {x: 1, y: {w: 3}}}")]
    [InlineData("m.absent", null, "{}")]
    [InlineData("a.x", null, "{}")]
    [InlineData("l[0]", null, "{l: [10]}")]
    [InlineData("l[1], l[0]", null, "{l: [10, 11]}")]
    [InlineData("l[2]", null, "{l: [[20, 21]]}")]
    [InlineData("l[2][1]", null, "{l: [[21]]}")]
    [InlineData("l[3].q, l[0]", null, "{l: [10, {q: 30}]}")]
    [InlineData("l[9]", null, "{}")]
    [InlineData("l[0].x", null, "{}")]
    [InlineData("m[0]", null, "{}")]
    [InlineData("s", null, "{s: <'p', 'q'>}")]
    [InlineData("#d", "#d=d.e", "{'d.e': 5}")]
    [InlineData("#m.#x", "#m=m,#x=x", "{m: {x: 1}}")]
    [InlineData("#l[1]", "#l=l", "{l: [11]}")]
    public async Task A_projection_keeps_what_it_names(string projection, string? names, string shown)
    {
        string key = await table.PutNewAsync(Item);

        GetItemResponse response = await table.Dynamo.GetItemAsync(new GetItemRequest { TableName = table.Name, Key = Steps.KeyOf(key), ProjectionExpression = projection, ExpressionAttributeNames = Items.Names(names), ConsistentRead = true });

        Assert.Equal(Items.Normal(shown), Items.Show(response.Item));
    }

    [Fact]
    public async Task An_absent_item_has_no_item_in_the_answer()
    {
        Assert.Equal("{}", (await table.CallAsync("GetItem", """{"TableName":"@T","Key":{"pk":{"S":"absent"}}}""")).Body);
    }

    [Fact]
    public async Task A_projection_of_nothing_gives_an_empty_item()
    {
        string key = await table.PutNewAsync("{a: 1}");

        Assert.Equal("""{"Item":{}}""", (await table.CallAsync("GetItem", $$$$"""{"TableName":"@T","Key":{"pk":{"S":"{{{{key}}}}"}},"ProjectionExpression":"absent"}""")).Body);
    }

    [Fact]
    public async Task The_key_is_part_of_the_item()
    {
        string key = await table.PutNewAsync("{}");

        Assert.Equal($"{{pk: '{key}'}}", await table.GetAsync($"{{pk: '{key}'}}"));
    }

    [Theory]
    [InlineData("""{}""", "The provided key element does not match the schema")]
    [InlineData("""{"pk":{"N":"1"}}""", "The provided key element does not match the schema")]
    [InlineData("""{"pk":{"B":"AA=="}}""", "The provided key element does not match the schema")]
    [InlineData("""{"pk":{"NULL":true}}""", "The provided key element does not match the schema")]
    [InlineData("""{"x":{"S":"a"}}""", "The provided key element does not match the schema")]
    [InlineData("""{"pk":{"S":"a"},"x":{"S":"a"}}""", "The provided key element does not match the schema")]
    [InlineData("""{"pk":{}}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""{"pk":{"S":"a","N":"1"}}""", "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")]
    [InlineData("""{"pk":{"N":"x"}}""", "The parameter cannot be converted to a numeric value: x")]
    [InlineData("""{"pk":{"S":""}}""", "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk")]
    public async Task A_key_must_fit_the_table(string key, string refusal)
    {
        Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("GetItem", $$"""{"TableName":"@T","Key":{{key}}}"""));
        Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("DeleteItem", $$"""{"TableName":"@T","Key":{{key}}}"""));
        Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("UpdateItem", $$"""{"TableName":"@T","Key":{{key}}}"""));
    }

    [Theory]
    [InlineData("", "The expression can not be empty;")]
    [InlineData(",", "Syntax error; token: \",\", near: \",\"")]
    [InlineData("a b", "Syntax error; token: \"b\", near: \"a b\"")]
    [InlineData("a,", "Syntax error; token: \"<EOF>\", near: \",\"")]
    [InlineData("a.", "Syntax error; token: \"<EOF>\", near: \".\"")]
    [InlineData("a[", "Syntax error; token: \"<EOF>\", near: \"[\"")]
    [InlineData("a[b]", "Syntax error; token: \"b\", near: \"[b]\"")]
    [InlineData("a[0", "Syntax error; token: \"<EOF>\", near: \"0\"")]
    [InlineData("1a", "Syntax error; token: \"1\", near: \"1a\"", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("a = b", "Syntax error; token: \"=\", near: \"a = b\"")]
    [InlineData("size(a)", "Syntax error; token: \"(\", near: \"size(a\"")]
    [InlineData(":a", "Syntax error; token: \":a\", near: \":a\"")]
    [InlineData("*", "Syntax error; token: \"*\", near: \"*\"")]
    [InlineData("a, a", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]")]
    [InlineData("a, a.b", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]")]
    [InlineData("a.b, a", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]")]
    [InlineData("a.b, a[0]", "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [0]]")]
    [InlineData("l[0], l[0]", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [l, [0]], path two: [l, [0]]")]
    [InlineData("#a", "An expression attribute name used in the document path is not defined; attribute name: #a")]
    [InlineData("a, timestamp", "Attribute name is a reserved keyword; reserved keyword: timestamp")]
    [InlineData("a.user", "Attribute name is a reserved keyword; reserved keyword: user")]
    public async Task A_faulty_projection_is_refused(string projection, string refusal) =>
        Assert.Equal($"ValidationException: Invalid ProjectionExpression: {refusal}", await table.OutcomeAsync("GetItem", $$$$"""{"TableName":"@T","Key":{"pk":{"S":"a"}},"ProjectionExpression":"{{{{projection}}}}"}"""));

    [Theory]
    [InlineData(""" "ProjectionExpression":"a","ExpressionAttributeNames":{} """, "ExpressionAttributeNames must not be empty")]
    [InlineData(""" "ExpressionAttributeNames":{"#a":"a"} """, "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData(""" "ProjectionExpression":"#a","ExpressionAttributeNames":{"#a":"a","#b":"b"} """, "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}")]
    [InlineData(""" "ProjectionExpression":"#a","ExpressionAttributeNames":{"#a":"a","b":"b"} """, "ExpressionAttributeNames contains invalid key: Syntax error; key: \"b\"")]
    [InlineData(""" "ProjectionExpression":"a","AttributesToGet":["a"] """, "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}")]
    [InlineData(""" "AttributesToGet":["a","a"] """, "One or more parameter values were invalid: Duplicate value in attribute name: a")]
    public async Task Faulty_parameters_are_refused(string rest, string refusal) => Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("GetItem", $$$$"""{"TableName":"@T","Key":{"pk":{"S":"a"}},{{{{rest}}}}}"""));

    [Fact]
    public async Task A_path_has_at_most_32_levels()
    {
        string Deep(int levels) => string.Join('.', Enumerable.Repeat("a", levels));
        string Body(int levels) => $$$$"""{"TableName":"@T","Key":{"pk":{"S":"a"}},"ProjectionExpression":"{{{{Deep(levels)}}}}"}""";

        Assert.Equal("200", await table.OutcomeAsync("GetItem", Body(32)));
        Assert.Equal("ValidationException: Invalid ProjectionExpression: The document path has too many nesting levels; nesting levels: 33", await table.OutcomeAsync("GetItem", Body(33)));
    }

    [Fact]
    public async Task A_missing_table_is_not_found() =>
        Assert.Equal("ResourceNotFoundException: Requested resource not found", await table.OutcomeAsync("GetItem", """{"TableName":"no-such-table-here","Key":{"pk":{"S":"a"}}}"""));
}

using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Queries;

/// <summary>Key conditions over text sort keys. Source: doc Query.KeyConditionExpressions.</summary>
public sealed class QueryKeyTests(LetterTable table) : IClassFixture<LetterTable>
{
    private const string Prefix = "ValidationException: Invalid KeyConditionExpression: ";

    [Theory]
    [InlineData("pk = :p", "{:p: 'p'}", "a ab b c d")]
    [InlineData("pk = :p", "{:p: 'nobody'}", "")]
    [InlineData("pk = :p AND sk = :s", "{:p: 'p', :s: 'b'}", "b")]
    [InlineData("sk = :s AND pk = :p", "{:p: 'p', :s: 'b'}", "b")]
    [InlineData("pk = :p AND sk < :s", "{:p: 'p', :s: 'b'}", "a ab")]
    [InlineData("pk = :p AND sk <= :s", "{:p: 'p', :s: 'b'}", "a ab b")]
    [InlineData("pk = :p AND sk > :s", "{:p: 'p', :s: 'b'}", "c d")]
    [InlineData("pk = :p AND sk >= :s", "{:p: 'p', :s: 'b'}", "b c d")]
    [InlineData("pk = :p AND sk BETWEEN :s AND :t", "{:p: 'p', :s: 'ab', :t: 'c'}", "ab b c")]
    [InlineData("pk = :p AND sk BETWEEN :s AND :s", "{:p: 'p', :s: 'b'}", "b")]
    [InlineData("pk = :p AND begins_with(sk, :s)", "{:p: 'p', :s: 'a'}", "a ab")]
    [InlineData("begins_with(sk, :s) AND pk = :p", "{:p: 'p', :s: 'ab'}", "ab")]
    [InlineData("pk = :p AND begins_with(sk, :s)", "{:p: 'p', :s: 'abc'}", "")]
    [InlineData("(pk = :p) AND (sk > :s)", "{:p: 'p', :s: 'b'}", "c d")]
    [InlineData("(pk = :p AND sk > :s)", "{:p: 'p', :s: 'b'}", "c d")]
    [InlineData(":p = pk AND :s < sk", "{:p: 'p', :s: 'b'}", "c d")]
    [InlineData("pk = :p and sk between :s and :t", "{:p: 'p', :s: 'ab', :t: 'c'}", "ab b c")]
    public async Task The_sort_key_bounds_the_answer(string condition, string values, string listed) => Assert.Equal(listed, await table.ListedAsync(table.Query(condition, values)));

    [Theory]
    [InlineData("pk = :p", "{:p: 'p'}", "d c b ab a")]
    [InlineData("pk = :p AND sk > :s", "{:p: 'p', :s: 'ab'}", "d c b")]
    [InlineData("pk = :p AND sk BETWEEN :s AND :t", "{:p: 'p', :s: 'ab', :t: 'c'}", "c b ab")]
    [InlineData("pk = :p AND begins_with(sk, :s)", "{:p: 'p', :s: 'a'}", "ab a")]
    public async Task Backwards_turns_the_order_round(string condition, string values, string listed) =>
        Assert.Equal(listed, await table.ListedAsync(table.Query(condition, values, query => query.ScanIndexForward = false)));

    [Theory]
    [InlineData("pk = :p", "{:p: 1}", "ValidationException: One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("pk = :p AND sk = :s", "{:p: 'p', :s: 1}", "ValidationException: One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("pk = :p AND sk BETWEEN :s AND :t", "{:p: 'p', :s: 1, :t: 2}", "ValidationException: One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("sk = :s", "{:s: 'a'}", "ValidationException: Query condition missed key schema element: pk")]
    [InlineData("x = :s", "{:s: 'a'}", "ValidationException: Query condition missed key schema element: pk")]
    [InlineData("pk = :p AND x = :s", "{:p: 'p', :s: 'a'}", "ValidationException: Query condition missed key schema element: sk")]
    [InlineData("pk > :p", "{:p: 'p'}", "ValidationException: Query key condition not supported")]
    [InlineData("pk BETWEEN :p AND :q", "{:p: 'p', :q: 'q'}", "ValidationException: Query key condition not supported")]
    [InlineData("begins_with(pk, :p)", "{:p: 'p'}", "ValidationException: Query key condition not supported")]
    [InlineData("pk = :p AND begins_with(sk, :s) AND x = :s", "{:p: 'p', :s: 'a'}", "ValidationException: Conditions can be of length 1 or 2 only", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("pk = :p AND sk = :s AND sk = :t", "{:p: 'p', :s: 'a', :t: 'b'}", "ValidationException: KeyConditionExpressions must only contain one condition per key")]
    [InlineData("pk = :p AND pk = :q", "{:p: 'p', :q: 'q'}", "ValidationException: KeyConditionExpressions must only contain one condition per key")]
    [InlineData("pk = :p OR sk = :s", "{:p: 'p', :s: 'a'}", "ValidationException: Invalid operator used in KeyConditionExpression: OR")]
    [InlineData("NOT pk = :p", "{:p: 'p'}", "ValidationException: Invalid operator used in KeyConditionExpression: NOT")]
    [InlineData("pk = :p AND sk <> :s", "{:p: 'p', :s: 'a'}", "ValidationException: Invalid operator used in KeyConditionExpression: <>")]
    [InlineData("pk = :p AND sk IN (:s)", "{:p: 'p', :s: 'a'}", "ValidationException: Invalid operator used in KeyConditionExpression: IN")]
    [InlineData("pk = :p AND contains(sk, :s)", "{:p: 'p', :s: 'a'}", "ValidationException: Invalid operator used in KeyConditionExpression: contains")]
    [InlineData("pk = :p AND attribute_exists(sk)", "{:p: 'p'}", "ValidationException: Invalid operator used in KeyConditionExpression: attribute_exists")]
    [InlineData("pk = :p AND size(sk) = :s", "{:p: 'p', :s: 1}", "ValidationException: KeyConditionExpressions cannot contain nested operations")]
    [InlineData("pk = sk", null, "ValidationException: Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition", Traits = new[] { "Certainty", "Guess" })]
    [InlineData(":p = :q", "{:p: 'p', :q: 'p'}", "ValidationException: Invalid condition in KeyConditionExpression: No key attribute specified", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("pk.a = :p", "{:p: 'p'}", "ValidationException: KeyConditionExpressions cannot have conditions on nested attributes")]
    [InlineData("pk[0] = :p", "{:p: 'p'}", "ValidationException: KeyConditionExpressions cannot have conditions on nested attributes")]
    [InlineData("pk = :p AND sk BETWEEN :s AND :t", "{:p: 'p', :s: 'b', :t: 'a'}", Prefix + "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}")]
    [InlineData("pk = :p AND sk BETWEEN :s AND :t", "{:p: 'p', :s: 'b', :t: 1}", Prefix + "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {N:1}")]
    [InlineData("pk = :p AND begins_with(sk, :s)", "{:p: 'p', :s: 1}", Prefix + "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N")]
    [InlineData("pk = :p AND begins_with(:s, sk)", "{:p: 'p', :s: 'a'}", "ValidationException: Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("pk = :p AND", "{:p: 'p'}", Prefix + "Syntax error; token: \"<EOF>\", near: \"AND\"")]
    [InlineData("pk = :p sk = :p", "{:p: 'p'}", Prefix + "Syntax error; token: \"sk\", near: \":p sk =\"")]
    [InlineData("pk == :p", "{:p: 'p'}", Prefix + "Syntax error; token: \"=\", near: \"== :p\"")]
    [InlineData("name = :p", "{:p: 'p'}", Prefix + "Attribute name is a reserved keyword; reserved keyword: name")]
    [InlineData("#k = :p", "{:p: 'p'}", Prefix + "An expression attribute name used in the document path is not defined; attribute name: #k")]
    [InlineData("pk = :x", "{:p: 'p'}", Prefix + "An expression attribute value used in expression is not defined; attribute value: :x")]
    [InlineData("pk = :p", "{:p: 'p', :q: 'q'}", "ValidationException: Value provided in ExpressionAttributeValues unused in expressions: keys: {:q}")]
    [InlineData("", "{:p: 'p'}", Prefix + "The expression can not be empty;")]
    [InlineData("((pk = :p))", "{:p: 'p'}", Prefix + "The expression has redundant parentheses;")]
    [InlineData("foo(pk, :p)", "{:p: 'p'}", Prefix + "Invalid function name; function: foo")]
    [InlineData("pk = :p", "{:p: ''}", "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk", Traits = new[] { "Certainty", "Guess" })]
    public async Task A_faulty_key_condition_is_refused(string condition, string? values, string refusal) => Assert.Equal(refusal, await table.ListedAsync(table.Query(condition, values)));

    [Fact]
    public async Task A_query_needs_a_key_condition() =>
        Assert.Equal("ValidationException: Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.", await table.OutcomeAsync("Query", """{"TableName":"@T"}"""));

    [Theory]
    [InlineData("#k = :p AND #s > :s", "a ab b c d")]
    public async Task Placeholders_work_for_keys(string condition, string listed) =>
        Assert.Equal(listed, await table.ListedAsync(table.Query(condition, "{:p: 'p', :s: '!'}", query => query.ExpressionAttributeNames = new Dictionary<string, string> { ["#k"] = "pk", ["#s"] = "sk" })));
}

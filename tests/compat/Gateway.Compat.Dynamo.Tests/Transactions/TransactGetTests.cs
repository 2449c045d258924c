using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Transactions;

/// <summary>TransactGetItems.</summary>
public sealed class TransactGetTests(PlainTable table) : IClassFixture<PlainTable>
{
    [Fact]
    public async Task Items_come_in_the_order_of_the_request()
    {
        string one = await table.PutNewAsync("{a: 1}"), two = await table.PutNewAsync("{a: 2, b: {c: 3, d: 4}}");

        RawAnswer answer = await table.CallAsync("TransactGetItems", Body(
            $$$$"""{"Get":{"TableName":"@T","Key":{"pk":{"S":"{{{{two}}}}"}},"ProjectionExpression":"#b.c","ExpressionAttributeNames":{"#b":"b"}}}""",
            """{"Get":{"TableName":"@T","Key":{"pk":{"S":"nothing"}}}}""",
            $$$$$"""{"Get":{"TableName":"@T","Key":{"pk":{"S":"{{{{{one}}}}}"}}}}"""));

        Assert.Equal($$$$$$"""{"Responses":[{"Item":{"b":{"M":{"c":{"N":"3"}}}}},{},{"Item":{"a":{"N":"1"},"pk":{"S":"{{{{{{one}}}}}}"}}}]}""", answer.SortedBody);
    }

    [Theory]
    [InlineData("""{"Get":{"TableName":"@T","Key":{"pk":{"S":"a"}},"ProjectionExpression":"a a"}}""", "ValidationException: Invalid ProjectionExpression: Syntax error; token: \"a\", near: \"a a\"")]
    [InlineData("""{"Get":{"TableName":"@T","Key":{"pk":{"S":"a"}},"ProjectionExpression":""}}""", "ValidationException: Invalid ProjectionExpression: The expression can not be empty;")]
    [InlineData("""{"Get":{"TableName":"@T","Key":{"pk":{"S":""}}}}""", "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk")]
    [InlineData("""{"Get":{"TableName":"no-such-table","Key":{"pk":{"S":"a"}}}}""", "ResourceNotFoundException: Requested resource not found")]
    [InlineData("""{"Get":{"TableName":"@T","Key":{"pk":{"S":"a"}}}},{"Get":{"TableName":"@T","Key":{"pk":{"S":"a"}}}}""", "ValidationException: Transaction request cannot include multiple operations on one item")]
    [InlineData("""{"Get":{"TableName":"@T","Key":{"x":{"S":"a"}}}}""", "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]")]
    [InlineData("""{"Get":{"TableName":"@T","Key":{"pk":{"S":"b"}}}},{"Get":{"TableName":"@T","Key":{"pk":{"N":"1"}}}}""", "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [None, ValidationError]")]
    public async Task Faulty_requests_are_refused(string items, string refusal) => Assert.Equal(refusal, await table.OutcomeAsync("TransactGetItems", Body(items)));

    [Theory]
    [InlineData(100, "200")]
    [InlineData(101, "Member must have length less than or equal to 100")]
    public async Task At_most_100_items(int count, string outcome)
    {
        string answer = await table.OutcomeAsync("TransactGetItems", Body([.. Enumerable.Range(0, count).Select(number => $$$$$"""{"Get":{"TableName":"@T","Key":{"pk":{"S":"{{{{{number}}}}}"}}}}""")]));

        Assert.EndsWith(outcome, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_does_not_fit_is_named_in_the_reasons()
    {
        RawAnswer answer = await table.CallAsync("TransactGetItems", Body("""{"Get":{"TableName":"@T","Key":{"x":{"S":"a"}}}}"""));

        Assert.Contains(""""CancellationReasons":[{"Code":"ValidationError","Message":"The provided key element does not match the schema"}]"""", answer.SortedBody, StringComparison.Ordinal);
    }

    private static string Body(params string[] items) => $$"""{"TransactItems":[{{string.Join(",", items)}}]}""";
}

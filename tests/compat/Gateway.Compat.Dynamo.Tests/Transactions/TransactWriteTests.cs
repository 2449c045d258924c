using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Transactions;

/// <summary>TransactWriteItems: all or nothing, and why nothing.</summary>
public sealed class TransactWriteTests(PlainTable table, TextTable other) : IClassFixture<PlainTable>, IClassFixture<TextTable>
{
    private const string Cancelled = "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons ";

    [Fact]
    public async Task All_four_kinds_work_together()
    {
        string put = table.NextKey(), update = await table.PutNewAsync("{n: 1}"), delete = await table.PutNewAsync("{a: 1}"), check = await table.PutNewAsync("{a: 5}");

        await table.Dynamo.TransactWriteItemsAsync(new TransactWriteItemsRequest
        {
            TransactItems =
            [
                new TransactWriteItem { Put = new Put { TableName = table.Name, Item = Items.Of($"{{pk: '{put}', a: 1}}") } },
                new TransactWriteItem { Update = new Update { TableName = table.Name, Key = Steps.KeyOf(update), UpdateExpression = "ADD n :v", ExpressionAttributeValues = Items.Of("{:v: 2}") } },
                new TransactWriteItem { Delete = new Delete { TableName = table.Name, Key = Steps.KeyOf(delete) } },
                new TransactWriteItem { ConditionCheck = new ConditionCheck { TableName = table.Name, Key = Steps.KeyOf(check), ConditionExpression = "a = :v", ExpressionAttributeValues = Items.Of("{:v: 5}") } },
                new TransactWriteItem { Put = new Put { TableName = other.Name, Item = Items.Of($"{{pk: '{put}', sk: 'x'}}") } },
            ],
        });

        Assert.Equal("{a: 1} {n: 3} none {a: 5}", $"{await table.ShownAsync(put)} {await table.ShownAsync(update)} {await table.ShownAsync(delete)} {await table.ShownAsync(check)}");
        Assert.Equal($"{{pk: '{put}', sk: 'x'}}", await other.GetAsync($"{{pk: '{put}', sk: 'x'}}"));
    }

    [Fact]
    public async Task The_answer_is_empty() =>
        Assert.Equal("{}", (await table.CallAsync("TransactWriteItems", """{"TransactItems":[{"Delete":{"TableName":"@T","Key":{"pk":{"S":"nothing"}}}}]}""")).Body);

    [Fact]
    public async Task One_failed_condition_undoes_all()
    {
        string put = table.NextKey(), there = await table.PutNewAsync("{a: 1}");

        RawAnswer answer = await table.CallAsync("TransactWriteItems", Body(
            $$$$$"""{"Put":{"TableName":"@T","Item":{"pk":{"S":"{{{{{put}}}}}"}}}}""",
            $$$$$"""{"Update":{"TableName":"@T","Key":{"pk":{"S":"{{{{{there}}}}}"}},"UpdateExpression":"SET a = :v","ConditionExpression":"a > :v","ExpressionAttributeValues":{":v":{"N":"5"}}}}"""));

        Assert.Equal(
            """{"CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"}],"Message":"Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]","__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException"}""",
            answer.SortedBody);
        Assert.Equal("none {a: 1}", $"{await table.ShownAsync(put)} {await table.ShownAsync(there)}");
    }

    [Theory]
    [InlineData("""{"Put":{"TableName":"@T","Item":{"pk":{"S":"@K"}},"ConditionExpression":"attribute_not_exists(pk)","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}""")]
    [InlineData("""{"Update":{"TableName":"@T","Key":{"pk":{"S":"@K"}},"UpdateExpression":"REMOVE b","ConditionExpression":"attribute_not_exists(pk)","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}""")]
    [InlineData("""{"Delete":{"TableName":"@T","Key":{"pk":{"S":"@K"}},"ConditionExpression":"attribute_not_exists(pk)","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}""")]
    [InlineData("""{"ConditionCheck":{"TableName":"@T","Key":{"pk":{"S":"@K"}},"ConditionExpression":"attribute_not_exists(pk)","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}""")]
    public async Task A_failed_condition_shows_the_item_when_asked(string item)
    {
        string key = await table.PutNewAsync("{a: 1}");

        RawAnswer answer = await table.CallAsync("TransactWriteItems", Body(item.Replace("@K", key, StringComparison.Ordinal)));

        Assert.Contains($$$$""""CancellationReasons":[{"Code":"ConditionalCheckFailed","Item":{"a":{"N":"1"},"pk":{"S":"{{{{key}}}}"}},"Message":"The conditional request failed"}]"""", answer.SortedBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_condition_over_nothing_shows_no_item()
    {
        RawAnswer answer = await table.CallAsync("TransactWriteItems", Body("""{"ConditionCheck":{"TableName":"@T","Key":{"pk":{"S":"nothing"}},"ConditionExpression":"attribute_exists(pk)","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}"""));

        Assert.Contains(""""CancellationReasons":[{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"}]"""", answer.SortedBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sdk_reads_the_reasons()
    {
        string there = await table.PutNewAsync("{a: 1}");
        TransactWriteItemsRequest request = new()
        {
            TransactItems =
            [
                new TransactWriteItem { Put = new Put { TableName = table.Name, Item = Steps.KeyOf(there), ConditionExpression = "attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD } },
                new TransactWriteItem { Delete = new Delete { TableName = table.Name, Key = Steps.KeyOf(table.NextKey()) } },
            ],
        };

        TransactionCanceledException failure = await Assert.ThrowsAsync<TransactionCanceledException>(() => table.Dynamo.TransactWriteItemsAsync(request));

        Assert.Equal("ConditionalCheckFailed None", string.Join(' ', failure.CancellationReasons.Select(reason => reason.Code)));
        Assert.Equal($"{{a: 1, pk: '{there}'}}", Items.Show(failure.CancellationReasons[0].Item));
        Assert.Null(failure.CancellationReasons[1].Message);
    }

    [Theory]
    [InlineData("SET a = b", "{}", "The provided expression refers to an attribute that does not exist in the item")]
    [InlineData("SET a = a + :v", "{a: 'x'}", "An operand in the update expression has an incorrect data type")]
    [InlineData("SET m.x = :v", "{}", "The document path provided in the update expression is invalid for update")]
    public async Task An_update_that_does_not_fit_the_item_cancels(string update, string before, string message)
    {
        string key = await table.PutNewAsync(before);
        string values = update.Contains(":v", StringComparison.Ordinal) ? ""","ExpressionAttributeValues":{":v":{"N":"1"}}""" : "";

        RawAnswer answer = await table.CallAsync("TransactWriteItems", Body($$$$"""{"Update":{"TableName":"@T","Key":{"pk":{"S":"{{{{key}}}}"}},"UpdateExpression":"{{{{update}}}}"{{{{values}}}}}}"""));

        Assert.Equal(Cancelled + "[ValidationError]", answer.Outcome);
        Assert.Contains($$"""[{"Code":"ValidationError","Message":"{{message}}"}]""", answer.SortedBody, StringComparison.Ordinal);
    }

    [Theory]
    [Guess("""{"Put":{"TableName":"@T","Item":{"a":{"S":"x"}}}}""", "One or more parameter values were invalid: Missing the key pk in the item")]
    [InlineData("""{"Put":{"TableName":"@T","Item":{"pk":{"N":"1"}}}}""", "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N")]
    [InlineData("""{"Delete":{"TableName":"@T","Key":{"x":{"S":"a"}}}}""", "The provided key element does not match the schema")]
    [InlineData("""{"Delete":{"TableName":"@T","Key":{"pk":{"N":"1"}}}}""", "The provided key element does not match the schema")]
    [InlineData("""{"ConditionCheck":{"TableName":"@T","Key":{"x":{"S":"a"}},"ConditionExpression":"attribute_exists(a)"}}""", "The provided key element does not match the schema")]
    [Guess("""{"Update":{"TableName":"@T","Key":{"pk":{"S":"a"}},"UpdateExpression":"SET pk = :v","ExpressionAttributeValues":{":v":{"S":"x"}}}}""", "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key")]
    public async Task What_does_not_fit_the_table_cancels(string item, string message)
    {
        RawAnswer answer = await table.CallAsync("TransactWriteItems", Body("""{"Delete":{"TableName":"@T","Key":{"pk":{"S":"nothing"}}}}""", item));

        Assert.Equal(Cancelled + "[None, ValidationError]", answer.Outcome);
        Assert.Contains($$"""[{"Code":"None"},{"Code":"ValidationError","Message":"{{message}}"}]""", answer.SortedBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Put":{"TableName":"@T","Item":{"pk":{"S":"a"}},"ConditionExpression":"foo"}}""", "ValidationException: Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"foo\"")]
    [InlineData("""{"Put":{"TableName":"@T","Item":{"pk":{"S":"a"}},"ConditionExpression":"a = :v"}}""", "ValidationException: Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v")]
    [InlineData("""{"Put":{"TableName":"@T","Item":{"pk":{"S":"a"},"s":{"SS":[]}}}}""", "ValidationException: One or more parameter values were invalid: An string set  may not be empty")]
    [InlineData("""{"Put":{"TableName":"@T","Item":{"pk":{"S":""}}}}""", "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk")]
    [InlineData("""{"Update":{"TableName":"@T","Key":{"pk":{"S":"a"}},"UpdateExpression":"SET"}}""", "ValidationException: Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"SET\"")]
    [InlineData("""{"ConditionCheck":{"TableName":"@T","Key":{"pk":{"S":"a"}},"ConditionExpression":""}}""", "ValidationException: Invalid ConditionExpression: The expression can not be empty;")]
    [InlineData("""{"Delete":{"TableName":"no-such-table","Key":{"pk":{"S":"a"}}}}""", "ResourceNotFoundException: Requested resource not found")]
    [InlineData("""{}""", "ValidationException: TransactItems can only contain one of Check, Put, Update or Delete", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("""{"Delete":{"TableName":"@T","Key":{"pk":{"S":"a"}}},"Put":{"TableName":"@T","Item":{"pk":{"S":"b"}}}}""", "ValidationException: TransactItems can only contain one of Check, Put, Update or Delete")]
    public async Task What_no_item_could_fit_is_refused_whole(string item, string refusal) => Assert.Equal(refusal, await table.OutcomeAsync("TransactWriteItems", Body(item)));

    [Fact]
    public async Task One_item_may_occur_once()
    {
        Assert.Equal("ValidationException: Transaction request cannot include multiple operations on one item", await table.OutcomeAsync("TransactWriteItems", Body(
            """{"Put":{"TableName":"@T","Item":{"pk":{"S":"twice"}}}}""",
            """{"ConditionCheck":{"TableName":"@T","Key":{"pk":{"S":"twice"}},"ConditionExpression":"attribute_exists(pk)"}}""")));
    }

    [Theory]
    [InlineData(100, "200")]
    [InlineData(101, "Member must have length less than or equal to 100")]
    public async Task At_most_100_items(int count, string outcome)
    {
        string key = table.NextKey();

        string answer = await table.OutcomeAsync("TransactWriteItems", Body([.. Enumerable.Range(0, count).Select(number => $$$$$"""{"Put":{"TableName":"@T","Item":{"pk":{"S":"{{{{{key}}}}}-{{{{{number}}}}}"}}}}""")]));

        Assert.EndsWith(outcome, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_most_4_megabytes()
    {
        string text = new('x', 390_000), key = table.NextKey();
        List<TransactWriteItem> Puts(int count) => [.. Enumerable.Range(0, count).Select(number => new TransactWriteItem { Put = new Put { TableName = table.Name, Item = Items.Of($"{{pk: '{key}-{number}', a: '{text}'}}") } })];

        Assert.Equal("200", await Refusal.OfAsync(() => table.Dynamo.TransactWriteItemsAsync(new TransactWriteItemsRequest { TransactItems = Puts(10) })));
        Assert.StartsWith("ValidationException: ", await Refusal.OfAsync(() => table.Dynamo.TransactWriteItemsAsync(new TransactWriteItemsRequest { TransactItems = Puts(11) })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_token_runs_once()
    {
        string key = await table.PutNewAsync("{n: 0}"), token = table.NextToken();
        string body = Body($$$$$"""{"Update":{"TableName":"@T","Key":{"pk":{"S":"{{{{{key}}}}}"}},"UpdateExpression":"ADD n :one","ExpressionAttributeValues":{":one":{"N":"1"}}}}""")[..^1] + $$""","ClientRequestToken":"{{token}}"}""";

        Assert.Equal("200", await table.OutcomeAsync("TransactWriteItems", body));
        Assert.Equal("200", await table.OutcomeAsync("TransactWriteItems", body));

        Assert.Equal("{n: 1}", await table.ShownAsync(key));
    }

    [Fact]
    public async Task The_same_token_for_another_request_is_a_mismatch()
    {
        string token = table.NextToken();
        string Request(string key) => Body($$$$$"""{"Put":{"TableName":"@T","Item":{"pk":{"S":"{{{{{key}}}}}"}}}}""")[..^1] + $$""","ClientRequestToken":"{{token}}"}""";
        await table.CallAsync("TransactWriteItems", Request("token-1"));

        RawAnswer answer = await table.CallAsync("TransactWriteItems", Request("token-2"));

        Assert.Equal("IdempotentParameterMismatchException", answer.Error);
        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task A_failed_transaction_may_be_tried_again_with_its_token()
    {
        string key = table.NextKey(), token = table.NextToken();
        string body = Body($$$$$"""{"Update":{"TableName":"@T","Key":{"pk":{"S":"{{{{{key}}}}}"}},"UpdateExpression":"SET a = :one","ConditionExpression":"attribute_exists(pk)","ExpressionAttributeValues":{":one":{"N":"1"}}}}""")[..^1] + $$""","ClientRequestToken":"{{token}}"}""";
        Assert.Equal(Cancelled + "[ConditionalCheckFailed]", await table.OutcomeAsync("TransactWriteItems", body));
        await table.PutAsync($"{{pk: '{key}'}}");

        Assert.Equal("200", await table.OutcomeAsync("TransactWriteItems", body));
        Assert.Equal("{a: 1}", await table.ShownAsync(key));
    }

    [Fact]
    public async Task Several_reasons_stand_at_their_places()
    {
        string there = await table.PutNewAsync("{a: 1}");

        RawAnswer answer = await table.CallAsync("TransactWriteItems", Body(
            $$$$"""{"Put":{"TableName":"@T","Item":{"pk":{"S":"{{{{there}}}}"}},"ConditionExpression":"attribute_not_exists(pk)"}}""",
            """{"Delete":{"TableName":"@T","Key":{"pk":{"S":"nothing"}}}}""",
            """{"ConditionCheck":{"TableName":"@T","Key":{"pk":{"S":"absent"}},"ConditionExpression":"attribute_exists(pk)"}}"""));

        Assert.Equal(Cancelled + "[ConditionalCheckFailed, None, ConditionalCheckFailed]", answer.Outcome);
    }

    private static string Body(params string[] items) => $$"""{"TransactItems":[{{string.Join(",", items)}}]}""";
}

using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.PartiQl;

/// <summary>BatchExecuteStatement and ExecuteTransaction that write.</summary>
public sealed class StatementBatchTests(PlainTable table) : IClassFixture<PlainTable>
{
    [Fact]
    public async Task A_batch_writes_what_it_can()
    {
        string made = table.NextKey(), there = await table.PutNewAsync("{a: 1}");

        RawAnswer answer = await table.CallAsync("BatchExecuteStatement", $$"""
            {"Statements":[
              {"Statement":"INSERT INTO \"@T\" VALUE {'pk': '{{made}}', 'a': 1}"},
              {"Statement":"INSERT INTO \"@T\" VALUE {'pk': '{{there}}', 'a': 2}"},
              {"Statement":"UPDATE \"@T\" SET a = 5 WHERE pk = '{{made}}-absent'"},
              {"Statement":"UPDATE \"@T\" SET a = 5 WHERE pk = '{{there}}-a' AND a = 7","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}
            ]}
            """);

        using System.Text.Json.JsonDocument json = answer.Json();
        string[] codes = [.. json.RootElement.GetProperty("Responses").EnumerateArray().Select(one => one.TryGetProperty("Error", out System.Text.Json.JsonElement error) ? error.GetProperty("Code").GetString()! : "-")];
        Assert.Equal(["-", "DuplicateItem", "ConditionalCheckFailed", "ConditionalCheckFailed"], codes);
        Assert.Equal("{a: 1} {a: 1}", $"{await table.ShownAsync(made)} {await table.ShownAsync(there)}");
    }

    [Fact]
    public async Task A_transaction_writes_all()
    {
        string one = table.NextKey(), two = await table.PutNewAsync("{a: 1}");

        Assert.Equal("200", await table.OutcomeAsync("ExecuteTransaction", $$"""{"TransactStatements":[{"Statement":"INSERT INTO \"@T\" VALUE {'pk': '{{one}}'}"},{"Statement":"UPDATE \"@T\" SET a = a + 1 WHERE pk = '{{two}}'"}]}"""));
        Assert.Equal("{} {a: 2}", $"{await table.ShownAsync(one)} {await table.ShownAsync(two)}");
    }

    [Fact]
    public async Task A_transaction_writes_nothing_when_one_fails()
    {
        string one = table.NextKey(), two = await table.PutNewAsync("{a: 1}");

        RawAnswer answer = await table.CallAsync("ExecuteTransaction", $$"""{"TransactStatements":[{"Statement":"INSERT INTO \"@T\" VALUE {'pk': '{{one}}'}"},{"Statement":"INSERT INTO \"@T\" VALUE {'pk': '{{two}}'}"}]}""");

        Assert.Equal("TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [None, DuplicateItem]", answer.Outcome);
        Assert.Equal("none", await table.ShownAsync(one));
    }

    [Fact]
    public async Task Exists_checks_a_condition_in_a_transaction()
    {
        string check = await table.PutNewAsync("{a: 1}"), made = table.NextKey();
        string Body(int value) => $$"""{"TransactStatements":[{"Statement":"EXISTS(SELECT * FROM \"@T\" WHERE pk = '{{check}}' AND a = {{value}})"},{"Statement":"INSERT INTO \"@T\" VALUE {'pk': '{{made}}'}"}]}""";

        Assert.Equal("TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]", await table.OutcomeAsync("ExecuteTransaction", Body(2)));
        Assert.Equal("200", await table.OutcomeAsync("ExecuteTransaction", Body(1)));
        Assert.Equal("{}", await table.ShownAsync(made));
    }

    [Fact]
    public async Task One_item_may_occur_once_in_a_transaction() =>
        Assert.Equal("ValidationException: Transaction request cannot include multiple operations on one item", await table.OutcomeAsync("ExecuteTransaction", """{"TransactStatements":[{"Statement":"INSERT INTO \"@T\" VALUE {'pk': 'x'}"},{"Statement":"DELETE FROM \"@T\" WHERE pk = 'x'"}]}"""));

    [Fact]
    public async Task A_transaction_either_reads_or_writes() =>
        Assert.StartsWith("ValidationException: ", await table.OutcomeAsync("ExecuteTransaction", """{"TransactStatements":[{"Statement":"INSERT INTO \"@T\" VALUE {'pk': 'rw'}"},{"Statement":"SELECT * FROM \"@T\" WHERE pk = 'x'"}]}"""), StringComparison.Ordinal);

    [Fact]
    public async Task The_same_token_runs_once()
    {
        string key = await table.PutNewAsync("{n: 0}");
        string body = $$"""{"ClientRequestToken":"{{table.NextToken()}}","TransactStatements":[{"Statement":"UPDATE \"@T\" SET n = n + 1 WHERE pk = '{{key}}'"}]}""";

        await table.CallAsync("ExecuteTransaction", body);
        await table.CallAsync("ExecuteTransaction", body);

        Assert.Equal("{n: 1}", await table.ShownAsync(key));
    }

    [Fact]
    public async Task A_batch_of_26_is_too_large()
    {
        string statements = string.Join(",", Enumerable.Range(0, 26).Select(number => $$"""{"Statement":"INSERT INTO \"@T\" VALUE {'pk': 'n{{number}}'}"}"""));

        Assert.EndsWith("at 'statements' failed to satisfy constraint: Member must have length less than or equal to 25", await table.OutcomeAsync("BatchExecuteStatement", $$"""{"Statements":[{{statements}}]}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capacity_is_told_when_asked()
    {
        string key = table.NextKey();

        RawAnswer insert = await table.CallAsync("ExecuteStatement", $$"""{"ReturnConsumedCapacity":"TOTAL","Statement":"INSERT INTO \"@T\" VALUE {'pk': '{{key}}'}"}""");
        RawAnswer select = await table.CallAsync("ExecuteStatement", $$"""{"ReturnConsumedCapacity":"TOTAL","Statement":"SELECT * FROM \"@T\" WHERE pk = '{{key}}'"}""");
        RawAnswer consistent = await table.CallAsync("ExecuteStatement", $$"""{"ReturnConsumedCapacity":"TOTAL","ConsistentRead":true,"Statement":"SELECT * FROM \"@T\" WHERE pk = '{{key}}'"}""");

        Assert.Contains(""""ConsumedCapacity":{"CapacityUnits":1,"TableName":"@T"}"""", table.WithoutName(insert.SortedBody), StringComparison.Ordinal);
        Assert.Contains(""""ConsumedCapacity":{"CapacityUnits":0.5,"TableName":"@T"}"""", table.WithoutName(select.SortedBody), StringComparison.Ordinal);
        Assert.Contains(""""ConsumedCapacity":{"CapacityUnits":1,"TableName":"@T"}"""", table.WithoutName(consistent.SortedBody), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_condition_shows_the_item_when_asked()
    {
        string key = await table.PutNewAsync("{a: 1}");

        RawAnswer answer = await table.CallAsync("ExecuteStatement", $$"""{"ReturnValuesOnConditionCheckFailure":"ALL_OLD","Statement":"UPDATE \"@T\" SET a = 2 WHERE pk = '{{key}}' AND a = 9"}""");

        Assert.Equal("ConditionalCheckFailedException", answer.Error);
        Assert.Contains($$$""""Item":{"a":{"N":"1"},"pk":{"S":"{{{key}}}"}}"""", answer.SortedBody, StringComparison.Ordinal);
    }
}

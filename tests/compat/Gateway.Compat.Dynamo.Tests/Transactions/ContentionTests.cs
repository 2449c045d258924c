using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Transactions;

/// <summary>Many writers of the same few items: whoever is told that it succeeded has, whoever is refused has changed nothing.</summary>
public sealed class ContentionTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const int Writers = 24, Rounds = 10;

    [Fact]
    public async Task Updates_of_one_item_all_count()
    {
        string key = await table.PutNewAsync("{n: 0}");

        await Parallel.ForAsync(0, Writers * Rounds, new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (_, _) => await table.UpdateAsync(key, "SET n = n + :one", "{:one: 1}"));

        Assert.Equal($"{{n: {Writers * Rounds}}}", await table.ShownAsync(key));
    }

    [Fact]
    public async Task A_conditional_put_succeeds_once()
    {
        string key = table.NextKey();
        PutItemRequest Claim(int who) => new() { TableName = table.Name, Item = Items.Of($"{{pk: '{key}', who: {who}}}"), ConditionExpression = "attribute_not_exists(pk)" };

        string[] outcomes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(who => Refusal.OfAsync(() => table.Dynamo.PutItemAsync(Claim(who)))));

        Assert.Equal($"{{who: {Array.IndexOf(outcomes, "200")}}}", await table.ShownAsync(key));
        Assert.Equal(Writers - 1, outcomes.Count(outcome => outcome == "ConditionalCheckFailedException: The conditional request failed"));
    }

    [Fact]
    public async Task Transactions_over_the_same_items_conflict_or_count_and_never_half()
    {
        string one = await table.PutNewAsync("{n: 0}"), two = await table.PutNewAsync("{n: 0}");
        TransactWriteItem Add(string key) => new() { Update = new Update { TableName = table.Name, Key = Steps.KeyOf(key), UpdateExpression = "ADD n :one", ExpressionAttributeValues = Items.Of("{:one: 1}") } };
        int done = 0;

        await Parallel.ForAsync(0, Writers * Rounds, new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (round, token) =>
        {
            List<TransactWriteItem> items = round % 2 == 0 ? [Add(one), Add(two)] : [Add(two), Add(one)];
            try
            {
                await table.Dynamo.TransactWriteItemsAsync(new TransactWriteItemsRequest { TransactItems = items }, token);
                Interlocked.Increment(ref done);
            }
            catch (TransactionCanceledException cancelled)
            {
                Assert.All(cancelled.CancellationReasons, reason => Assert.Contains(reason.Code, (string[])["None", "TransactionConflict"]));
                Assert.Contains(cancelled.CancellationReasons, reason => reason is { Code: "TransactionConflict", Message: "Transaction is ongoing for the item" });
            }
        });

        Assert.True(done > 0);
        Assert.Equal($"{{n: {done}}} {{n: {done}}}", $"{await table.ShownAsync(one)} {await table.ShownAsync(two)}");
    }

    [Fact]
    public async Task A_reading_transaction_never_sees_half_of_a_writing_one()
    {
        string one = await table.PutNewAsync("{n: 0}"), two = await table.PutNewAsync("{n: 0}");
        TransactWriteItem Set(string key, int value) => new() { Update = new Update { TableName = table.Name, Key = Steps.KeyOf(key), UpdateExpression = "SET n = :n", ExpressionAttributeValues = Items.Of($"{{:n: {value}}}") } };
        TransactGetItem Get(string key) => new() { Get = new Get { TableName = table.Name, Key = Steps.KeyOf(key) } };

        Task writer = Task.Run(async () =>
        {
            for (int round = 1; round <= 100; round++) await Refusal.OfAsync(() => table.Dynamo.TransactWriteItemsAsync(new TransactWriteItemsRequest { TransactItems = [Set(one, round), Set(two, round)] }));
        }, TestContext.Current.CancellationToken);
        List<string> seen = [];
        for (bool isLast = false; ; isLast = writer.IsCompleted)
        {
            string outcome = await Refusal.OfAsync(async () =>
            {
                TransactGetItemsResponse both = await table.Dynamo.TransactGetItemsAsync(new TransactGetItemsRequest { TransactItems = [Get(one), Get(two)] });
                seen.Add($"{both.Responses[0].Item["n"].N} {both.Responses[1].Item["n"].N}");
            });
            Assert.True(outcome == "200" || outcome.StartsWith("TransactionCanceledException", StringComparison.Ordinal), outcome);
            if (isLast) break; // once more after the writer has ended: then nothing is in the way
        }

        await writer;
        Assert.NotEmpty(seen);
        Assert.All(seen, pair => Assert.Equal(pair.Split(' ')[0], pair.Split(' ')[1]));
    }
}

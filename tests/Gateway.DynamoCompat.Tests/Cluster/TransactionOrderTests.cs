using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Cluster;

/// <summary>Two PoPs write the same two items in a transaction each, at once: both items end as the same transaction left them (ADR 39).</summary>
public sealed class TransactionOrderTests
{
    /// <summary>What is done to an item to give it a value.</summary>
    private static readonly Func<string, string, string>[] Forms =
    [
        (key, value) => $$$"""{'Put': {'TableName': 'orders', 'Item': {'pk': {'S': '{{{key}}}'}, 'v': {'S': '{{{value}}}'} } } }""",
        (key, value) => $$$"""{'Update': {'TableName': 'orders', 'Key': {'pk': {'S': '{{{key}}}'} }, 'UpdateExpression': 'SET v = :v', 'ExpressionAttributeValues': {':v': {'S': '{{{value}}}'} } } }""",
    ];

    [Theory]
    [InlineData(0, "merge")]
    [InlineData(0, "replace")]
    [InlineData(1, "merge")]
    [InlineData(1, "replace")]
    public async Task Both_items_end_as_the_same_transaction_left_them(int form, string mode)
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync(more: $", 'Tags': [{{'Key': 'edge:put', 'Value': '{mode}'}}]");
        foreach (string key in (string[])["a", "b"]) await east.RunAsync("PutItem", $$$"""{'TableName': 'orders', 'Item': {'pk': {'S': '{{{key}}}'} } }""");
        await PopUnderTest.MeetAsync(pops);
        Random random = new(4711 + form);
        (int fromEast, int fromWest) = (0, 0);
        for (int round = 0; round < 150; round++)
        {
            // Each PoP may have written one of the items often within one millisecond, or heard of the other's writes: the items' stamps run ahead of the clock, not alike.
            for (int i = random.Next(6); i > 0; i--)
            {
                PopUnderTest pop = pops[random.Next(2)];
                await pop.RunAsync("UpdateItem", $$$"""{'TableName': 'orders', 'Key': {'pk': {'S': '{{{"ab"[random.Next(2)]}}}'} }, 'UpdateExpression': 'SET n = :n', 'ExpressionAttributeValues': {':n': {'N': '{{{round}}}'} } }""");
                if (random.Next(4) == 0) await pops[random.Next(2)].TakeAsync(pops[random.Next(2)]);
            }

            string[] values = [$"east{round}", $"west{round}"];
            foreach (int at in random.Next(2) == 0 ? (int[])[0, 1] : [1, 0])
            {
                IEnumerable<string> items = (random.Next(2) == 0 ? "ab" : "ba").Select(key => Forms[form](key.ToString(), values[at]));
                await pops[at].RunAsync("TransactWriteItems", $$"""{'TransactItems': [{{string.Join(", ", items)}}]}""");
                if (random.Next(3) == 0) east.Time.Advance(TimeSpan.FromMilliseconds(1));
            }

            await PopUnderTest.MeetAsync(pops);
            string a = await ValueAsync(east, "a");
            Assert.Equal(a, await ValueAsync(east, "b"));
            Assert.Equal(a, await ValueAsync(west, "a"));
            Assert.Equal(a, await ValueAsync(west, "b"));
            if (a == values[0]) fromEast++;
            if (a == values[1]) fromWest++;
        }

        Assert.Equal(150, fromEast + fromWest);
        Assert.True(fromEast > 15 && fromWest > 15, $"{fromEast} times East, {fromWest} times West: nothing has met.");
    }

    private static async Task<string> ValueAsync(PopUnderTest pop, string key)
    {
        JsonObject answer = await pop.RunAsync("GetItem", $$$"""{'TableName': 'orders', 'Key': {'pk': {'S': '{{{key}}}'} } }""");
        return (string)answer["Item"]!["v"]!["S"]!;
    }
}

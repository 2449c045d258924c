using System.Text.Json.Nodes;

namespace Gateway.HttpBench;

/// <summary>One kind of load: the requests that are repeated, and a first one whose effect is compared.</summary>
internal sealed record BenchCase(string Name, string What, int ReachPercent, Func<IEnumerable<WireRequest>> Requests, Func<WireClient, Task> CheckAsync)
{
    /// <summary>All kinds, reads first: what writes leave behind must not slow the reads of one server and not of another.</summary>
    public static IReadOnlyList<BenchCase> All { get; } =
    [
        new("get", "GetItem of one of 10,000", 75, Gets, CheckGetAsync),
        new("query", "Query of a collection of 10 items", 40, Queries, CheckQueryAsync),
        new("put", "PutItem over one of 10,000", 50, Puts, CheckPutAsync),
        new("update", "UpdateItem, ADD to a counter or SET an attribute", 40, Updates, CheckUpdateAsync),
        new("transact", "TransactWriteItems of 2 puts", 0, Transactions, CheckTransactAsync),
        new("churn", "DeleteItem, then PutItem of the same key", 0, Churns, CheckChurnAsync),
    ];

    private static IEnumerable<WireRequest> Gets() => Workload.Shuffled(Workload.ItemCount, 1).Select(Get);

    private static IEnumerable<WireRequest> Queries() => Workload.Shuffled(Workload.ItemCount / Workload.CollectionSize, 2).Select(collection => Query(collection * Workload.CollectionSize));

    private static IEnumerable<WireRequest> Puts() => Apart(3, (number, version) => [Put(number, version)]);

    private static IEnumerable<WireRequest> Updates() => Apart(4, (number, version) => [version % 2 == number / 2 % 2 ? Add(number) : Set(number, version)]);

    private static IEnumerable<WireRequest> Transactions() => Apart(5, (number, version) => number % 4 < 2 ? [Transact(number, number ^ 2, version)] : []);

    private static IEnumerable<WireRequest> Churns() => Apart(6, (number, version) => [Delete(number), Put(number, version)]);

    /// <summary>
    /// Requests in four parts of equal length: even keys, odd keys, odd keys, even keys, each time in the same shuffled order. The two threads of wrk begin at the first and at the third part, so that
    /// two requests in flight never meet at one key, even if one thread runs ahead: no transaction conflicts, no lock is waited for. A key that comes again comes with another version.
    /// </summary>
    private static IEnumerable<WireRequest> Apart(int seed, Func<int, int, WireRequest[]> requests) =>
        new (int Odd, int Version)[] { (0, 1), (1, 1), (1, 2), (0, 2) }.SelectMany(part =>
            Workload.Shuffled(Workload.ItemCount / 2, (seed * 10) + part.Odd).SelectMany(half => requests((half * 2) + part.Odd, part.Version)));

    public static WireRequest Get(int number) => new("GetItem", $$"""{"TableName":"{{Workload.Table}}","Key":{{Workload.Key(number)}},"ConsistentRead":true}""");

    public static WireRequest Put(int number, int version) => new("PutItem", $$"""{"TableName":"{{Workload.Table}}","Item":{{Workload.Item(number, version)}}}""");

    private static WireRequest Query(int number) =>
        new("Query", $$$$"""{"TableName":"{{{{Workload.Table}}}}","KeyConditionExpression":"#pk = :pk","ExpressionAttributeNames":{"#pk":"pk"},"ExpressionAttributeValues":{":pk":{{{{Workload.PartitionKey(number)}}}}}}""");

    private static WireRequest Add(int number) =>
        new("UpdateItem", $$$$"""{"TableName":"{{{{Workload.Table}}}}","Key":{{{{Workload.Key(number)}}}},"UpdateExpression":"ADD visits :one","ExpressionAttributeValues":{":one":{"N":"1"}}}""");

    private static WireRequest Set(int number, int version) =>
        new("UpdateItem", $$$$"""{"TableName":"{{{{Workload.Table}}}}","Key":{{{{Workload.Key(number)}}}},"UpdateExpression":"SET #t = :title","ExpressionAttributeNames":{"#t":"title"},"ExpressionAttributeValues":{":title":{"S":"The same cup, but for the {{{{version}}}}th time, and by hand"}}}""");

    private static WireRequest Transact(int one, int two, int version) =>
        new("TransactWriteItems", $$$$"""{"TransactItems":[{"Put":{"TableName":"{{{{Workload.Table}}}}","Item":{{{{Workload.Item(one, version)}}}}}},{"Put":{"TableName":"{{{{Workload.Table}}}}","Item":{{{{Workload.Item(two, version)}}}}}}]}""");

    private static WireRequest Delete(int number) => new("DeleteItem", $$"""{"TableName":"{{Workload.Table}}","Key":{{Workload.Key(number)}}}""");

    private static async Task CheckGetAsync(WireClient client)
    {
        await client.SendAsync(Put(17, 0));
        JsonCompare.Same(Workload.Item(17, 0), (await client.SendAsync(Get(17)))["Item"], "GetItem");
    }

    private static async Task CheckQueryAsync(WireClient client)
    {
        for (int i = 0; i < Workload.CollectionSize; i++) await client.SendAsync(Put(i, 0));
        JsonArray items = (await client.SendAsync(Query(0)))["Items"]!.AsArray();
        if (items.Count != Workload.CollectionSize) throw new BenchException($"Query returned {items.Count} items of {Workload.CollectionSize}");
        for (int i = 0; i < items.Count; i++) JsonCompare.Same(Workload.Item(i, 0), items[i], $"Query, item {i}");
    }

    private static async Task CheckPutAsync(WireClient client)
    {
        await client.SendAsync(Put(18, 6));
        await client.SendAsync(Put(18, 7));
        JsonCompare.Same(Workload.Item(18, 7), (await client.SendAsync(Get(18)))["Item"], "PutItem");
    }

    private static async Task CheckUpdateAsync(WireClient client)
    {
        await client.SendAsync(Put(19, 0));
        await client.SendAsync(Add(19));
        await client.SendAsync(Add(19));
        await client.SendAsync(Set(19, 3));
        JsonNode item = (await client.SendAsync(Get(19)))["Item"]!;
        string? visits = item["visits"]?["N"]?.GetValue<string>();
        string? title = item["title"]?["S"]?.GetValue<string>();
        if (visits != "2" || title is null || !title.Contains("3th", StringComparison.Ordinal)) throw new BenchException($"UpdateItem left {item.ToJsonString()}");
    }

    private static async Task CheckTransactAsync(WireClient client)
    {
        await client.SendAsync(Transact(20, 21, 8));
        JsonCompare.Same(Workload.Item(20, 8), (await client.SendAsync(Get(20)))["Item"], "TransactWriteItems, first");
        JsonCompare.Same(Workload.Item(21, 8), (await client.SendAsync(Get(21)))["Item"], "TransactWriteItems, second");
    }

    private static async Task CheckChurnAsync(WireClient client)
    {
        await client.SendAsync(Delete(22));
        if ((await client.SendAsync(Get(22)))["Item"] is { } left) throw new BenchException($"DeleteItem left {left.ToJsonString()}");
        await client.SendAsync(Put(22, 9));
        JsonCompare.Same(Workload.Item(22, 9), (await client.SendAsync(Get(22)))["Item"], "PutItem after DeleteItem");
    }
}

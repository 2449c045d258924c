using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Pops;
using static Gateway.Cluster.Tests.Workload.Tables;

namespace Gateway.Cluster.Tests.Workload;

/// <summary>What it does to items that nobody else writes. Their conditions must hold: a PoP never forgets what it has acknowledged.</summary>
internal sealed partial class Writer
{
    private OwnItem NewItem() => new(name, Unique(), null);

    private JsonObject NextOf(OwnItem item) => item.Next(item.Version + random.Next(1, 5), random.Next(5) == 0 ? null : Holder());

    private string Holder() => string.Create(CultureInfo.InvariantCulture, $"holder{random.Next(Owners)}");

    /// <summary>Takes an item out of the list: while its request is under way, and until the end of the round if that has no answer.</summary>
    private OwnItem? Take()
    {
        int[] known = [.. Enumerable.Range(0, items.Count).Where(i => !items[i].IsInDoubt)];
        if (known.Length == 0) return null;
        int index = known[random.Next(known.Length)];
        OwnItem taken = items[index];
        items.RemoveAt(index);
        return taken;
    }

    /// <summary>Sends a request that changes some items; each was taken out of the list, or is new.</summary>
    private async Task<ReplyKind> ChangeAsync(string operation, JsonObject request, params (OwnItem Before, JsonObject? After)[] changes)
    {
        ReplyKind kind = await SendAsync(operation, request, isSure =>
        {
            foreach ((OwnItem before, JsonObject? after) in changes) ledger.Set(before.Name, before.Item, after, isSure);
        });
        foreach ((OwnItem before, JsonObject? after) in changes)
        {
            JsonObject? now = kind == ReplyKind.Done ? after : before.Item;
            if (now is not null || kind == ReplyKind.Unknown) items.Add(before with { Item = now, IsInDoubt = kind == ReplyKind.Unknown });
        }

        return kind;
    }

    private Task<ReplyKind> PutAsync()
    {
        if (items.Count >= ItemsMax) return DeleteAsync();
        OwnItem item = NewItem();
        JsonObject next = NextOf(item);
        return ChangeAsync("PutItem", new JsonObject { ["TableName"] = Own, ["Item"] = next.DeepClone(), ["ConditionExpression"] = "attribute_not_exists(pk)" }, (item, next));
    }

    private Task<ReplyKind> UpdateAsync()
    {
        if (Take() is not { } item) return PutAsync();
        JsonObject next = NextOf(item);
        return ChangeAsync("UpdateItem", Conditional(item, Update(item, next)), (item, next));
    }

    private Task<ReplyKind> DeleteAsync()
    {
        if (Take() is not { } item) return PutAsync();
        return ChangeAsync("DeleteItem", Conditional(item, new JsonObject { ["TableName"] = Own, ["Key"] = item.Key }), (item, null));
    }

    private async Task<ReplyKind> BatchAsync()
    {
        List<(OwnItem Before, JsonObject? After)> changes = [];
        JsonArray requests = [];
        for (int i = 0; i < 3 && items.Count + i < ItemsMax; i++)
        {
            OwnItem item = NewItem();
            JsonObject next = NextOf(item);
            changes.Add((item, next));
            requests.Add(new JsonObject { ["PutRequest"] = new JsonObject { ["Item"] = next.DeepClone() } });
        }

        if (Take() is { } gone)
        {
            changes.Add((gone, null));
            requests.Add(new JsonObject { ["DeleteRequest"] = new JsonObject { ["Key"] = gone.Key } });
        }

        return await ChangeAsync("BatchWriteItem", new JsonObject { ["RequestItems"] = new JsonObject { [Own] = requests } }, [.. changes]);
    }

    private Task<ReplyKind> StatementAsync()
    {
        int kind = random.Next(3);
        if (kind == 0 && items.Count < ItemsMax)
        {
            OwnItem made = NewItem();
            JsonObject value = made.Next(random.Next(1, 9), Holder());
            return StateAsync($"INSERT INTO \"{Own}\" VALUE {{'pk': ?, 'sk': ?, 'v': ?, 'holder': ?}}", [value["pk"]!, value["sk"]!, value["v"]!, value["holder"]!], made, value);
        }

        if (Take() is not { } item) return PutAsync();
        if (kind == 1) return StateAsync($"DELETE FROM \"{Own}\" WHERE pk = ? AND sk = ?", [Text(item.Partition), Text(item.Sort)], item, null);
        JsonObject next = item.Next(item.Version + 1, Holder());
        return StateAsync($"UPDATE \"{Own}\" SET v = ? SET holder = ? WHERE pk = ? AND sk = ? AND v = ?", [next["v"]!, next["holder"]!, Text(item.Partition), Text(item.Sort), Number(item.Version)], item, next);
    }

    private Task<ReplyKind> StateAsync(string statement, JsonNode[] parameters, OwnItem before, JsonObject? after) =>
        ChangeAsync("ExecuteStatement", new JsonObject { ["Statement"] = statement, ["Parameters"] = new JsonArray([.. parameters.Select(parameter => parameter.DeepClone())]) }, (before, after));

    /// <summary>Several own items and a shared number: all or nothing.</summary>
    private Task<ReplyKind> TransactAsync()
    {
        if (Take() is not { } changed) return PutAsync();
        if (Take() is not { } gone) { items.Add(changed); return PutAsync(); }
        OwnItem made = NewItem();
        (string key, long amount) = (AnySum(), random.Next(1, 9));
        JsonObject first = NextOf(made), next = NextOf(changed);
        JsonArray actions = new(
            new JsonObject { ["Put"] = new JsonObject { ["TableName"] = Own, ["Item"] = first.DeepClone(), ["ConditionExpression"] = "attribute_not_exists(pk)" } },
            new JsonObject { ["Update"] = Conditional(changed, Update(changed, next)) },
            new JsonObject { ["Delete"] = Conditional(gone, new JsonObject { ["TableName"] = Own, ["Key"] = gone.Key }) },
            Action("Update", Shared, key, "ADD n :n", amount));
        return ChangeAsync("TransactWriteItems", new JsonObject { ["TransactItems"] = actions }, amount, key, (made, first), (changed, next), (gone, null));
    }

    /// <summary>The same, with a number that is added beside.</summary>
    private async Task<ReplyKind> ChangeAsync(string operation, JsonObject request, long amount, string key, params (OwnItem Before, JsonObject? After)[] changes)
    {
        ReplyKind kind = await ChangeAsync(operation, request, changes);
        if (kind is ReplyKind.Done or ReplyKind.Unknown) ledger.Note(kind == ReplyKind.Done, () => ledger.Add(key, "n", amount, kind == ReplyKind.Done));
        return kind;
    }

    /// <summary>A put whose condition cannot hold, alone or in a transaction: nothing of it may ever be seen.</summary>
    private async Task<ReplyKind> FailAsync()
    {
        OwnItem never = NewItem();
        ledger.Note(isSure: true, () => ledger.Set(never.Name, null, null, isSure: true));
        JsonObject put = new() { ["TableName"] = Own, ["Item"] = never.Next(1, Holder()), ["ConditionExpression"] = "attribute_exists(pk)" };
        bool isAlone = random.Next(2) == 0;
        JsonArray actions = isAlone ? [] : new JsonArray(Action("Update", Shared, AnySum(), "ADD n :n", 1_000_000_000), new JsonObject { ["Put"] = put });
        Reply reply = isAlone ? await pop.TryAsync("PutItem", put) : await pop.TryAsync("TransactWriteItems", new JsonObject { ["TransactItems"] = actions });
        Assert.True(reply.Kind != ReplyKind.Done, $"{name}: {reply.Body.ToJsonString()} is what a condition gave that does not hold");
        return reply.Kind;
    }

    private static JsonObject Update(OwnItem item, JsonObject next)
    {
        bool hasHolder = next.ContainsKey("holder");
        JsonObject request = new()
        {
            ["TableName"] = Own,
            ["Key"] = item.Key,
            ["UpdateExpression"] = hasHolder ? "SET v = :v, holder = :h" : "SET v = :v REMOVE holder",
            ["ExpressionAttributeValues"] = new JsonObject { [":v"] = next["v"]!.DeepClone() },
        };
        if (hasHolder) request["ExpressionAttributeValues"]![":h"] = next["holder"]!.DeepClone();
        return request;
    }

    /// <summary>Only if the item is what its writer knows.</summary>
    private static JsonObject Conditional(OwnItem item, JsonObject request)
    {
        request["ConditionExpression"] = "v = :known";
        if (request["ExpressionAttributeValues"] is not JsonObject values) request["ExpressionAttributeValues"] = values = [];
        values[":known"] = Number(item.Version);
        return request;
    }
}

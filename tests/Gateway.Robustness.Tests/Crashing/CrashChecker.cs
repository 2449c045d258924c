using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Robustness.Tests.Crashing;

/// <summary>Compares what a restarted PoP shows with what the writers know, and with itself.</summary>
internal static class CrashChecker
{
    /// <summary>Fails with the first difference. Settles what was in doubt: afterwards the models hold what the PoP holds.</summary>
    /// <returns>How many requests were in doubt, and how many of them had been done.</returns>
    public static async Task<(int InDoubt, int Done)> CheckAsync(PopReader reader, IReadOnlyList<CrashWriter> writers)
    {
        Dictionary<ItemName, JsonObject> found = [];
        foreach (string table in (string[])[CrashTables.Items, CrashTables.Counters])
        {
            Dictionary<ItemName, JsonObject> items = (await reader.PagesAsync("Scan", new JsonObject { ["TableName"] = table, ["ConsistentRead"] = true })).ToDictionary(item => ItemName.Of(table, item));
            await CheckStreamAsync(reader, table, items);
            foreach ((ItemName name, JsonObject item) in items) found.Add(name, item);
        }

        await CheckIndexesAsync(reader, [.. found.Where(entry => entry.Key.Table == CrashTables.Items).Select(entry => entry.Value)]);
        return CheckItems(writers, found);
    }

    /// <summary>Compares all items with what the writers know.</summary>
    internal static (int InDoubt, int Done) CheckItems(IReadOnlyList<CrashWriter> writers, Dictionary<ItemName, JsonObject> found)
    {
        int inDoubt = 0, done = 0;
        HashSet<ItemName> expected = [];
        Dictionary<string, (long Least, long Most)> counters = [];
        foreach (WriterModel model in writers.Select(writer => writer.Model))
        {
            foreach ((string counter, long added) in model.Added) Count(counters, counter, added, added);
            if (model.CounterInDoubt is not null && model.InDoubt!.Count == 0) Count(counters, model.CounterInDoubt, 0, 1);
            if (model.InDoubt is { Count: > 0 } group)
            {
                inDoubt++;
                bool wasDone = IsDone(model, group, found);
                if (wasDone) done++;
                if (model.CounterInDoubt is not null && wasDone) Count(counters, model.CounterInDoubt, 1, 1);
                if (wasDone) model.Acknowledge();
            }

            foreach ((ItemName name, JsonObject item) in model.Items)
            {
                expected.Add(name);
                Assert.True(found.TryGetValue(name, out JsonObject? stored), $"{name} is lost: {item.ToJsonString()}");
                Assert.True(Same(item, stored), $"{name}\n  acknowledged {item.ToJsonString()}\n  found        {stored.ToJsonString()}");
            }
        }

        foreach ((ItemName name, JsonObject item) in found.Where(entry => !expected.Contains(entry.Key)))
        {
            Assert.True(counters.TryGetValue(name.Partition, out (long Least, long Most) bounds), $"{name} was deleted, or never written: {item.ToJsonString()}");
            Assert.InRange(long.Parse(item["n"]!["N"]!.GetValue<string>(), CultureInfo.InvariantCulture), bounds.Least, bounds.Most);
        }

        foreach ((string counter, (long least, _)) in counters) Assert.True(least == 0 || found.ContainsKey(new ItemName(CrashTables.Counters, counter, null)), $"{counter} is lost");
        SettleCounters(writers, found);
        return (inDoubt, done);
    }

    /// <summary>A group in doubt is there whole, or not at all.</summary>
    private static bool IsDone(WriterModel model, IReadOnlyDictionary<ItemName, JsonObject?> group, Dictionary<ItemName, JsonObject> found)
    {
        bool isWhole = group.All(entry => Same(entry.Value, found.GetValueOrDefault(entry.Key)));
        bool isAbsent = group.Keys.All(name => Same(model.Items.GetValueOrDefault(name), found.GetValueOrDefault(name)));
        Assert.True(isWhole || isAbsent, "Half done:" + string.Concat(group.Select(entry =>
            $"\n  {entry.Key}\n    before {model.Items.GetValueOrDefault(entry.Key)?.ToJsonString()}\n    after  {entry.Value?.ToJsonString()}\n    found  {found.GetValueOrDefault(entry.Key)?.ToJsonString()}")));
        return isWhole && !isAbsent;
    }

    /// <summary>What the shared counters hold now is what was acknowledged, from here on; whose increment it was nobody needs to know.</summary>
    private static void SettleCounters(IReadOnlyList<CrashWriter> writers, Dictionary<ItemName, JsonObject> found)
    {
        foreach (CrashWriter writer in writers)
        {
            writer.Model.Added.Clear();
            writer.Model.Forget();
        }

        for (int i = 0; i < CrashTables.SharedCounters; i++)
        {
            string counter = CrashTables.SharedCounter(i);
            if (found.TryGetValue(new ItemName(CrashTables.Counters, counter, null), out JsonObject? item)) writers[0].Model.Added[counter] = long.Parse(item["n"]!["N"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Each index holds exactly the items that have its keys, whole and in order, by Query and by Scan.</summary>
    private static async Task CheckIndexesAsync(PopReader reader, IReadOnlyList<JsonObject> items)
    {
        SameItems("Scan of byOwner", items.Where(item => item.ContainsKey("owner")), await reader.PagesAsync("Scan", new JsonObject { ["TableName"] = CrashTables.Items, ["IndexName"] = "byOwner" }));
        foreach (IGrouping<string, JsonObject> group in items.Where(item => item.ContainsKey("owner")).GroupBy(item => item["owner"]!["S"]!.GetValue<string>())) await CheckQueryAsync(reader, "byOwner", "owner", group);
        SameItems("Scan of byVersion", items.Where(item => item.ContainsKey("v")), await reader.PagesAsync("Scan", new JsonObject { ["TableName"] = CrashTables.Items, ["IndexName"] = "byVersion" }));
        foreach (IGrouping<string, JsonObject> group in items.Where(item => item.ContainsKey("v")).GroupBy(item => item["pk"]!["S"]!.GetValue<string>())) await CheckQueryAsync(reader, "byVersion", "pk", group);
    }

    private static async Task CheckQueryAsync(PopReader reader, string index, string attribute, IGrouping<string, JsonObject> group)
    {
        List<JsonObject> found = await reader.PagesAsync("Query", new JsonObject
        {
            ["TableName"] = CrashTables.Items,
            ["IndexName"] = index,
            ["KeyConditionExpression"] = "#k = :k",
            ["ExpressionAttributeNames"] = new JsonObject { ["#k"] = attribute },
            ["ExpressionAttributeValues"] = new JsonObject { [":k"] = new JsonObject { ["S"] = group.Key } },
        });
        SameItems($"Query of {index} for {group.Key}", group, found);
        long[] versions = [.. found.Select(item => long.Parse(item["v"]!["N"]!.GetValue<string>(), CultureInfo.InvariantCulture))];
        Assert.Equal(versions.Order(), versions);
    }

    /// <summary>Replaying the stream onto nothing gives the table; each record begins where the one before it ended.</summary>
    private static async Task CheckStreamAsync(PopReader reader, string table, Dictionary<ItemName, JsonObject> items)
    {
        Dictionary<ItemName, JsonObject> replayed = [];
        HashSet<string> sequences = [];
        foreach (JsonNode record in await reader.StreamAsync(table))
        {
            JsonNode change = record["dynamodb"]!;
            Assert.True(sequences.Add(change["SequenceNumber"]!.GetValue<string>()), $"a sequence number twice: {record.ToJsonString()}");
            ItemName name = ItemName.Of(table, change["Keys"]!);
            JsonObject? before = replayed.GetValueOrDefault(name), old = change["OldImage"]?.AsObject(), now = change["NewImage"]?.AsObject();
            string kind = (old, now) switch { (null, _) => "INSERT", (_, null) => "REMOVE", _ => "MODIFY" };
            Assert.True(Same(before, old), $"{name}: the stream goes from {before?.ToJsonString()} on with {record.ToJsonString()}");
            Assert.True(!Same(old, now) && record["eventName"]!.GetValue<string>() == kind, $"not a {kind}: {record.ToJsonString()}");
            if (now is null) replayed.Remove(name);
            else replayed[name] = now;
        }

        SameItems($"the replayed stream of {table}", items.Values, replayed.Values);
    }

    private static void SameItems(string what, IEnumerable<JsonObject> expected, IEnumerable<JsonObject> found)
    {
        string[] wanted = [.. expected.Select(CanonicalJson.Of).Order(StringComparer.Ordinal)];
        string[] given = [.. found.Select(CanonicalJson.Of).Order(StringComparer.Ordinal)];
        if (wanted.SequenceEqual(given)) return;
        Assert.Fail($"{what}: {wanted.Length} expected, {given.Length} found;\n  missing {string.Join("\n          ", wanted.Except(given).Take(5))}\n  too many {string.Join("\n           ", given.Except(wanted).Take(5))}");
    }

    private static bool Same(JsonObject? one, JsonObject? other) => CanonicalJson.Of(one) == CanonicalJson.Of(other);

    private static void Count(Dictionary<string, (long Least, long Most)> counters, string counter, long least, long most)
    {
        (long Least, long Most) known = counters.GetValueOrDefault(counter);
        counters[counter] = (known.Least + least, known.Most + most);
    }
}

using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Pops;

namespace Gateway.Cluster.Tests.Conflicts;

/// <summary>The named exceptions of docs/conflicts.md at two real PoPs: links cut, a write at each, links healed. West always writes first.</summary>
public sealed class NamedAnomaliesTests(TwoPops pops) : IClassFixture<TwoPops>
{
    [Fact]
    public async Task Zombie_item()
    {
        Meeting meeting = await pops.ApartAsync("""{ "name": "Ann", "mail": "ann@example.org" }""");
        await meeting.West.DeleteAsync();
        await meeting.East.UpdateAsync("SET lastSeen = :now", """{ ":now": 1700 }""");
        await meeting.EndsAsAsync("""{ "lastSeen": 1700 }""");

        // The way out.
        meeting = await pops.ApartAsync("""{ "name": "Ann", "mail": "ann@example.org" }""");
        await meeting.West.DeleteAsync();
        await meeting.East.UpdateAsync("SET lastSeen = :now", """{ ":now": 1700 }""", "attribute_exists(pk)");
        await meeting.EndsAsAsync(null);
    }

    [Fact]
    public async Task Revived_key_with_fresh_counter()
    {
        Meeting meeting = await pops.ApartAsync(null, grown: """{ "visits": 100 }""");
        await meeting.West.DeleteAsync();
        Same("""{ "visits": 105 }""", await meeting.East.UpdateAsync("ADD visits :n", """{ ":n": 5 }"""));
        await meeting.EndsAsAsync("""{ "visits": 5 }""");
    }

    [Theory]
    [InlineData("merge", """{ "lat": 48, "lon": 12 }""")]
    [InlineData("replace", """{ "lat": 47, "lon": 12 }""")]
    public async Task Mixed_snapshot(string mode, string end)
    {
        Meeting meeting = await pops.ApartAsync("""{ "lat": 47, "lon": 11 }""", table: mode);
        await meeting.West.PutAsync("""{ "lat": 48, "lon": 11 }""");
        await meeting.East.PutAsync("""{ "lat": 47, "lon": 12 }""");
        await meeting.EndsAsAsync(end);
    }

    [Fact]
    public async Task Lost_creation()
    {
        Meeting meeting = await pops.ApartAsync(null);
        await meeting.West.PutAsync("""{ "owner": "Ann", "plan": "free" }""");
        await meeting.East.PutAsync("""{ "owner": "Bob", "seats": 3 }""");
        await meeting.EndsAsAsync("""{ "owner": "Bob", "seats": 3 }""");
    }

    [Fact]
    public async Task Both_claims_succeeded()
    {
        Meeting meeting = await pops.ApartAsync(null);
        await meeting.West.PutAsync("""{ "owner": "Ann" }""", "attribute_not_exists(pk)");
        await meeting.East.PutAsync("""{ "owner": "Bob" }""", "attribute_not_exists(pk)");
        await meeting.EndsAsAsync("""{ "owner": "Bob" }""");
    }

    [Fact]
    public async Task Write_skew_through_another_path()
    {
        Meeting meeting = await pops.ApartAsync("""{ "chief": "Ann", "deputy": "Bob" }""");
        await meeting.West.UpdateAsync("SET chief = deputy");
        await meeting.East.UpdateAsync("SET deputy = chief");
        await meeting.EndsAsAsync("""{ "chief": "Bob", "deputy": "Ann" }""");
    }

    [Fact]
    public async Task Double_pop()
    {
        Meeting meeting = await pops.ApartAsync("""{ "jobs": ["a", "b", "c"] }""");
        Same("""{ "jobs": ["a", "b", "c"] }""", await meeting.West.ReadAsync());
        Same("""{ "jobs": ["a", "b", "c"] }""", await meeting.East.ReadAsync());
        await meeting.West.UpdateAsync("REMOVE jobs[0]");
        await meeting.East.UpdateAsync("REMOVE jobs[0]");
        await meeting.EndsAsAsync("""{ "jobs": ["b", "c"] }""");
    }

    [Fact]
    public async Task Double_append_past_the_end()
    {
        Meeting meeting = await pops.ApartAsync("""{ "entries": ["a"] }""");
        await meeting.West.UpdateAsync("SET entries[1] = :e", """{ ":e": "w" }""");
        await meeting.East.UpdateAsync("SET entries[1] = :e", """{ ":e": "e" }""");
        await meeting.EndsAsAsync("""{ "entries": ["a", "w", "e"] }""");
    }

    [Fact]
    public async Task Reset_keeps_flying_increments()
    {
        Meeting meeting = await pops.ApartAsync(null, grown: """{ "visits": 40 }""");
        await meeting.East.UpdateAsync("SET visits = visits + :n", """{ ":n": 2 }""");
        await meeting.West.UpdateAsync("SET visits = :n", """{ ":n": 0 }""");
        await meeting.EndsAsAsync("""{ "visits": 2 }""");
    }

    [Fact]
    public async Task Counter_as_id_collides()
    {
        Meeting meeting = await pops.ApartAsync("""{ "nextId": 41 }""");
        Same("""{ "nextId": 42 }""", await meeting.West.UpdateAsync("ADD nextId :n", """{ ":n": 1 }"""));
        Same("""{ "nextId": 42 }""", await meeting.East.UpdateAsync("ADD nextId :n", """{ ":n": 1 }"""));
        await meeting.EndsAsAsync("""{ "nextId": 43 }""");
    }

    [Fact]
    public async Task Opposite_orders_on_two_paths()
    {
        Meeting meeting = await pops.ApartAsync("""{ "draft": 1, "print": 1 }""");
        await meeting.West.UpdateAsync("SET draft = :n REMOVE print", """{ ":n": 2 }""");
        await meeting.East.UpdateAsync("SET print = :n REMOVE draft", """{ ":n": 2 }""");
        await meeting.EndsAsAsync("""{ "draft": 2, "print": 2 }""");
    }

    [Fact]
    public async Task Type_fight()
    {
        Meeting meeting = await pops.ApartAsync("""{ "name": "Ann" }""");
        await meeting.West.UpdateAsync("ADD tags :t", """{ ":t": 1 }""");
        await meeting.East.UpdateAsync("ADD tags :t", """{ ":t": { "SS": ["new"] } }""");
        await meeting.EndsAsAsync("""{ "name": "Ann", "tags": { "SS": ["new"] } }""");
        await meeting.West.UpdateAsync("ADD tags :t", """{ ":t": { "SS": ["old"] } }""");
        await meeting.ShowAsync("""{ "name": "Ann", "tags": { "SS": ["new", "old"] } }""");
    }

    [Fact]
    public async Task Oversize_by_merge()
    {
        string half = new('x', 300_000);
        Meeting meeting = await pops.ApartAsync("""{ "title": "book" }""");
        await meeting.West.UpdateAsync("SET part1 = :half", $$"""{ ":half": "{{half}}" }""");
        await meeting.East.UpdateAsync("SET part2 = :half", $$"""{ ":half": "{{half}}" }""");
        await meeting.EndsAsAsync($$"""{ "title": "book", "part1": "{{half}}", "part2": "{{half}}" }""");

        // DynamoDB itself would not take it back, and neither does a PoP.
        JsonObject whole = await meeting.West.ReadAsync();
        whole["pk"] = new JsonObject { ["S"] = meeting.West.Key };
        Reply again = await meeting.West.Pop.TryAsync("PutItem", new JsonObject { ["TableName"] = "merge", ["Item"] = whole });
        Assert.Equal((ReplyKind.Refused, "ValidationException"), (again.Kind, again.Error));
    }

    [Fact]
    public async Task Trigger_misses_the_merge()
    {
        Meeting meeting = await pops.ApartAsync("""{ "amount": 0 }""");
        await meeting.West.UpdateAsync("SET amount = amount + :n", """{ ":n": 60 }""");
        await meeting.East.UpdateAsync("SET amount = amount + :n", """{ ":n": 60 }""");
        await meeting.EndsAsAsync("""{ "amount": 120 }""");

        // Event source mappings run for what was written at their PoP: there the amount was 60. The record of 120 bears the region of the other PoP.
        Assert.Equal([("60", "us-east-1"), ("120", "us-east")], (await AmountsAsync(meeting.West)).TakeLast(2));
        Assert.Equal([("60", "us-east-1"), ("120", "us-west")], (await AmountsAsync(meeting.East)).TakeLast(2));
    }

    [Fact]
    public async Task Stale_read_after_moving_PoP()
    {
        Meeting meeting = await pops.ApartAsync("""{ "theme": "light" }""");
        await meeting.West.UpdateAsync("SET theme = :t", """{ ":t": "dark" }""");
        Same("""{ "theme": "light" }""", await meeting.East.ReadAsync());
        await meeting.EndsAsAsync("""{ "theme": "dark" }""");
    }

    /// <summary>What the stream of a PoP says of an item's amount, and where that was written.</summary>
    private static async Task<List<(string Amount, string Region)>> AmountsAsync(ItemAt side)
    {
        JsonObject table = await side.Pop.AskAsync("DescribeTable", new JsonObject { ["TableName"] = "merge" });
        string stream = table["Table"]!["LatestStreamArn"]!.GetValue<string>();
        JsonObject description = await side.Pop.AskAsync("DynamoDBStreams_20120810.DescribeStream", new JsonObject { ["StreamArn"] = stream });
        List<(string Amount, string Region)> seen = [];
        foreach (JsonNode? shard in description["StreamDescription"]!["Shards"]!.AsArray())
        {
            JsonObject from = new() { ["StreamArn"] = stream, ["ShardId"] = shard!["ShardId"]!.GetValue<string>(), ["ShardIteratorType"] = "TRIM_HORIZON" };
            JsonNode? iterator = (await side.Pop.AskAsync("DynamoDBStreams_20120810.GetShardIterator", from))["ShardIterator"];
            while (iterator is not null)
            {
                JsonObject page = await side.Pop.AskAsync("DynamoDBStreams_20120810.GetRecords", new JsonObject { ["ShardIterator"] = iterator.GetValue<string>() });
                JsonArray records = page["Records"]!.AsArray();
                if (records.Count == 0) break; // an open shard goes on for ever
                foreach (JsonNode record in records.Select(record => record!).Where(record => record["dynamodb"]!["Keys"]!["pk"]!["S"]!.GetValue<string>() == side.Key))
                    seen.Add((record["dynamodb"]!["NewImage"]!["amount"]!["N"]!.GetValue<string>(), record["awsRegion"]!.GetValue<string>()));
                iterator = page["NextShardIterator"];
            }
        }

        return seen;
    }

    private static void Same(string expected, JsonObject found) => Assert.True(JsonNode.DeepEquals(Plain.Item(expected), found), $"expected {expected}, found {found.ToJsonString()}");
}

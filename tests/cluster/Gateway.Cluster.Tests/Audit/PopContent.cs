using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Pops;
using Gateway.Cluster.Tests.Workload;
using Gateway.Robustness.Tests.Crashing;

namespace Gateway.Cluster.Tests.Audit;

/// <summary>All that one PoP shows by DynamoDB's API: every item of every table, by Scan, and of the index, by Query.</summary>
/// <param name="Own">Items with one writer.</param>
/// <param name="Shared">Items that all write.</param>
internal sealed record PopContent(IReadOnlyDictionary<(string Partition, string Sort), JsonObject> Own, IReadOnlyDictionary<string, JsonObject> Shared)
{
    /// <summary>Reads all, and compares the index with the table.</summary>
    public static async Task<PopContent> ReadAsync(PopClient pop, string name)
    {
        List<JsonObject> own = await pop.PagesAsync("Scan", new JsonObject { ["TableName"] = Tables.Own, ["ConsistentRead"] = true });
        List<JsonObject> shared = await pop.PagesAsync("Scan", new JsonObject { ["TableName"] = Tables.Shared, ["ConsistentRead"] = true });
        for (int i = 0; i < Tables.Owners; i++)
        {
            string holder = string.Create(CultureInfo.InvariantCulture, $"holder{i}");
            List<JsonObject> indexed = await pop.PagesAsync("Query", new JsonObject
            {
                ["TableName"] = Tables.Own,
                ["IndexName"] = Tables.Index,
                ["KeyConditionExpression"] = "holder = :h",
                ["ExpressionAttributeValues"] = new JsonObject { [":h"] = Tables.Text(holder) },
            });
            Same($"{name}: the index at {holder}", own.Where(item => item["holder"]?["S"]!.GetValue<string>() == holder), indexed);
            long[] versions = [.. indexed.Select(item => Tables.NumberIn(item, "v"))];
            Assert.Equal(versions.Order(), versions);
        }

        return new PopContent(own.ToDictionary(item => (item["pk"]!["S"]!.GetValue<string>(), item["sk"]!["S"]!.GetValue<string>())), shared.ToDictionary(item => item["pk"]!["S"]!.GetValue<string>()));
    }

    /// <summary>Fails with the first items that are not the same at both.</summary>
    public void MustBe(PopContent other, string names)
    {
        Same($"{names}, table {Tables.Own}", Own.Values, other.Own.Values);
        Same($"{names}, table {Tables.Shared}", Shared.Values, other.Shared.Values);
    }

    private static void Same(string what, IEnumerable<JsonObject> one, IEnumerable<JsonObject> other)
    {
        HashSet<string> first = [.. one.Select(CanonicalJson.Of)], second = [.. other.Select(CanonicalJson.Of)];
        if (first.SetEquals(second)) return;
        Assert.Fail($"{what}: {first.Count} items and {second.Count} are not the same;\n  only the first  {string.Join("\n                  ", first.Except(second).Take(4))}\n  only the second {string.Join("\n                  ", second.Except(first).Take(4))}");
    }
}

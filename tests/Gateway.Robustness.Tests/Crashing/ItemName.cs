using System.Text.Json.Nodes;

namespace Gateway.Robustness.Tests.Crashing;

/// <summary>The key of an item of the crash test; counters have no sort key.</summary>
internal readonly record struct ItemName(string Table, string Partition, string? Sort)
{
    public JsonObject Key
    {
        get
        {
            JsonObject key = new() { ["pk"] = new JsonObject { ["S"] = Partition } };
            if (Sort is not null) key["sk"] = new JsonObject { ["S"] = Sort };
            return key;
        }
    }

    public static ItemName Of(string table, JsonNode item) => new(table, item["pk"]!["S"]!.GetValue<string>(), item["sk"]?["S"]?.GetValue<string>());

    public override string ToString() => Sort is null ? $"{Table}/{Partition}" : $"{Table}/{Partition}/{Sort}";
}

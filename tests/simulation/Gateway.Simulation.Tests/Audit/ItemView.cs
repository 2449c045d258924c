using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Simulation.Tests.Workload;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>An item as DynamoDB's JSON shows it.</summary>
internal sealed class ItemView(JsonObject? item)
{
    public bool Exists => item is not null;

    public ItemName Name => new((string)item!["pk"]!["S"]!, (string)item["sk"]!["S"]!);

    /// <summary>The members of a set of texts; empty if there is none.</summary>
    public IReadOnlyList<string> Set(string name) => item?[name]?["SS"] is JsonArray set ? [.. set.Select(one => (string)one!)] : [];

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> List(string name) => item?[name]?["L"] is JsonArray list ? [.. list.Select(one => (string)one!["S"]!)] : [];

    public long Number(string name) => item?[name]?["N"] is { } number ? long.Parse((string)number!, CultureInfo.InvariantCulture) : 0;

    public string? Text(string name) => (string?)item?[name]?["S"];

    public bool Has(string name) => item?.ContainsKey(name) == true;

    /// <summary>What its counter must be.</summary>
    public long Counted => Set("ids").Sum(marker => long.Parse(marker.AsSpan(marker.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture));

    public override string ToString() => item?.ToJsonString() ?? "no item";
}

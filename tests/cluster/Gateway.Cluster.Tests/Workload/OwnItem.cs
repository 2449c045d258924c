using System.Text.Json.Nodes;

namespace Gateway.Cluster.Tests.Workload;

/// <summary>An item that one writer owns, as it knows it.</summary>
/// <param name="Partition">The writer's.</param>
/// <param name="Sort">Used once, for ever.</param>
/// <param name="Item">Whole; null if it is deleted, or not written yet.</param>
internal sealed record OwnItem(string Partition, string Sort, JsonObject? Item)
{
    /// <summary>A request got no answer: it is left alone until the end of the round, when one can see.</summary>
    public bool IsInDoubt { get; init; }

    public (string Partition, string Sort) Name => (Partition, Sort);

    public JsonObject Key => new() { ["pk"] = Tables.Text(Partition), ["sk"] = Tables.Text(Sort) };

    public long Version => Item is null ? 0 : Tables.NumberIn(Item, "v");

    /// <summary>The item with another version.</summary>
    public JsonObject Next(long version, string? holder)
    {
        JsonObject next = Key;
        next["v"] = Tables.Number(version);
        if (holder is not null) next["holder"] = Tables.Text(holder);
        return next;
    }
}

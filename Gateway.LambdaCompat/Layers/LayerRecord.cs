namespace Gateway.LambdaCompat.Layers;

/// <summary>A layer with its versions.</summary>
internal sealed record LayerRecord
{
    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required string Name { get; init; }

    public long NextVersion { get; init; } = 1;

    /// <summary>In the order of numbers.</summary>
    public IReadOnlyList<LayerVersionRecord> Versions { get; init; } = [];

    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => KeyOf(AccountId, Region, Name);

    [System.Text.Json.Serialization.JsonIgnore]
    public string Arn => Functions.Arns.Layer(Region, AccountId, Name);

    public static string KeyOf(string accountId, string region, string name) => $"{accountId}/{region}/{name}";

    public LayerVersionRecord? FindVersion(long version) => Versions.FirstOrDefault(found => found.Version == version);

    /// <summary>With another version in the place of the one of the same number.</summary>
    public LayerRecord WithVersion(LayerVersionRecord version) => this with { Versions = [.. Versions.Select(other => other.Version == version.Version ? version : other)] };
}

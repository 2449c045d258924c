namespace Gateway.Api.Cluster;

/// <summary>What a member asks the CPoP for before it publishes a version.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Key">Which one.</param>
/// <param name="Lowest">The number may not be lower.</param>
internal sealed record NumberRequest(string Kind, string Key, long Lowest);

namespace Gateway.Api.Cluster;

/// <summary>Where the CPoP keeps which numbers it has given out.</summary>
internal interface INumberStore
{
    /// <summary>Gives out the next number of something.</summary>
    /// <param name="kind">Of what.</param>
    /// <param name="key">Which one.</param>
    /// <param name="lowest">It may not be lower; at least 1.</param>
    /// <returns>A number that was never given out for it; ends when that is durable.</returns>
    ValueTask<long> NextAsync(string kind, string key, long lowest);
}

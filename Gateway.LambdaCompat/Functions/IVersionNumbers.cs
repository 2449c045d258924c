namespace Gateway.LambdaCompat.Functions;

/// <summary>Numbers of versions, which nobody else gives: a number that was answered names one version for ever, at every PoP. Source: ADR 37.</summary>
public interface IVersionNumbers
{
    /// <summary>Gives a number out. It is durable, and never given again, also if nothing is published under it.</summary>
    /// <param name="kind">Of what: <c>function</c> or <c>layer</c>.</param>
    /// <param name="key">Which one: account, region and name.</param>
    /// <param name="lowest">It may not be lower: the next one as far as this PoP knows.</param>
    /// <param name="token">Gives up.</param>
    /// <returns>The number; null if this PoP is alone, and counts itself.</returns>
    /// <exception cref="IOException">Whoever gives numbers out is not in reach.</exception>
    ValueTask<long?> NextAsync(string kind, string key, long lowest, CancellationToken token);
}

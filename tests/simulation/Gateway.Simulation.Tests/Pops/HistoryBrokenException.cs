namespace Gateway.Simulation.Tests.Pops;

/// <summary>Something happened that must not.</summary>
/// <param name="law">What always holds.</param>
/// <param name="what">What was found instead.</param>
internal sealed class HistoryBrokenException(string law, string what) : Exception($"{law}: {what}")
{
    /// <summary>What always holds.</summary>
    public string Law { get; } = law;

    /// <summary>What was found instead.</summary>
    public string What { get; } = what;
}

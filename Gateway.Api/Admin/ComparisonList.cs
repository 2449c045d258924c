using Gateway.Replication.Status;

namespace Gateway.Api.Admin;

/// <summary>Comparisons that were asked for.</summary>
internal sealed record ComparisonList
{
    /// <summary>One for each pair.</summary>
    public IReadOnlyList<AskedComparison> Comparisons { get; init; } = [];
}

using System.Globalization;

namespace Gateway.Cluster.Tests;

/// <summary>What a round leaves.</summary>
/// <param name="Round">Which one.</param>
/// <param name="Acknowledged">Requests so far.</param>
/// <param name="Unknown">Requests without an answer so far.</param>
/// <param name="Looks">At transactions, so far.</param>
/// <param name="Megabytes">Resident memory of each PoP.</param>
/// <param name="DiskMegabytes">Of all PoPs.</param>
internal sealed record RoundFigures(int Round, long Acknowledged, long Unknown, long Looks, IReadOnlyDictionary<int, double> Megabytes, double DiskMegabytes)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"round {Round}: equal, nothing remains. {Acknowledged} acknowledged so far, {Unknown} in doubt, {Looks} looks; memory {string.Join(", ", Megabytes.OrderBy(pop => pop.Key).Select(pop => $"{pop.Value:F0}"))} MB, disk {DiskMegabytes:F0} MB");
}

using System.Globalization;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>One row of the score table of docs/conflicts.md.</summary>
/// <param name="subject">What meets.</param>
internal sealed class ScoreRow(string subject)
{
    private readonly int[] hits = new int[3];

    public string Subject => subject;

    public int Count { get; private set; }

    /// <summary>Counts one case: a hit or not, for each column.</summary>
    public void Add(bool[] columns)
    {
        Count++;
        for (int i = 0; i < hits.Length; i++) hits[i] += columns[i] ? 1 : 0;
    }

    /// <summary>The row as the page has it; percentages cut, not rounded, so that none promises too much.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"| {subject} | {Count:N0} | {string.Join(" | ", hits.Select(Percent))} |");

    private string Percent(int hit) => string.Create(CultureInfo.InvariantCulture, $"{hit * 1000L / Count / 10.0:F1} %");
}

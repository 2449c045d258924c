namespace Gateway.Testing.Histories;

/// <summary>Makes a failing history small: drops steps as long as the same law stays broken.</summary>
public static class HistoryShrinker
{
    private const int TriesMax = 4000;

    /// <summary>The smallest history found that still fails as <paramref name="run"/> says.</summary>
    /// <param name="history">A history that fails.</param>
    /// <param name="run">The law that a history breaks; null for none.</param>
    public static History Shrink(History history, Func<History, string?> run)
    {
        string? law = run(history);
        int tries = 0;
        for (int size = Math.Max(1, history.Steps.Count / 2); size >= 1; size /= 2)
        {
            for (int at = 0; at < history.Steps.Count && tries < TriesMax;)
            {
                tries++;
                History smaller = history with { Steps = [.. history.Steps.Take(at), .. history.Steps.Skip(at + size)] };
                if (run(smaller) == law) history = smaller;
                else at += size;
            }
        }

        return history;
    }
}

namespace Gateway.DynamoCompat.Tests.Differential;

/// <summary>Makes a list that shows a fault shorter.</summary>
internal static class Shrinker
{
    private const int TriesMax = 400;

    /// <summary>Leaves out what can be left out: halves first, then less and less.</summary>
    /// <param name="shows">True if a list shows the fault.</param>
    public static async Task<List<T>> ShrinkAsync<T>(List<T> all, Func<IReadOnlyList<T>, Task<bool>> shows)
    {
        int tries = 0;
        for (int length = all.Count / 2; length > 0; length = length > 1 ? length / 2 : 0)
        {
            for (int at = all.Count - length; at >= 0 && tries < TriesMax; at -= length, tries++)
            {
                List<T> fewer = [.. all[..at], .. all[Math.Min(all.Count, at + length)..]];
                if (await shows(fewer)) all = fewer;
                at = Math.Min(at, all.Count);
            }
        }

        return all;
    }
}

using Gateway.Replication.Messages;

namespace Gateway.Replication.Links;

/// <summary>Where the pasts of two machines part that bear one name.</summary>
internal static class Forks
{
    /// <summary>Up to where the logs of two machines are the same.</summary>
    /// <param name="known">The starts of the one that was read, and where the log ended at each, oldest first; empty if only the last one is known.</param>
    /// <param name="last">The last start of the one that was read.</param>
    /// <param name="greeting">What the other one says.</param>
    /// <returns>-1 if they have no start in common.</returns>
    public static long CommonEnd(IReadOnlyList<(ulong Number, long LogEnd)> known, ulong last, Hello greeting)
    {
        if (known.Count == 0) known = [(last, 0)];
        for (int at = greeting.Boots.Count - 1; at >= 0; at--)
        {
            int same = IndexOf(known, greeting.Boots[at]);
            if (same < 0) continue;
            long here = same + 1 < known.Count ? known[same + 1].LogEnd : long.MaxValue; // the start that both know goes on there
            long there = at + 1 < greeting.LogEnds.Count ? greeting.LogEnds[at + 1] : greeting.LogEnd;
            return Math.Min(here, there);
        }

        return -1;
    }

    private static int IndexOf(IReadOnlyList<(ulong Number, long LogEnd)> boots, ulong number)
    {
        for (int at = 0; at < boots.Count; at++)
        {
            if (boots[at].Number == number) return at;
        }

        return -1;
    }
}

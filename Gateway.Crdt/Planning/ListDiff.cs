using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Finds where two lists differ, in linear time plus a bounded search.</summary>
/// <remarks>Source of the search: paper Myers 1986 (an O(ND) difference algorithm).</remarks>
internal static class ListDiff
{
    /// <summary>The longest list that is searched for several edits; longer ones are compared at their ends only.</summary>
    private const int SearchedMax = 1000;

    /// <summary>The most elements that come or go in the search. More than that is another list.</summary>
    private const int EditsMax = 32;

    /// <summary>Compares two lists.</summary>
    /// <returns>False if the new list is better assigned whole: the old one is empty, or less than half of its several elements is left.</returns>
    public static bool TryCompare(Value before, Value after, out List<ListHunk> hunks)
    {
        Value[] old = Elements(before);
        Value[] now = Elements(after);
        hunks = [];
        if (old.Length == 0 || (now.Length == 0 && old.Length > 1)) return false;

        int head = 0;
        int shorter = Math.Min(old.Length, now.Length);
        while (head < shorter && old[head] == now[head]) head++;

        // Equal elements at the front can hide that the list grew at its head. Put after them, each would lie one level of insertion deeper.
        if (head < old.Length && now.AsSpan().EndsWith(old)) head = 0;
        int tail = 0;
        while (tail < shorter - head && old[^(tail + 1)] == now[^(tail + 1)]) tail++;
        ArraySegment<Value> gone = new(old, head, old.Length - head - tail);
        ArraySegment<Value> come = new(now, head, now.Length - head - tail);
        bool atEnd = tail == 0;
        if (gone.Count == 0 || come.Count == 0 || (gone.Count == 1 && come.Count == 1))
        {
            hunks.Add(new ListHunk(head, gone, come, atEnd));
            return head + tail > 0 || gone.Count == 1;
        }

        if (Math.Max(old.Length, now.Length) > SearchedMax) return false;
        if (!TrySearch(gone, come, head, atEnd, hunks)) return false;
        int lost = hunks.Sum(hunk => hunk.Gone.Count);
        return (old.Length - lost) * 2 >= old.Length;
    }

    private static Value[] Elements(Value list)
    {
        Value[] elements = new Value[list.Count];
        int at = 0;
        foreach (ValueEntry entry in list) elements[at++] = entry.Value;
        return elements;
    }

    /// <summary>Myers' greedy search; keeps each round's front to walk back along.</summary>
    private static bool TrySearch(ArraySegment<Value> old, ArraySegment<Value> now, int offset, bool atEnd, List<ListHunk> hunks)
    {
        List<int[]> fronts = [];
        int[] front = new int[(2 * EditsMax) + 3];
        const int middle = EditsMax + 1;
        for (int edits = 0; edits <= EditsMax; edits++)
        {
            fronts.Add([.. front]);
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                bool down = diagonal == -edits || (diagonal != edits && front[middle + diagonal - 1] < front[middle + diagonal + 1]);
                int x = down ? front[middle + diagonal + 1] : front[middle + diagonal - 1] + 1;
                while (x < old.Count && x - diagonal < now.Count && x - diagonal >= 0 && old[x] == now[x - diagonal]) x++;
                front[middle + diagonal] = x;
                if (x < old.Count || x - diagonal < now.Count) continue;
                Collect(old, now, Kept(fronts, old.Count, now.Count), offset, atEnd, hunks);
                return true;
            }
        }

        return false;
    }

    /// <summary>Walks back over the fronts: the pairs of positions that are the same in both, ascending.</summary>
    private static List<(int Old, int New)> Kept(List<int[]> fronts, int x, int y)
    {
        const int middle = EditsMax + 1;
        List<(int Old, int New)> kept = [];
        for (int edits = fronts.Count - 1; edits >= 0; edits--)
        {
            int[] front = fronts[edits];
            int diagonal = x - y;
            bool down = diagonal == -edits || (diagonal != edits && front[middle + diagonal - 1] < front[middle + diagonal + 1]);
            int fromDiagonal = down ? diagonal + 1 : diagonal - 1;
            int fromX = edits == 0 ? 0 : front[middle + fromDiagonal];
            int fromY = edits == 0 ? 0 : fromX - fromDiagonal;
            int startX = edits == 0 ? 0 : down ? fromX : fromX + 1;
            while (x > startX) kept.Add((--x, --y));
            (x, y) = (fromX, fromY);
        }

        kept.Reverse();
        return kept;
    }

    private static void Collect(ArraySegment<Value> old, ArraySegment<Value> now, List<(int Old, int New)> kept, int offset, bool atEnd, List<ListHunk> hunks)
    {
        (int x, int y) = (0, 0);
        foreach ((int keptOld, int keptNew) in kept.Append((Old: old.Count, New: now.Count)))
        {
            if (keptOld > x || keptNew > y)
            {
                bool last = keptOld == old.Count && atEnd;
                hunks.Add(new ListHunk(offset + x, old[x..keptOld], now[y..keptNew], last));
            }

            (x, y) = (keptOld + 1, keptNew + 1);
        }
    }
}

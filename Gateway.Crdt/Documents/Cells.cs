using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>The join of one slot's cells: small arrays, ascending by stamp.</summary>
internal static class Cells
{
    /// <summary>
    /// A cell stays if both sides have it, or if one has it and the other's context has not reached its stamp.
    /// </summary>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.StampConflict"/>: one stamp, two contents.</exception>
    public static T[] Join<T>(T[] left, T[] right, in Known leftKnown, in Known rightKnown)
        where T : struct, ICell, IEquatable<T>
    {
        if (ReferenceEquals(left, right)) return left;
        if (right.Length == 0) return Unknown(left, rightKnown);
        if (left.Length == 0) return Unknown(right, leftKnown);

        List<T> joined = new(left.Length + right.Length);
        int l = 0;
        int r = 0;
        while (l < left.Length || r < right.Length)
        {
            int order = l == left.Length ? 1 : r == right.Length ? -1 : left[l].Stamp.CompareTo(right[r].Stamp);
            if (order < 0)
            {
                if (!rightKnown.Includes(left[l].Stamp)) joined.Add(left[l]);
                l++;
            }
            else if (order > 0)
            {
                if (!leftKnown.Includes(right[r].Stamp)) joined.Add(right[r]);
                r++;
            }
            else
            {
                if (!left[l].Equals(right[r])) throw Conflict(left[l].Stamp);
                joined.Add(left[l]);
                l++;
                r++;
            }
        }

        return [.. joined];
    }

    /// <summary>Those cells that <paramref name="known"/> does not include.</summary>
    public static T[] Unknown<T>(T[] cells, in Known known)
        where T : struct, ICell
    {
        int kept = 0;
        foreach (T cell in cells)
        {
            if (!known.Includes(cell.Stamp)) kept++;
        }

        if (kept == cells.Length) return cells;
        if (kept == 0) return [];
        T[] rest = new T[kept];
        int at = 0;
        foreach (T cell in cells)
        {
            if (!known.Includes(cell.Stamp)) rest[at++] = cell;
        }

        return rest;
    }

    /// <summary>The cells without the one of that stamp.</summary>
    public static T[] Without<T>(T[] cells, Stamp stamp)
        where T : struct, ICell
    {
        int index = System.Array.FindIndex(cells, cell => cell.Stamp == stamp);
        return index < 0 ? cells : [.. cells.AsSpan(0, index), .. cells.AsSpan(index + 1)];
    }

    /// <summary>The cells and one more.</summary>
    public static T[] With<T>(T[] cells, T cell)
        where T : struct, ICell, IEquatable<T>
    {
        int at = cells.Length;
        while (at > 0 && cells[at - 1].Stamp > cell.Stamp) at--;
        if (at > 0 && cells[at - 1].Stamp == cell.Stamp)
        {
            return cells[at - 1].Equals(cell) ? cells : throw Conflict(cell.Stamp);
        }

        return [.. cells.AsSpan(0, at), cell, .. cells.AsSpan(at)];
    }

    public static DocumentFault Conflict(Stamp stamp) =>
        new(DocumentFaultKind.StampConflict, $"The stamp {stamp} has two contents: a replica id is used twice.");
}

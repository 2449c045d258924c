using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>
/// The lasting identity of a list element, which is also its place: (side, run, index), and for an element put between two others
/// the id of its left neighbour followed by one <see cref="Insertion"/> for each level.
/// </summary>
/// <remarks>
/// One request makes one run, which stays unbroken. Runs put after the same neighbour stand newest first, as they would if the
/// requests had run one after the other. Source: docs/document.md, rule L; ADR 0004.
/// </remarks>
internal sealed class ElementId(ListSide side, Stamp run, int index, Insertion[] insertions) : IEquatable<ElementId>, IComparable<ElementId>
{
    /// <summary>How many levels of insertion an id may have; a list that needs more is assigned anew, which flattens its ids.</summary>
    public const int InsertionsMax = 8;

    public ElementId(ListSide side, Stamp run, int index)
        : this(side, run, index, [])
    {
    }

    public ListSide Side => side;

    public Stamp Run => run;

    public int Index => index;

    public ReadOnlySpan<Insertion> Insertions => insertions;

    /// <summary>The write that brought the element.</summary>
    public Stamp Origin => insertions.Length == 0 ? run : insertions[^1].Stamp;

    /// <summary>An element of a run that follows this one directly.</summary>
    public ElementId After(Stamp stamp, int place) => new(side, run, index, [.. insertions, new Insertion(stamp, place)]);

    public int CompareTo(ElementId? other)
    {
        if (other is null) return 1;
        if (side != other.Side) return side.CompareTo(other.Side);
        int order = CompareBase(other);
        return order != 0 ? order : CompareInsertions(other.Insertions);
    }

    public bool Equals(ElementId? other) => other is not null && (ReferenceEquals(this, other) || CompareTo(other) == 0);

    public override bool Equals(object? obj) => Equals(obj as ElementId);

    public override int GetHashCode() => HashCode.Combine(side, run, index, insertions.Length);

    private int CompareBase(ElementId other)
    {
        int byRun = side == ListSide.Head ? other.Run.CompareTo(run) : run.CompareTo(other.Run);
        int byIndex = index.CompareTo(other.Index);

        // Elements of two assigned lists never show together, but what was put after them does: the place in the list comes first.
        return side == ListSide.Base
            ? byIndex != 0 ? byIndex : byRun
            : byRun != 0 ? byRun : byIndex;
    }

    private int CompareInsertions(ReadOnlySpan<Insertion> other)
    {
        int common = Math.Min(insertions.Length, other.Length);
        for (int i = 0; i < common; i++)
        {
            int order = other[i].Stamp.CompareTo(insertions[i].Stamp);
            if (order == 0) order = insertions[i].Index.CompareTo(other[i].Index);
            if (order != 0) return order;
        }

        return insertions.Length.CompareTo(other.Length);
    }
}

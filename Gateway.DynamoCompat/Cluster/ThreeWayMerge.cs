using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>Puts what one side has changed over what the other side has: maps member by member, all else whole. Pure.</summary>
internal static class ThreeWayMerge
{
    /// <summary>Merges.</summary>
    /// <param name="common">What both began with; none if there was nothing.</param>
    /// <param name="mine">What became of it here; none if it was removed.</param>
    /// <param name="theirs">What became of it there; none if it was removed.</param>
    /// <returns>Theirs, with my changes put over it; none if nothing is left.</returns>
    public static Value Merge(Value common, Value mine, Value theirs)
    {
        if (mine == common || mine == theirs) return theirs;
        if (theirs == common) return mine;
        if (mine.Kind != ValueKind.Map || theirs.Kind != ValueKind.Map) return mine;

        Value known = common.Kind == ValueKind.Map ? common : Value.EmptyMap;
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (ValueEntry member in mine) names.Add(member.Name);
        foreach (ValueEntry member in theirs) names.Add(member.Name);
        return Value.Map(names
            .Select(name => KeyValuePair.Create(name, Merge(known[name], mine[name], theirs[name])))
            .Where(member => !member.Value.IsNone));
    }
}

using Gateway.Crdt.Codec;

namespace Gateway.Crdt.Values;

/// <summary>Maps made from other maps by copying stretches of their bytes.</summary>
public static class ValueMaps
{
    /// <summary>The members of both maps; where both have a name, the one of <paramref name="above"/>.</summary>
    /// <exception cref="ArgumentException">One of them is no map.</exception>
    public static Value Union(Value below, Value above) => Merge(below, above, fromBelow: true, fromBoth: true, fromAbove: true);

    /// <summary>The members of a map whose names <paramref name="names"/> does not have.</summary>
    /// <exception cref="ArgumentException">One of them is no map.</exception>
    public static Value Except(Value map, Value names) => Merge(map, names, fromBelow: true, fromBoth: false, fromAbove: false);

    /// <summary>The members of a map whose names <paramref name="names"/> has, too.</summary>
    /// <exception cref="ArgumentException">One of them is no map.</exception>
    public static Value Intersect(Value map, Value names) => Merge(names, map, fromBelow: false, fromBoth: true, fromAbove: false);

    /// <summary>Members of one map only, of the other only, and of both; a member of both is taken from <paramref name="above"/>.</summary>
    private static Value Merge(Value below, Value above, bool fromBelow, bool fromBoth, bool fromAbove)
    {
        if (below.Kind != ValueKind.Map || above.Kind != ValueKind.Map) throw new ArgumentException("Both must be maps.");

        ByteWriter writer = ByteWriter.Rent();
        try
        {
            int mark = writer.BeginContainer(ValueKind.Map);
            int count = 0;
            ValueEnumerator left = below.GetEnumerator();
            ValueEnumerator right = above.GetEnumerator();
            bool hasLeft = left.MoveNext();
            bool hasRight = right.MoveNext();
            while (hasLeft && hasRight)
            {
                int order = left.Current.NameBytes.SequenceCompareTo(right.Current.NameBytes);
                if (order < 0 ? fromBelow : order == 0 ? fromBoth : fromAbove)
                {
                    writer.Bytes(order < 0 ? left.CurrentBytes : right.CurrentBytes);
                    count++;
                }

                if (order <= 0) hasLeft = left.MoveNext();
                if (order >= 0) hasRight = right.MoveNext();
            }

            if (hasLeft && fromBelow) count += Rest(writer, left);
            if (hasRight && fromAbove) count += Rest(writer, right);
            writer.EndContainer(mark, count);
            byte[] bytes = writer.ToArray();
            return new Value(bytes, 0, bytes.Length);
        }
        finally
        {
            ByteWriter.Return(writer);
        }
    }

    private static int Rest(ByteWriter writer, in ValueEnumerator members)
    {
        writer.Bytes(members.RestBytes);
        return members.Left + 1;
    }
}

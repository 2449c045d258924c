namespace Gateway.Crdt.Values;

/// <summary>How deep a value nests.</summary>
internal static class ValueDepth
{
    /// <summary>0 for a scalar, 1 for a container of scalars, and so on. Recursion is bounded by the depth that every value is checked for.</summary>
    public static int Of(Value value)
    {
        if (!value.Kind.IsContainer()) return 0;
        int deepest = 0;
        if (!value.Kind.IsSet())
        {
            foreach (ValueEntry entry in value) deepest = Math.Max(deepest, Of(entry.Value));
        }

        return deepest + 1;
    }
}

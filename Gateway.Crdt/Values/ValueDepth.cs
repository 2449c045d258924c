namespace Gateway.Crdt.Values;

/// <summary>How deep a value nests.</summary>
internal static class ValueDepth
{
    /// <summary>The levels that a walk goes down: more than any value has, far fewer than a stack holds.</summary>
    public const int LevelsMax = 2 * Value.DepthMax;

    /// <summary>0 for a scalar, 1 for a container of scalars, and so on. Values of a store are not checked for it: hence the bound.</summary>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.TooDeep"/>: deeper than any value may be.</exception>
    public static int Of(Value value) => Of(value, LevelsMax);

    /// <summary>A walk over a value goes one level down.</summary>
    public static int Down(int levelsLeft) => levelsLeft > 0
        ? levelsLeft - 1
        : throw new DocumentFault(DocumentFaultKind.TooDeep, $"A value nests deeper than {LevelsMax} levels.");

    private static int Of(Value value, int levelsLeft)
    {
        if (!value.Kind.IsContainer()) return 0;
        levelsLeft = Down(levelsLeft);
        int deepest = 0;
        if (!value.Kind.IsSet())
        {
            foreach (ValueEntry entry in value) deepest = Math.Max(deepest, Of(entry.Value, levelsLeft));
        }

        return deepest + 1;
    }
}

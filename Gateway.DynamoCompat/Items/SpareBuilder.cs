using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Items;

/// <summary>One builder of small values for each thread, because keys are built for every item that is read.</summary>
internal static class SpareBuilder
{
    [ThreadStatic]
    private static ValueBuilder? spare;

    /// <summary>An empty builder; give it back with <see cref="Return"/>.</summary>
    public static ValueBuilder Take()
    {
        ValueBuilder builder = spare ?? new ValueBuilder();
        spare = null;
        builder.Reset();
        return builder;
    }

    public static void Return(ValueBuilder builder) => spare = builder;
}

namespace Gateway.Crdt.Values;

/// <summary>DynamoDB's rules for how many bytes a value counts.</summary>
/// <remarks>Source: doc CapacityUnitCalculations (item sizes): text and bytes their length, lists and maps 3 bytes and 1 for each entry.</remarks>
internal static class ValueSize
{
    private const int ContainerBytes = 3;
    private const int EntryBytes = 1;

    /// <summary>The size without an attribute name. Values of a store are not checked for depth: hence the bound.</summary>
    public static int Of(Value value) => Of(value, ValueDepth.LevelsMax);

    private static int Of(Value value, int levelsLeft)
    {
        switch (value.Kind)
        {
            case ValueKind.None:
                return 0;
            case ValueKind.String or ValueKind.Binary:
                return value.Payload.Length;
            case ValueKind.Number:
                return value.AsNumber().SizeBytes;
            case ValueKind.Boolean or ValueKind.Null:
                return 1;
            default:
                break;
        }

        levelsLeft = ValueDepth.Down(levelsLeft);
        bool nested = value.Kind is ValueKind.Map or ValueKind.List;
        int size = nested ? ContainerBytes : 0;
        foreach (ValueEntry entry in value)
        {
            size += entry.NameLength + Of(entry.Value, levelsLeft) + (nested ? EntryBytes : 0);
        }

        return size;
    }

    /// <summary>The size of an item's attributes: names and values, without the overhead of a map.</summary>
    public static int OfItem(Value item)
    {
        int size = 0;
        foreach (ValueEntry entry in item) size += entry.NameLength + Of(entry.Value);
        return size;
    }
}

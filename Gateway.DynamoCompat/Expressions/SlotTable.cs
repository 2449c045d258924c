namespace Gateway.DynamoCompat.Expressions;

/// <summary>The placeholders of one expression in the order of their first use; a parsed expression knows them by number.</summary>
internal sealed class SlotTable
{
    private readonly List<string> names = [];
    private readonly List<string> values = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    public static SlotTable None { get; } = new();

    public IReadOnlyList<string> Names => names;

    public IReadOnlyList<string> Values => values;

    public int NameSlot(string placeholder) => Slot(names, placeholder);

    public int ValueSlot(string placeholder) => Slot(values, placeholder);

    private int Slot(List<string> list, string placeholder)
    {
        if (numbers.TryGetValue(placeholder, out int slot)) return slot;
        slot = list.Count;
        list.Add(placeholder);
        numbers.Add(placeholder, slot);
        return slot;
    }
}

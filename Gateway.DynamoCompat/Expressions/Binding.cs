using System.Text;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>What the placeholders of one expression stand for in one request. Filled while the expression is checked, then only read.</summary>
internal sealed class Binding(ExpressionKind kind, SlotTable slots, Placeholders? given)
{
    private readonly string?[] names = slots.Names.Count == 0 ? [] : new string?[slots.Names.Count];
    private readonly byte[]?[] utf8Names = slots.Names.Count == 0 ? [] : new byte[]?[slots.Names.Count];
    private readonly Value[] values = slots.Values.Count == 0 ? [] : new Value[slots.Values.Count];

    /// <summary>For what was written without placeholders.</summary>
    public static Binding None { get; } = new(ExpressionKind.Condition, SlotTable.None, null);

    /// <summary>For what stands in a PartiQL statement.</summary>
    public static Binding Statement { get; } = new(ExpressionKind.Statement, SlotTable.None, null);

    public ExpressionKind Kind => kind;

    /// <summary>Looks a name's placeholder up, if that has not been done yet.</summary>
    /// <exception cref="WireException">It is not defined.</exception>
    public void Resolve(PathElement element)
    {
        if (!element.IsPlaceholder || names[element.Slot] is not null) return;
        string placeholder = slots.Names[element.Slot];
        string name = given?.UseName(placeholder) ?? throw new WireException(DynamoErrors.NameUndefined(kind, placeholder));
        names[element.Slot] = name;
        utf8Names[element.Slot] = Encoding.UTF8.GetBytes(name);
    }

    /// <summary>Looks a value's placeholder up, if that has not been done yet.</summary>
    /// <exception cref="WireException">It is not defined.</exception>
    public Value Resolve(Operand.Placeholder operand)
    {
        Value value = values[operand.Slot];
        if (!value.IsNone) return value;
        string placeholder = slots.Values[operand.Slot];
        value = given?.UseValue(placeholder) ?? default;
        if (value.IsNone) throw new WireException(DynamoErrors.ValueUndefined(kind, placeholder));
        values[operand.Slot] = value;
        return value;
    }

    public string NameOf(PathElement element) => element.Name ?? names[element.Slot]!;

    public ReadOnlySpan<byte> Utf8NameOf(PathElement element) => element.Utf8Name ?? utf8Names[element.Slot];

    public Value ValueOf(Operand.Placeholder operand) => values[operand.Slot];
}

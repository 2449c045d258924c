using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>What an action assigns, with its text and what it comes to: as plainly as the documentation says it.</summary>
internal abstract record PlainOperand
{
    private const string Missing = "The provided expression refers to an attribute that does not exist in the item";
    private const string BadType = "An operand in the update expression has an incorrect data type";

    private PlainOperand()
    {
    }

    /// <summary>Its value on an item; scalars and sets are <see cref="Value"/>.</summary>
    public abstract object Evaluate(object item);

    public sealed record Path(PlainPath At) : PlainOperand
    {
        public override object Evaluate(object item) => At.Find(item) ?? throw new PlainRefusalException(Missing);

        public override string ToString() => At.ToString();
    }

    public sealed record Constant(string Name, Value Value) : PlainOperand
    {
        public override object Evaluate(object item) => PlainItem.Open(Value);

        public override string ToString() => Name;
    }

    public sealed record Sum(PlainOperand Left, PlainOperand Right, bool IsDifference) : PlainOperand
    {
        public override object Evaluate(object item)
        {
            object left = Left.Evaluate(item);
            object right = Right.Evaluate(item);
            if (left is not Value { Kind: ValueKind.Number } one || right is not Value { Kind: ValueKind.Number } other) throw new PlainRefusalException(BadType);
            return PlainItem.Sum(one, IsDifference ? Value.Number(other.AsNumber().Negate()) : other);
        }

        public override string ToString() => $"{Left} {(IsDifference ? '-' : '+')} {Right}";
    }

    public sealed record IfNotExists(PlainPath At, PlainOperand Otherwise) : PlainOperand
    {
        public override object Evaluate(object item) => At.Find(item) ?? Otherwise.Evaluate(item);

        public override string ToString() => $"if_not_exists({At}, {Otherwise})";
    }

    public sealed record ListAppend(PlainOperand First, PlainOperand Second) : PlainOperand
    {
        public override object Evaluate(object item)
        {
            object first = First.Evaluate(item);
            object second = Second.Evaluate(item);
            return first is List<object> one && second is List<object> other ? (List<object>)[.. one, .. other] : throw new PlainRefusalException(BadType);
        }

        public override string ToString() => $"list_append({First}, {Second})";
    }
}

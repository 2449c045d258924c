using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Tests.Planning;

namespace Gateway.DynamoCompat.Tests.Expressions;

/// <summary>A condition with its text and a plain evaluator of it.</summary>
internal abstract record PlainCondition
{
    private PlainCondition()
    {
    }

    /// <summary>How tight it binds: OR 0, AND 1, NOT 2, anything else 3.</summary>
    protected virtual int Rank => 3;

    public abstract bool Holds(object item);

    protected abstract string Text();

    public sealed override string ToString() => Text();

    private static string Within(PlainCondition inner, int rank) => inner.Rank < rank ? $"({inner})" : inner.ToString();

    public sealed record And(PlainCondition Left, PlainCondition Right) : PlainCondition
    {
        protected override int Rank => 1;

        public override bool Holds(object item) => Left.Holds(item) & Right.Holds(item);

        protected override string Text() => $"{Within(Left, 1)} AND {Within(Right, 1)}";
    }

    public sealed record Or(PlainCondition Left, PlainCondition Right) : PlainCondition
    {
        protected override int Rank => 0;

        public override bool Holds(object item) => Left.Holds(item) | Right.Holds(item);

        protected override string Text() => $"{Within(Left, 0)} or {Within(Right, 0)}";
    }

    public sealed record Not(PlainCondition Inner) : PlainCondition
    {
        protected override int Rank => 2;

        public override bool Holds(object item) => !Inner.Holds(item);

        protected override string Text() => $"NOT {Within(Inner, 2)}";
    }

    public sealed record Compare(PlainPath Path, string Operator, PlainOperand.Constant Constant) : PlainCondition
    {
        public override bool Holds(object item)
        {
            Value? value = Path.Find(item) is { } found ? PlainItem.Close(found) : null;
            bool equal = value == Constant.Value;
            if (Operator is "=" or "<>") return equal == (Operator == "=");
            return value is { } there && Order(there, Constant.Value) is { } order && Operator switch
            {
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                _ => order >= 0,
            };
        }

        protected override string Text() => $"{Path}{Operator}{Constant}";
    }

    public sealed record Between(PlainPath Path, PlainOperand.Constant Lower, PlainOperand.Constant Upper) : PlainCondition
    {
        public override bool Holds(object item) => new Compare(Path, ">=", Lower).Holds(item) && new Compare(Path, "<=", Upper).Holds(item);

        protected override string Text() => $"{Path} BETWEEN {Lower} AND {Upper}";
    }

    public sealed record In(PlainPath Path, IReadOnlyList<PlainOperand.Constant> Choices) : PlainCondition
    {
        public override bool Holds(object item) => Choices.Any(choice => new Compare(Path, "=", choice).Holds(item));

        protected override string Text() => $"{Path} IN ({string.Join(" , ", Choices)})";
    }

    public sealed record Exists(PlainPath Path, bool Wanted) : PlainCondition
    {
        public override bool Holds(object item) => Path.Find(item) is not null == Wanted;

        protected override string Text() => $"{(Wanted ? "attribute_exists" : "attribute_not_exists")}({Path})";
    }

    public sealed record Contains(PlainPath Path, PlainOperand.Constant Part) : PlainCondition
    {
        public override bool Holds(object item) => Path.Find(item) switch
        {
            List<object> list => list.Any(element => PlainItem.Close(element) == Part.Value),
            Value { Kind: ValueKind.StringSet or ValueKind.NumberSet } set => PlainItem.Elements(set).Contains(Part.Value),
            Value { Kind: ValueKind.String } text => Part.Value.Kind == ValueKind.String && text.AsString().Contains(Part.Value.AsString(), StringComparison.Ordinal),
            Value { Kind: ValueKind.Binary } bytes => Part.Value == bytes,
            _ => false,
        };

        protected override string Text() => $"contains( {Path},{Part} )";
    }

    /// <summary>Null if the two have no order.</summary>
    private static int? Order(Value left, Value right) => (left.Kind, right.Kind) switch
    {
        (ValueKind.Number, ValueKind.Number) => left.AsNumber().CompareTo(right.AsNumber()),
        (ValueKind.String, ValueKind.String) => string.CompareOrdinal(left.AsString(), right.AsString()),
        (ValueKind.Binary, ValueKind.Binary) => left.BinaryBytes.SequenceCompareTo(right.BinaryBytes),
        _ => null,
    };
}

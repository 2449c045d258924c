using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Tests.Planning;

namespace Gateway.DynamoCompat.Tests.Expressions;

/// <summary>Random conditions on the items of <see cref="RandomUpdates"/>.</summary>
internal sealed class RandomConditions(Random random)
{
    private readonly Dictionary<string, Value> constants = [];

    /// <summary>The values of the placeholders so far.</summary>
    public Value Constants => Value.Map(constants);

    public PlainCondition Next(int depth = 4) => random.Next(depth > 0 ? 9 : 5) switch
    {
        0 => new PlainCondition.Exists(Path(), random.Next(2) == 0),
        1 => new PlainCondition.In(Path(), [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Constant(AnyValue()))]),
        2 => Between(),
        3 => new PlainCondition.Contains(Path(), Constant(AnyValue())),
        4 => random.Next(2) == 0 ? new PlainCondition.Compare(Path(), Pick("=", "<>"), Constant(AnyValue())) : new PlainCondition.Compare(Path(), Pick("<", "<=", ">", ">="), Constant(Ordered())),
        5 or 6 => new PlainCondition.And(Next(depth - 1), Next(depth - 1)),
        7 => new PlainCondition.Or(Next(depth - 1), Next(depth - 1)),
        _ => new PlainCondition.Not(Next(depth - 1)),
    };

    private PlainCondition.Between Between()
    {
        int lower = random.Next(5);
        return new PlainCondition.Between(Path(), Constant(Value.Number(lower)), Constant(Value.Number(lower + random.Next(4))));
    }

    private PlainPath Path() => random.Next(4) switch
    {
        0 => new PlainPath(Pick("x", "y", "z"), Pick("a", "b")),
        1 => new PlainPath(Pick("x", "y", "z"), random.Next(3)),
        _ => new PlainPath(Pick("x", "y", "z")),
    };

    private PlainOperand.Constant Constant(Value value)
    {
        string name = $":v{constants.Count}";
        constants.Add(name, value);
        return new PlainOperand.Constant(name, value);
    }

    private Value Ordered() => random.Next(4) switch
    {
        0 => Value.String(Pick("s", "a", "")),
        1 => Value.Binary([1]),
        _ => Value.Number(random.Next(-3, 8)),
    };

    private Value AnyValue() => random.Next(8) switch
    {
        0 => Value.StringSet("b", "a"),
        1 => Value.Null,
        2 => Value.Boolean(true),
        3 => Value.EmptyList,
        _ => Ordered(),
    };

    private string Pick(params string[] from) => from[random.Next(from.Length)];
}

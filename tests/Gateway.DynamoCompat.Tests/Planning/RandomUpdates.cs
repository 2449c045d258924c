using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>Random updates and items over a few attributes, so that they meet often.</summary>
internal sealed class RandomUpdates(Random random)
{
    private static readonly string[] Attributes = ["x", "y", "z"];
    private static readonly string[] Members = ["a", "b"];

    private readonly Dictionary<string, Value> constants = [];

    /// <summary>The values of the placeholders that the last update uses.</summary>
    public Value Constants => Value.Map(constants);

    /// <summary>An update that the item likely takes: of a few the first that it does.</summary>
    public PlainUpdate NextFor(Value item, Value key)
    {
        PlainUpdate update = Next();
        for (int tries = random.Next(15); tries > 0 && !Fits(update, item, key); tries--) update = Next();
        return update;
    }

    public static bool Fits(PlainUpdate update, Value item, Value key)
    {
        try
        {
            update.Run(item, key);
            return true;
        }
        catch (PlainRefusalException)
        {
            return false;
        }
    }

    public PlainUpdate Next()
    {
        constants.Clear();
        return new PlainUpdate([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Action()).OrderBy(action => action.Kind)]);
    }

    public Value Item() => Value.Map(Attributes.Where(_ => random.Next(3) > 0).Select(name => KeyValuePair.Create(name, AnyValue(2))));

    private PlainAction Action()
    {
        UpdateActionKind kind = Pick([UpdateActionKind.Set, UpdateActionKind.Set, UpdateActionKind.Set, UpdateActionKind.Remove, UpdateActionKind.Add, UpdateActionKind.Delete]);
        PlainPath target = Path();
        return new PlainAction(kind, target, kind switch
        {
            UpdateActionKind.Set => Assigned(target),
            UpdateActionKind.Add => Constant(random.Next(2) == 0 ? Number() : Set()),
            UpdateActionKind.Delete => Constant(Set()),
            _ => null,
        });
    }

    private PlainOperand Assigned(PlainPath target) => random.Next(12) switch
    {
        0 or 1 => Constant(AnyValue(2)),
        2 or 3 => new PlainOperand.Sum(new PlainOperand.Path(target), Constant(Number()), random.Next(2) == 0),
        4 => new PlainOperand.Sum(Constant(Number()), Self(target, Number), random.Next(2) == 0),
        5 => new PlainOperand.Sum(Self(target, Number), Operand(), random.Next(2) == 0),
        6 => new PlainOperand.ListAppend(Self(target, List), Constant(List())),
        7 => new PlainOperand.ListAppend(Constant(List()), Self(target, List)),
        8 => new PlainOperand.ListAppend(Operand(), Operand()),
        9 => new PlainOperand.IfNotExists(target, Operand()),
        10 => new PlainOperand.Sum(Operand(), Operand(), random.Next(2) == 0),
        _ => Operand(),
    };

    private PlainOperand Self(PlainPath target, Func<Value> start) =>
        random.Next(2) == 0 ? new PlainOperand.Path(target) : new PlainOperand.IfNotExists(target, random.Next(5) == 0 ? Operand() : Constant(start()));

    private PlainOperand Operand() => random.Next(5) switch
    {
        0 or 1 => new PlainOperand.Path(Path()),
        2 => new PlainOperand.IfNotExists(Path(), Constant(AnyValue(1))),
        _ => Constant(AnyValue(1)),
    };

    private PlainPath Path() => random.Next(10) switch
    {
        0 or 1 => new PlainPath(Pick(Attributes), Pick(Members)),
        2 or 3 => new PlainPath(Pick(Attributes), random.Next(5)),
        4 => new PlainPath(Pick(Attributes), Pick(Members), random.Next(3)),
        5 => new PlainPath(Pick(Attributes), random.Next(3), Pick(Members)),
        _ => new PlainPath(Pick(Attributes)),
    };

    private PlainOperand.Constant Constant(Value value)
    {
        string name = $":v{constants.Count}";
        constants.Add(name, value);
        return new PlainOperand.Constant(name, value);
    }

    private Value AnyValue(int depth) => random.Next(depth > 0 ? 8 : 4) switch
    {
        0 or 1 => Number(),
        2 => Pick([Value.String("s"), Value.Null, Value.Boolean(true), Value.Binary([1])]),
        3 => Set(),
        4 or 5 => Value.List(Enumerable.Range(0, random.Next(4)).Select(_ => AnyValue(depth - 1))),
        _ => Value.Map(Members.Where(_ => random.Next(3) > 0).Select(name => KeyValuePair.Create(name, AnyValue(depth - 1)))),
    };

    private Value Number() => random.Next(12) switch
    {
        0 => Value.Number("9.9E125"),
        1 => Value.Number("12345678901234567890123456789012345678"),
        2 => Value.Number("0.5"),
        _ => Value.Number(random.Next(-3, 8)),
    };

    private Value List() => Value.List(Enumerable.Range(0, random.Next(3)).Select(_ => AnyValue(1)));

    private Value Set() => random.Next(3) == 0 ? Value.NumberSet(random.Next(3), 3 + random.Next(3)) : Value.StringSet(new[] { "a", "b", "c" }.OrderBy(_ => random.Next()).Take(random.Next(1, 3)));

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}

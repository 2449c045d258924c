using System.Globalization;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Convergence;

/// <summary>
/// Random requests each of which leaves marks that nothing else leaves: elements of sets and lists with names of their own, powers of ten in
/// numbers. Each attribute is of one type, so that types do not fight.
/// </summary>
/// <param name="random">The choices.</param>
internal sealed class MarkedRequests(Random random)
{
    /// <summary>More powers of ten than that do not fit into a number together.</summary>
    private const int PowersMax = 36;

    private static readonly ValuePath Map = "m";

    private readonly int removals = random.Next(1, 6);
    private readonly bool nested = random.Next(2) == 0;
    private int powers;
    private int names;

    public Request Next()
    {
        int choice = random.Next(40 + (removals * 4));
        switch (choice)
        {
            case < 34:
                List<UpdateAction> actions = [Add(Attribute())];
                while (random.Next(4) == 0 && Add(Attribute()) is { } more && actions.TrueForAll(action => action.Path.Attribute != more.Path.Attribute)) actions.Add(more);
                return new Request.Update(actions, MustExist: random.Next(10) == 0);
            case < 36:
                return Request.Of(Request.IfNotExists(Map, Value.EmptyMap));
            case < 37:
                ValuePath path = Attribute();
                return Request.Of(Request.Set(path, Fresh(path)));
            case < 38:
                return random.Next(3) switch
                {
                    0 => new Request.Delete(),
                    1 => new Request.Put(Value.EmptyMap),
                    _ => new Request.Put(Value.Map(("s", Fresh("s")), ("l", Fresh("l")))),
                };
            case < 39:
                return Request.Of(Request.Remove(random.Next(4) == 0 ? Map : Attribute()));
            case < 40:
                return Request.Of(Request.Set(Map, Value.EmptyMap));
            default:
                return Request.Of(Take(Attribute()));
        }
    }

    private UpdateAction Take(ValuePath path) => path.Last.Name switch
    {
        "s" => Request.DeleteSet(path, Value.StringSet(Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"e{random.Next(Math.Max(1, names))}").Distinct())),
        "l" => random.Next(3) == 0 ? Request.Set(path.At(random.Next(4)), Name()) : Request.Remove(path.At(random.Next(4))),
        _ => Request.Remove(path),
    };

    private UpdateAction Add(ValuePath path) => path.Last.Name switch
    {
        "s" => Request.AddSet(path, Value.StringSet([Name().AsString()])),
        "l" => random.Next(4) switch
        {
            0 => Request.Append(path, Value.List(Name())),
            1 => Request.Prepend(path, Value.List(Name()), Value.EmptyList),
            _ => Request.Append(path, Value.List(Name()), Value.EmptyList),
        },
        _ => powers >= PowersMax ? Request.IfNotExists(path, Value.Number(0)) : random.Next(3) switch
        {
            0 => new UpdateAction(ActionKind.Increment, path, Power()),
            1 => new UpdateAction(ActionKind.IncrementOr, path, Power(), Value.Number(0)),
            _ => new UpdateAction(ActionKind.AddNumber, path, Power()),
        },
    };

    private ValuePath Attribute()
    {
        string name = random.Next(5) switch { < 2 => "s", 2 => "l", _ => "n" };
        return nested && random.Next(2) == 0 ? Map.Member(name) : name;
    }

    private Value Fresh(ValuePath path) => path.Last.Name switch
    {
        "s" => Value.StringSet([Name().AsString()]),
        "l" => Value.List(Name()),
        _ => Value.Number(0),
    };

    private Value Name() => Value.String($"e{names++}");

    private Value Power() => Value.Number(ExactNumber.Parse("1E" + powers++.ToString(CultureInfo.InvariantCulture)));
}

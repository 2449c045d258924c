using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;

namespace Gateway.Testing.Histories;

/// <summary>Random requests on a small item, so that they meet often.</summary>
/// <param name="random">The choices.</param>
/// <param name="modelOnly">Only what the executable model knows: S, N, SS, L, M, and its forms of requests.</param>
public sealed class RandomRequests(Random random, bool modelOnly = false)
{
    private static readonly string[] Attributes = ["x", "y", "z"];
    private static readonly string[] Members = ["a", "b", "c"];
    private static readonly string[] Elements = ["a", "b", "c", "d"];

    public Request Next()
    {
        string x = Pick(Attributes);
        switch (random.Next(modelOnly ? 22 : 28))
        {
            case 0:
                return new Request.Put(Item());
            case 1:
                return new Request.Delete();
            case 2 or 3:
                return Request.Of(Request.Set(x, Nested()));
            case 4 or 5:
                return Request.Of(Request.AddNumber(x, random.Next(-3, 6)));
            case 6:
                return Request.Of(Request.Increment(x, random.Next(-3, 6)));
            case 7:
                return Request.Of(Request.IncrementOr(x, 1, 100));
            case 8:
                return Request.Of(Request.IfNotExists(x, Nested()));
            case 9 or 10:
                return Request.Of(Request.AddSet(x, Set()));
            case 11:
                return Request.Of(Request.DeleteSet(x, Set()));
            case 12:
                return Request.Of(Request.Remove(x));
            case 13:
                return Request.Of(Request.Remove(ValuePath.Of(x).At(random.Next(4))));
            case 14:
                return Request.Of(Request.Set(ValuePath.Of(x).At(random.Next(5)), Flat()));
            case 15:
                return Request.Of(Request.Append(x, Value.List(Flat()), random.Next(2) == 0 ? default : Value.EmptyList));
            case 16:
                return Request.Of(Request.Prepend(x, Value.List(Flat(), Flat()), random.Next(2) == 0 ? default : Value.EmptyList));
            case 17:
                return Request.Of(Request.Set(ValuePath.Of(x).Member(Pick(Members)), Flat()));
            case 18:
                return Request.Of(Request.Remove(ValuePath.Of(x).Member(Pick(Members))));
            case 19:
                return Request.Of(Request.Increment(ValuePath.Of(x).Member(Pick(Members)), 1));
            case 20:
                return Request.Of(Request.Set(ValuePath.Of(x).At(0).Member("n"), Number()));
            case 21:
                return Request.Of(Request.Set(x, Nested()), Request.AddNumber(Pick(["p", "q"]), 1), Request.Remove(Pick(["s", "t"])));
            default:
                return Beyond(x);
        }
    }

    /// <summary>Forms and types that the model has not.</summary>
    private Request Beyond(string x)
    {
        ValuePath member = ValuePath.Of(x).Member(Pick(Members));
        return random.Next(12) switch
        {
            0 => Request.Of(Request.AddSet(member, Set())),
            1 => Request.Of(Request.DeleteSet(member, Set())),
            2 => Request.Of(Request.IncrementOr(member, 1, 100)),
            3 => Request.Of(Request.IfNotExists(member, Nested())),
            4 => Request.Of(Request.Append(member, Value.List(Flat()), Value.EmptyList)),
            5 => Request.Guarded(Request.Set(x, Nested())),
            6 => Request.Of(Request.AddSet(x, Value.NumberSet(random.Next(3), 3 + random.Next(3)))),
            7 => Request.Of(Request.AddNumber(ValuePath.Of(x).At(random.Next(3)), 1)),
            8 => Request.Of(Request.Set(member, Value.Map(("a", Nested()), ("b", Value.Boolean(true))))),
            9 => Request.Of(Request.Set(ValuePath.Of(x).At(random.Next(3)), Nested()), Request.Set(Pick(["p", "q"]), Nested())),
            10 => Request.Of(Request.Append(x, Value.List(Nested(), Nested(), Nested()), Value.EmptyList)),
            _ => new Request.Put(Value.Map(Attributes.Select(name => KeyValuePair.Create(name, LongList())))),
        };
    }

    private Value Item()
    {
        string[] names = [.. Attributes];
        random.Shuffle(names);
        return Value.Map(names.Take(random.Next(4)).Select(name => KeyValuePair.Create(name, Nested())));
    }

    private Value Nested() => random.Next(modelOnly ? 5 : 8) switch
    {
        0 => Number(),
        1 => Value.String($"s{random.Next(10)}"),
        2 => Set(),
        3 => Value.List(Value.Map(("n", Number())), Number()),
        4 => Map(),
        5 => Pick([Value.Null, Value.Boolean(true), Value.Binary([1, 2]), Value.Number("0.25")]),
        6 => Value.NumberSet(random.Next(5), 5 + random.Next(5)),
        _ => LongList(),
    };

    private Value Flat() => random.Next(5) switch
    {
        0 => Number(),
        1 => Value.String($"s{random.Next(10)}"),
        2 => Set(),
        3 => Value.List(Enumerable.Range(0, random.Next(4)).Select(_ => Number())),
        _ => Map(),
    };

    private Value LongList() => Value.List(Enumerable.Range(0, 3 + random.Next(5)).Select(_ => Number()));

    private Value Number() => Value.Number(random.Next(10));

    private Value Set()
    {
        string[] elements = [.. Elements];
        random.Shuffle(elements);
        return Value.StringSet(elements[..2]);
    }

    private Value Map()
    {
        string[] names = [.. Members];
        random.Shuffle(names);
        return Value.Map(names.Take(2).Select(name => KeyValuePair.Create(name, Number())));
    }

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}

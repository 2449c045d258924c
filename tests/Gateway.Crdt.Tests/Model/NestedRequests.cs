using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Model;

/// <summary>
/// Random requests of the kinds where the document goes further than the model first did: edits that create below an attribute, lists that
/// change in several places, whole values in requests with other actions, guarded updates. Each attribute and member is mostly of one type,
/// so that most requests fit, and whole values resemble each other, so that there is something to make smaller.
/// </summary>
internal sealed class NestedRequests(Random random)
{
    private static readonly ValuePath Map = "x";
    private static readonly ValuePath List = "z";
    private static readonly string[] Elements = ["a", "b", "c", "d"];

    public Request Next() => random.Next(24) switch
    {
        0 or 1 => Request.Of(Request.AddSet(Either().Member("a"), Set())),
        2 => Request.Of(Request.DeleteSet(Either().Member("a"), Set())),
        3 => Request.Of(Request.DeleteSet(Either().Member("a"), Value.StringSet(Elements))),
        4 => Request.Of(Request.IncrementOr(Either().Member("c"), random.Next(1, 4), 100)),
        5 => Request.Of(Request.AddNumber(Either().Member("c"), random.Next(-3, 6))),
        6 => Request.Of(Request.IfNotExists(Either().Member(Member()), Nested())),
        7 => Request.Of(Request.Append(Either().Member("b"), Numbers(), Value.EmptyList)),
        8 => Request.Of(Request.Prepend(Either().Member("b"), Numbers(), Value.EmptyList)),
        9 => Request.Of(Request.Remove(Either().Member(Member()))),
        10 => Request.Of(Request.Set(Either().Member(Member()), Nested())),
        11 or 12 => Request.Of(Request.Set(Either(), DeepMap())),
        13 or 14 or 15 => Request.Of(Request.Set(List, LongList())),
        16 or 17 => new Request.Put(Item()),
        18 => Request.Of(Request.Set(Either(), Nested()), Request.Set(List, LongList()), Request.AddNumber("n", 1)),
        19 => Request.Guarded(Request.Set(Either(), Nested())),
        20 => Request.Guarded(Request.AddNumber("n", 1), Request.AddSet(Map.Member("a"), Set())),
        21 => Request.Of(Request.Set(List.At(random.Next(6)), Nested())),
        22 => Request.Of(Request.Set(List.At(random.Next(3)).Member("n"), Nested()), Request.Remove(List.At(3 + random.Next(3)))),
        _ => Request.Of(Request.AddSet(List.At(random.Next(3)).Member("a"), Set())),
    };

    private ValuePath Either() => random.Next(3) == 0 ? "y" : Map;

    private string Member() => Elements[random.Next(3)];

    private Value Item() => Value.Map(new List<(string Name, Value Value)> { ("x", DeepMap()), ("y", Nested()), ("z", LongList()), ("n", Number()) }
        .Where(_ => random.Next(6) > 0).Select(member => KeyValuePair.Create(member.Name, member.Value)));

    private Value Nested() => random.Next(8) switch
    {
        0 => Number(),
        1 => Value.String($"s{random.Next(3)}"),
        2 => Set(),
        3 => LongList(),
        _ => DeepMap(),
    };

    private Value DeepMap()
    {
        List<KeyValuePair<string, Value>> members = [];
        if (random.Next(5) > 0) members.Add(KeyValuePair.Create("a", random.Next(8) == 0 ? Number() : Set()));
        if (random.Next(5) > 0) members.Add(KeyValuePair.Create("b", random.Next(8) == 0 ? Number() : LongList()));
        if (random.Next(5) > 0) members.Add(KeyValuePair.Create("c", random.Next(8) == 0 ? Set() : Number()));
        if (random.Next(3) > 0) members.Add(KeyValuePair.Create("n", Number()));
        return Value.Map(members);
    }

    /// <summary>Part of a fixed sequence with repetitions, so that one list is another with elements taken out and put in.</summary>
    private Value LongList() => Value.List(Enumerable.Range(0, 8).Where(_ => random.Next(4) > 0).Select(i => i % 3 == 2 ? Value.Map(("n", Number()), ("a", Set())) : Value.Number(i % 4)));

    private Value Numbers() => Value.List(Enumerable.Range(0, random.Next(1, 3)).Select(_ => Number()));

    private Value Set() => Value.StringSet(Elements.Where(_ => random.Next(2) == 0).DefaultIfEmpty("a"));

    private Value Number() => Value.Number(random.Next(4));
}

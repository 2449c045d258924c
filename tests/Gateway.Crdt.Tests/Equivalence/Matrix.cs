using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;
using static Gateway.Testing.Histories.Request;

namespace Gateway.Crdt.Tests.Equivalence;

/// <summary>The base items and requests of the serial-equivalence matrix, and what each pair of them may leave.</summary>
internal static class Matrix
{
    private static readonly Value One = Value.Number(1);

    /// <summary>The items that requests meet.</summary>
    public static IReadOnlyList<Start> Starts { get; } = MakeStarts();

    /// <summary>The requests; x is of many types, y hardly ever there.</summary>
    public static IReadOnlyList<Request> Requests { get; } =
    [
        new Put(X(10)), new Put(X("t")), new Put(Value.Map(("y", One))), new Put(X(Set("q"))), new Put(X(List(9))), new Put(X(Map(("a", 5)))),
        new Put(Value.Map(("x", Map(("c", 5))), ("y", Value.Number(3)))), new Delete(),
        Of(Request.Set("x", Value.Number(20))), Of(Request.Set("x", Value.String("u"))), Of(Request.Set("x", Set("z"))), Of(Request.Set("x", List(7, 8))),
        Of(Request.Set("x", Map(("d", 1)))), Of(Request.Set("y", Value.Number(4))),
        Of(Increment("x", 1)), Of(Increment("x", -3)), Of(AddNumber("x", 1)), Of(AddNumber("x", 5)), Of(IncrementOr("x", 1, 100)),
        Of(IfNotExists("x", Value.Number(33))), Of(IfNotExists("x", Value.EmptyMap)),
        Of(AddSet("x", Set("c"))), Of(AddSet("x", Set("a"))), Of(DeleteSet("x", Set("a"))), Of(DeleteSet("x", Set("b"))),
        Of(Remove("x")), Of(Remove(Element(0))), Of(Remove(Element(1))),
        Of(Request.Set(Element(0), Value.String("N"))), Of(Request.Set(Element(1), Value.String("M"))), Of(Request.Set(Element(9), Value.String("E"))),
        Of(Append("x", Texts("A1", "A2"))), Of(Append("x", Texts("B1"), Value.EmptyList)), Of(Prepend("x", Texts("H1", "H2"))), Of(Prepend("x", Texts("G"), Value.EmptyList)),
        Of(Request.Set(Member("a"), Value.Number(6))), Of(Request.Set(Member("k"), Value.Number(7))), Of(Remove(Member("a"))), Of(Increment(Member("a"), 2)),
        Of(Request.Set(Member("a").Member("z"), Value.Number(8))), Of(Request.Set(Element(0).Member("n"), Value.Number(42))),
        Of(Append(Member("l"), List(3))), Of(Remove(Member("l").At(0))),
        Guarded(Request.Set("x", Value.Number(21))), Guarded(Request.Set("y", Value.Number(22))),
        Of(Remove("x"), Request.Set("y", One)), Of(AddNumber("x", 1), Request.Set("y", Value.Number(2))), Of(),

        // Beyond the model's forms: other types, other shapes.
        Of(Request.Set("x", Value.Boolean(true))), Of(Request.Set("x", Value.Null)), Of(Request.Set("x", Value.Binary([1, 2]))),
        Of(Request.Set("x", Value.NumberSet(1, 2))), Of(AddSet("x", Value.NumberSet(3))), Of(DeleteSet("x", Value.NumberSet(1))),
        Of(Request.Set("x", Value.Number("0.5"))), Of(Append("x", Value.EmptyList)),
    ];

    public static bool IsSingle(Request request) => request is not Update { Actions.Count: > 1 };

    public static bool HasPosition(Request request) => request is Update update && update.Actions.Any(action => action.Path.Parts.Any(part => part.IsPosition));

    /// <summary>What DynamoDB could show after the requests, run one after the other in any order in which all succeed.</summary>
    public static IReadOnlyList<Value> SerialResults(Value item, IReadOnlyList<Request> requests) => requests.Count switch
    {
        1 => SequentialItem.TryRun(item, requests[0], out Value only) ? [only] : [],
        _ =>
        [
            .. requests.SelectMany((first, i) => SequentialItem.TryRun(item, first, out Value after)
                ? SerialResults(after, [.. requests.Where((_, j) => j != i)])
                : []),
        ],
    };

    public static bool Accepts(Value item, Request request) => SequentialItem.TryRun(item, request, out _);

    private static IReadOnlyList<Start> MakeStarts()
    {
        Value[] items =
        [
            default, Value.EmptyMap, X(1), X("s"), X(Set("a", "b")), X(Set("a")), X(List(1, 2, 3)), X(Texts("p")), X(Map(("a", 1), ("b", 2))),
            X(Value.Map(("a", Map(("z", 1))))), Value.Map(("x", Value.Number(5)), ("y", Value.Number(7))), X(Value.List(Map(("n", 1)), Map(("n", 2)))),
            X(Value.Map(("l", List(1, 2)))), X(Value.NumberSet(1, 2)), X(Value.Boolean(false)), X(Value.Number("1.25")),
        ];
        return [.. items.Select(item => new Start(item)), .. items.Where(item => item["x"].Kind == ValueKind.Number).Select(item => new Start(item, Grown: true))];
    }

    private static ValuePath Element(int position) => ValuePath.Of("x").At(position);

    private static ValuePath Member(string name) => ValuePath.Of("x").Member(name);

    private static Value X(Value value) => Value.Map(("x", value));

    private static Value X(long number) => X(Value.Number(number));

    private static Value X(string text) => X(Value.String(text));

    private static Value Set(params string[] elements) => Value.StringSet(elements);

    private static Value List(params long[] numbers) => Value.List(numbers.Select(number => Value.Number(number)));

    private static Value Texts(params string[] texts) => Value.List(texts.Select(text => Value.String(text)));

    private static Value Map(params (string Name, long Number)[] members) =>
        Value.Map(members.Select(member => KeyValuePair.Create(member.Name, Value.Number(member.Number))));
}

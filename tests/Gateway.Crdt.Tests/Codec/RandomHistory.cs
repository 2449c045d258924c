using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing;
using Gateway.Testing.Histories;
using static Gateway.Testing.Histories.Request;

namespace Gateway.Crdt.Tests.Codec;

/// <summary>One item at a few replicas that write at random and exchange deltas and documents in any order, late, twice or not at all.</summary>
internal sealed class RandomHistory
{
    private const int StepsMin = 6;
    private const int StepsMax = 28;

    private static readonly ItemKey Key = new("table|item"u8.ToArray());

    private readonly Random random;
    private readonly PlanOptions options;
    private readonly ManualTimeProvider[] walls;
    private readonly HybridClock[] clocks;

    private RandomHistory(int seed)
    {
        random = new Random(seed);
        options = random.Next(2) == 0 ? PlanOptions.Merge : PlanOptions.Replace;
        int replicas = random.Next(2, 5);
        walls = [.. Enumerable.Range(0, replicas).Select(_ => new ManualTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56).AddMilliseconds(random.Next(100_000))))];
        clocks = [.. walls.Select(wall => new HybridClock(wall, new ReplicaId((ulong)random.NextInt64())))];
        Documents = [.. walls.Select(_ => Document.Empty(Key))];
    }

    /// <summary>Each replica's document at the end, and their joins with one another.</summary>
    public List<Document> Documents { get; }

    /// <summary>All that was written.</summary>
    public List<Delta> Deltas { get; } = [];

    /// <summary>All replicas' documents joined.</summary>
    public Document Joined => Documents.Aggregate((left, right) => left.Join(right));

    /// <summary>The requests besides those of the matrix: nested ones, other shapes, several actions.</summary>
    private static IReadOnlyList<Request> Nested { get; } =
    [
        new Put(Value.Map(("x", Value.List(Map("n", 1), Map("n", 2), Map("n", 3), Value.StringSet("a", "b"))), ("y", Value.Number(5)), ("z", Value.Null))),
        new Put(Value.Map(("x", Value.Map(("a", Map("z", 1)), ("l", Value.List(Value.Number(1), Value.Number(2))), ("s", Value.NumberSet(1, 2, 3)))))),
        new Put(Value.Map(("x", Value.List(Value.String("p"), Value.String("q"), Value.String("r"), Value.String("s"))))),
        new Put(Value.Map(("x", Value.List(Value.String("p"), Value.String("i"), Value.String("q"), Value.String("r"), Value.String("s"))))),
        new Put(Value.Map(("x", Value.List(Value.String("p"), Value.String("i"), Value.String("j"), Value.String("r"), Value.String("s"))))),
        new Put(Value.Map(("long attribute name that passes one byte of skip", Value.String(new string('v', 300))), ("x", Value.Number("-1.5E-90")))),
        new Put(Value.Map(Enumerable.Range(0, 40).Select(i => KeyValuePair.Create($"a{i:d2}", Value.Number(i))))),
        Of(Increment(X.Member("a").Member("z"), 7), Request.Set("y", Value.String("w"))), Of(AddNumber("y", 3)), Of(AddNumber("y", -3)), Of(Remove("y")),
        Of(Append(X.Member("l"), Value.List(Map("n", 4), Value.EmptyList), Value.EmptyList)), Of(Prepend(X.Member("l"), Value.List(Value.Null), Value.EmptyList)),
        Of(Request.Set(X.Member("l").At(1), Map("deep", 1))), Of(Remove(X.Member("l").At(0))), Of(Increment(X.At(1).Member("n"), 5)), Of(Remove(X.At(2))),
        Of(AddSet(X.At(3), Value.StringSet("c", "d"))), Of(DeleteSet(X.At(3), Value.StringSet("a", "c"))), Of(AddSet(X.Member("s"), Value.NumberSet(4, 5, 6))),
        Of(Request.Set(X.Member("new"), Value.Map(("in", Value.List(Map("n", 9)))))), Of(Increment(X.Member("new").Member("in").At(0).Member("n"), 1)),
        Of(AddSet("b", Value.BinarySet([1], [2, 3]))), Of(DeleteSet("b", Value.BinarySet([1]))), Of(Request.Set("a17", Value.String("edited")), Request.Set("a31", Value.Null)),
        Of(IncrementOr("c", 1, 100)), Of(AddNumber("c", 2)), Of(Append("x", Value.List(Value.String("t1"), Value.String("t2"), Value.String("t3")))),
    ];

    private static ValuePath X => "x";

    /// <summary>A history; the same for the same seed.</summary>
    public static RandomHistory Run(int seed)
    {
        RandomHistory history = new(seed);
        int steps = history.random.Next(StepsMin, StepsMax);
        for (int i = 0; i < steps; i++) history.Step();
        return history;
    }

    private static Value Map(string name, long number) => Value.Map((name, Value.Number(number)));

    /// <summary>Only SET may name a position past the end of a list.</summary>
    private static bool PassesTheEnd(Value item, Request request) => request is Update update && update.Actions.Any(action =>
        action.Path.Last.IsPosition && action.Kind is not (ActionKind.Set or ActionKind.Remove)
        && action.Path.Parts.Aggregate(item, (at, part) => part.IsPosition ? at[part.Position] : at[part.Name!]).IsNone);

    private void Step()
    {
        int here = random.Next(clocks.Length);
        walls[here].Advance(TimeSpan.FromMilliseconds(random.Next(4) switch { 0 => 0, 1 => random.Next(5), 2 => random.Next(100_000), _ => random.Next(1_000_000_000) }));
        switch (random.Next(8))
        {
            case < 5:
                Write(here);
                break;
            case 5 when Deltas.Count > 0:
                Documents[here].Apply(Deltas[random.Next(Deltas.Count)], out Document applied);
                Documents[here] = applied;
                break;
            default:
                Documents[here] = Documents[here].Join(Documents[random.Next(clocks.Length)]);
                break;
        }
    }

    private void Write(int here)
    {
        Document document = Documents[here];
        Request request = Pick(document.Visible);
        Delta delta = EditPlanner.Plan(document, request.ToEdits(), clocks[here].Next(document.Context), options);
        if (delta.IsEmpty) return;
        document.Apply(delta, out Document written);
        Documents[here] = written;
        Deltas.Add(delta);
    }

    private Request Pick(Value item)
    {
        // Something always fits: a put does.
        while (true)
        {
            IReadOnlyList<Request> pool = random.Next(2) == 0 ? Matrix.Requests : Nested;
            Request request = pool[random.Next(pool.Count)];
            if (SequentialItem.TryRun(item, request, out _) && !PassesTheEnd(item, request)) return request;
        }
    }
}

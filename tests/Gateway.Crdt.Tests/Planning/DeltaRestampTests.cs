using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing;
using Gateway.Testing.Histories;
using static Gateway.Testing.Histories.Request;

namespace Gateway.Crdt.Tests.Planning;

/// <summary>The tail of an evicted PoP's log under a new id: nothing of it is lost, nothing that others removed comes back.</summary>
public sealed class DeltaRestampTests(ITestOutputHelper output)
{
    private const int Usual = 4000;
    private const ulong Old = 1;
    private const ulong Other = 2;
    private const int New = 9;

    private static readonly Value Item = Value.Map(("n", Value.Number(5)), ("s", Value.StringSet("a", "b")), ("l", Value.List(Value.String("first"))), ("t", Value.String("text")));

    /// <summary>Each attribute keeps its type, as it does in apps; appended runs may stand in another order, for their stamps are new.</summary>
    [Fact]
    public void What_shows_after_a_replay_is_what_the_late_deltas_would_have_shown()
    {
        (int revived, int kept) = (0, 0);
        int tails = Play(
            TypedRequest,
            (seed, run) =>
            {
                // Elements that did not show at the others any more would come back with a late addition; a replayed one starts from nothing, as any write does.
                if (Unordered(run.Late) != Unordered(run.Result))
                {
                    Assert.True(WithoutSet(run.Late) == WithoutSet(run.Result), $"seed {seed}: {run.Others.Visible}\nlate {run.Late.Visible}\nis {run.Result.Visible}");
                    revived++;
                }

                Assert.True(run.PrunedResult.Visible == run.Unpruned.Visible, $"seed {seed}: {run.PrunedResult.Visible}, where nothing was pruned {run.Unpruned.Visible}");

                // Where an initialiser was pruned, what others added to it is kept rather than dropped.
                if (Unordered(run.Late) != Unordered(run.PrunedResult)) kept++;
            });
        output.WriteLine($"{tails} tails: {revived} revived less, {kept} kept what was added to something pruned");
        Assert.True(tails < 1000 || (revived < tails / 500 && kept < tails / 100), "Too many replays on pruned documents differ.");
    }

    /// <summary>
    /// Where types change under way, a replayed write may count as made now: a few of a hundred. And a store that has pruned less can then show remains,
    /// in one of a thousand of these histories, until somebody writes the attribute.
    /// </summary>
    [Fact]
    public void Any_requests_replay_nearly_as_they_would_have_merged()
    {
        (int differ, int remains) = (0, 0);
        int tails = Play(
            null,
            (seed, run) =>
            {
                if (run.Result.Visible != run.Late.Visible) differ++;
                if (run.PrunedResult.Visible != run.Unpruned.Visible) remains++;
            });
        output.WriteLine($"{tails} tails: {differ} show something else, {remains} left remains");
        Assert.True(tails < 500 || (differ < tails / 20 && remains < tails / 200), "Too many replays differ.");
    }

    [Fact]
    public void Increments_add_up_whatever_happened_to_the_number()
    {
        (Document others, List<Delta> tail) = Apart([Of(AddNumber("n", 3)), Of(AddNumber("n", -1)), Of(AddNumber("m", 4))], [Of(AddNumber("n", 10))]);
        Document result = Replay(others, tail);
        Assert.Equal(Value.Number(17), result.Visible["n"]);
        Assert.Equal(Value.Number(4), result.Visible["m"]);

        // Reset elsewhere: increments in flight stay on top.
        (others, tail) = Apart([Of(AddNumber("n", 3))], [Of(Request.Set("n", Value.Number(0)))]);
        Assert.Equal(Value.Number(3), Replay(others, tail).Visible["n"]);
    }

    [Fact]
    public void Only_what_was_added_since_is_replayed_of_a_running_total()
    {
        // The old replica had added 2 before, which everybody has; then it added 3 that nobody heard of.
        Document start = new Start(Item).Make();
        Delta first = Start.Plan(start, Of(AddNumber("n", 2)), 10, (int)Old, PlanOptions.Merge);
        Document known = Start.Apply(start, first);
        Delta second = Start.Plan(known, Of(AddNumber("n", 3)), 11, (int)Old, PlanOptions.Merge);
        Assert.Equal(Value.Number(10), Replay(known, [second]).Visible["n"]);

        // The others reset the number, and that is stable: only the old log tells what the 5 in the delta are made of.
        Document reset = Start.Write(known, Of(Request.Set("n", Value.Number(100))), 12, (int)Other, PlanOptions.Merge);
        Context stable = reset.Context.With(new Stamp(HlcTime.Max, new ReplicaId(Old)));
        Document pruned = Pruning.Prune(reset, stable);
        Assert.Equal(Value.Number(103), Replay(pruned, [second], stable, [first]).Visible["n"]);
    }

    [Fact]
    public void Elements_runs_and_edits_of_what_the_tail_itself_made_are_there()
    {
        ValuePath made = ValuePath.Of("made");
        (Document others, List<Delta> tail) = Apart(
            [
                Of(AddSet("s", Value.StringSet("c", "d"))), Of(DeleteSet("s", Value.StringSet("a", "c"))), Of(Append("l", Value.List(Value.String("x"), Value.String("y")))),
                Of(Request.Set(ValuePath.Of("l").At(2), Value.String("z"))), Of(Request.Set(made, Value.List(Value.Map(("k", Value.Number(1))), Value.Null))),
                Of(Increment(made.At(0).Member("k"), 5)), Of(Remove(made.At(1))),
            ],
            [Of(AddSet("s", Value.StringSet("e"))), Of(Append("l", Value.List(Value.String("theirs"))))]);
        Value item = Replay(others, tail).Visible;
        Assert.Equal(Value.StringSet("b", "d", "e"), item["s"]);
        Assert.Equal(Value.List(Value.String("first"), Value.String("theirs"), Value.String("x"), Value.String("z")), item["l"]);
        Assert.Equal(Value.List(Value.Map(("k", Value.Number(6)))), item["made"]);
    }

    [Fact]
    public void A_later_scalar_of_the_others_stands_and_an_earlier_one_goes()
    {
        Document start = new Start(Item).Make();
        Delta set = Start.Plan(start, Of(Request.Set("t", Value.String("tail"))), 20, (int)Old, PlanOptions.Merge);
        Assert.Equal(Value.String("tail"), Replay(Start.Write(start, Of(Request.Set("t", Value.String("earlier"))), 10, (int)Other, PlanOptions.Merge), [set]).Visible["t"]);
        Assert.Equal(Value.String("later"), Replay(Start.Write(start, Of(Request.Set("t", Value.String("later"))), 30, (int)Other, PlanOptions.Merge), [set]).Visible["t"]);
    }

    [Fact]
    public void What_others_removed_does_not_come_back_and_what_they_added_is_not_removed()
    {
        // Guarded edits do not revive a deleted item, nor does an edit of a removed container.
        (Document others, List<Delta> tail) = Apart([Guarded(Request.Set("t", Value.String("tail"))), Of(Increment("n", 1))], [new Delete()]);
        Assert.False(Replay(others, tail).IsVisible);
        (others, tail) = Apart([Of(Request.Set(ValuePath.Of("l").At(0), Value.Null))], [Of(Remove("l"))]);
        Assert.True(Replay(others, tail).Visible["l"].IsNone);

        // A delete removes what was seen, and nothing that came since.
        (others, tail) = Apart([new Delete()], [Of(Request.Set("new", Value.Number(1)), AddNumber("n", 2))]);
        Value left = Replay(others, tail).Visible;
        Assert.Equal(Value.Number(1), left["new"]);
        Assert.True(left["t"].IsNone);
        Assert.Equal(Value.Number(2), left["n"]);
    }

    [Fact]
    public void Transactions_keep_their_groups_and_a_write_without_effect_has_no_delta()
    {
        (Document others, List<Delta> tail) = Apart([Of(Request.Set("t", Value.String("a"))), Of(AddNumber("n", 1))], []);
        others = Start.Write(others, Of(Request.Set("t", Value.String("later"))), 900, (int)Other, PlanOptions.Merge);
        IReadOnlyList<Delta> made = DeltaRestamp.Replay(others, [Delta(tail[0]), tail[1].Under(ConditionClass.Floor, new DeltaGroup(7, 2))], Next, out _);
        Assert.Equal(new DeltaGroup(7, 2), made[^1].Group);
        Assert.Equal(ConditionClass.Floor, made[^1].Condition);
        Assert.All(made, delta => Assert.Equal(new ReplicaId(New), delta.Stamp.Replica));
        Assert.Empty(DeltaRestamp.Replay(others, [], Next, out Document same));
        Assert.Same(others, same);

        static Delta Delta(Delta delta) => delta;
    }

    [Fact]
    public void Deltas_of_another_item_or_out_of_order_and_old_stamps_are_refused()
    {
        (Document others, List<Delta> tail) = Apart([Of(AddNumber("n", 1)), Of(AddNumber("n", 1))], []);
        AssertFault(DocumentFaultKind.StampBeyondContext, () => DeltaRestamp.Replay(others, [tail[1], tail[0]], Next, out _));
        AssertFault(DocumentFaultKind.StampBeyondContext, () => DeltaRestamp.Replay(others, tail, _ => Start.At(1, New), out _));
        AssertFault(DocumentFaultKind.OtherItem, () => DeltaRestamp.Replay(Document.Empty(new ItemKey("other"u8.ToArray())), tail, Next, out _));
    }

    [Fact]
    public void A_tail_whose_beginning_the_log_has_lost_is_replayed_without_it()
    {
        (Document others, List<Delta> tail) = Apart([Of(Request.Set("u", Value.String("lost"))), Of(Request.Set("u", Value.String("last"))), Of(AddSet("s", Value.StringSet("lost"))), Of(DeleteSet("s", Value.StringSet("lost", "a")))], []);

        Document result = Replay(others, [tail[1], tail[3]]);

        Assert.Equal(Value.String("last"), result.Visible["u"]);
        Assert.Equal(Value.StringSet("b"), result.Visible["s"]);
    }

    private static void AssertFault(DocumentFaultKind kind, Action action) => Assert.Equal(kind, Assert.Throws<DocumentFault>(action).Kind);

    private static Stamp Next(Context seen) => new(new HlcTime(Math.Max(seen.Highest.Ticks, HlcTime.At(1000).Ticks) + 1), new ReplicaId(New));

    /// <summary>The old replica and another one write without hearing of each other.</summary>
    private static (Document Others, List<Delta> Tail) Apart(Request[] tail, Request[] theirs)
    {
        Document start = new Start(Item).Make();
        Document old = start;
        List<Delta> deltas = [];
        int time = 10;
        foreach (Request request in tail)
        {
            deltas.Add(Start.Plan(old, request, time++, (int)Old, PlanOptions.Merge));
            old = Start.Apply(old, deltas[^1]);
        }

        foreach (Request request in theirs) start = Start.Write(start, request, time++, (int)Other, PlanOptions.Merge);
        return (start, deltas);
    }

    private static Document Replay(Document others, List<Delta> tail, Context? stable = null, List<Delta>? acknowledged = null)
    {
        IReadOnlyList<Delta> made = DeltaRestamp.Replay(others, tail, Next, out Document result, stable, acknowledged);

        // They travel like all others.
        Document again = made.Aggregate(others, (document, delta) => document.Apply(DeltaCodec.DecodeForeign(DeltaCodec.Encode(delta)), out Document next, stable) == ApplyResult.Applied ? next : document);
        Assert.Equal(DocumentCodec.Encode(result), DocumentCodec.Encode(again));
        return result;
    }

    private static Request TypedRequest(Random random)
    {
        string element = ((char)('a' + random.Next(4))).ToString();
        return random.Next(9) switch
        {
            0 => Of(Request.Set("t", Value.Number(random.Next(100)))),
            1 or 2 => Of(AddNumber("n", random.Next(-3, 6))),
            3 => Of(AddSet("s", Value.StringSet(element))),
            4 => Of(DeleteSet("s", Value.StringSet(element))),
            5 => Of(Append("l", Value.List(Value.Number(random.Next(100))), Value.EmptyList)),
            6 => Of(AddNumber("m", 1), Request.Set("u", Value.String(element))),
            7 => Of(Request.Set("n", Value.Number(random.Next(10)))),
            _ => Guarded(Remove("t")),
        };
    }

    private static Value Unordered(Document document)
    {
        Value item = document.Visible;
        if (item.IsNone || item["l"].Kind != ValueKind.List) return item;
        List<KeyValuePair<string, Value>> members = [];
        foreach (ValueEntry entry in item) members.Add(KeyValuePair.Create(entry.Name, entry.Name == "l" ? Sorted(entry.Value) : entry.Value));
        return Value.Map(members);
    }

    private static Value WithoutSet(Document document)
    {
        List<KeyValuePair<string, Value>> members = [];
        foreach (ValueEntry entry in Unordered(document))
        {
            if (entry.Name != "s") members.Add(KeyValuePair.Create(entry.Name, entry.Value));
        }

        return Value.Map(members);
    }

    private static Value Sorted(Value list)
    {
        List<Value> values = [];
        foreach (ValueEntry entry in list) values.Add(entry.Value);
        return Value.List(values.OrderBy(value => value.ToString(), StringComparer.Ordinal));
    }

    private static int Play(Func<Random, Request>? requests, Action<int, Reentry> check)
    {
        int rounds = TestSettings.Seed is null ? TestSettings.Rounds(Usual) : 1;
        int first = TestSettings.Seed ?? 0;
        int tails = 0;
        for (int seed = first; seed < first + rounds; seed++)
        {
            Reentry run = Reentry.Run(seed, requests);
            if (run.Tail.Count == 0) continue;
            tails++;
            check(seed, run);
        }

        return tails;
    }
}

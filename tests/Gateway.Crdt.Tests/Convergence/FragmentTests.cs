using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Codec;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Convergence;

/// <summary>What crosses links: however writes are cut into fragments, and however these arrive, every PoP ends with the same bytes.</summary>
public sealed class FragmentTests(ITestOutputHelper output)
{
    private const int Usual = 1500;

    private static readonly ReplicaId Self = new(99);

    [Fact]
    public void Any_fragments_in_any_order_end_in_the_same_bytes()
    {
        int rounds = TestSettings.Seed is null ? TestSettings.Rounds(Usual) : 1;
        int first = TestSettings.Seed ?? 0;
        (int merged, int deltas) = (0, 0);
        for (int seed = first; seed < first + rounds; seed++)
        {
            RandomHistory history = RandomHistory.Run(seed);
            if (history.Deltas.Count == 0) continue;
            Random random = new(seed);
            byte[] expected = DocumentCodec.Encode(OneByOne(history.Deltas));
            List<Fragment> fragments = [.. Cut(history.Deltas, random), .. history.Deltas.Where(_ => random.Next(4) == 0).Select(Fragment.Of), .. history.Documents.Where(_ => random.Next(4) == 0).Select(Fragment.Of)];
            fragments = [.. fragments, .. fragments.Where(_ => random.Next(3) == 0)];
            merged += fragments.Count(fragment => fragment is Fragment.OfMerged { Merged.Count: > 1 });
            deltas += history.Deltas.Count;
            Document document = Receive(fragments, random, seed);
            Assert.True(expected.AsSpan().SequenceEqual(DocumentCodec.Encode(document)), $"seed {seed}: {document.Visible}");
        }

        output.WriteLine($"{rounds} histories from seed {first}: {deltas} deltas, {merged} fragments of several");
        if (rounds >= 1000) Assert.True(merged > rounds, "The histories do too little.");
    }

    [Fact]
    public void A_hot_counter_is_a_few_dozen_bytes_however_often_it_is_incremented()
    {
        const int Increments = 5000;
        Document document = new Start(Value.Map(("n", Value.Number(7)), ("name", Value.String("hot")))).Make();
        Document other = document;
        DeltaMerger merger = new();
        for (int i = 0; i < Increments; i++)
        {
            Delta delta = Start.Plan(document, Request.Of(Request.AddNumber("n", 1)), 10 + i, 1, PlanOptions.Merge);
            document = Start.Apply(document, delta);
            Assert.True(merger.TryAdd(delta));
        }

        MergedDelta merged = merger.Build();
        byte[] bytes = MergedDeltaCodec.Encode(merged);
        output.WriteLine($"{Increments} increments: {bytes.Length} bytes");
        Assert.InRange(bytes.Length, 1, 72);
        Assert.InRange(Fragment.Of(merged).ApproximateBytes, bytes.Length / 2, bytes.Length * 2);
        Assert.Equal(Increments, merged.Count);
        Assert.Equal(ApplyResult.Applied, other.Apply(MergedDeltaCodec.DecodeForeign(bytes), out other));
        Assert.Equal(Value.Number(7 + Increments), other.Visible["n"]);
        Assert.Equal(DocumentCodec.Encode(document), DocumentCodec.Encode(other));
    }

    [Fact]
    public void What_does_not_follow_directly_does_not_merge()
    {
        Document start = new Start(Value.Map(("a", Value.Number(1)))).Make();
        Delta first = Start.Plan(start, Request.Of(Request.Set("a", Value.Number(2))), 10, 1, PlanOptions.Merge);
        Document after = Start.Apply(start, first);
        Delta second = Start.Plan(after, Request.Of(Request.Set("b", Value.Number(3))), 11, 1, PlanOptions.Merge);
        Delta elsewhere = Start.Plan(start, Request.Of(Request.Set("c", Value.Number(4))), 10, 2, PlanOptions.Merge);
        Delta late = Start.Plan(Start.Apply(after, elsewhere), Request.Of(Request.Set("d", Value.Number(5))), 12, 1, PlanOptions.Merge);

        Assert.Null(MergedDelta.TryMerge([]));
        Assert.Null(MergedDelta.TryMerge([second, first]));
        Assert.Null(MergedDelta.TryMerge([first, first]));
        Assert.Null(MergedDelta.TryMerge([first, elsewhere]));
        Assert.Null(MergedDelta.TryMerge([first, late]));
        Assert.Equal(2, MergedDelta.TryMerge([first, second])!.Count);
        Assert.Throws<InvalidOperationException>(() => new DeltaMerger().Build());
    }

    [Fact]
    public void Conditions_and_transactions_stay_with_the_merged_delta()
    {
        Document start = new Start(Value.Map(("a", Value.Number(1)))).Make();
        Delta first = Start.Plan(start, Request.Of(Request.Set("a", Value.Number(2))), 10, 1, PlanOptions.Merge).Under(ConditionClass.Floor, new DeltaGroup(7, 2));
        Document after = Start.Apply(start, first);
        Delta second = Start.Plan(after, Request.Of(Request.Set("a", Value.Number(3))), 11, 1, PlanOptions.Merge).Under(ConditionClass.Guard);
        Delta third = Start.Plan(Start.Apply(after, second), Request.Of(Request.Set("a", Value.Number(4))), 12, 1, PlanOptions.Merge).Under(ConditionClass.Other, new DeltaGroup(8, 3));
        MergedDelta merged = MergedDeltaCodec.DecodeForeign(MergedDeltaCodec.Encode(MergedDelta.TryMerge([first, second, third])!));
        Assert.Equal(ConditionClass.Floor, merged.Condition);
        Assert.Equal([new DeltaGroup(7, 2), new DeltaGroup(8, 3)], merged.Groups);
    }

    [Fact]
    public void A_fragment_tells_what_became_of_it()
    {
        Document start = new Start(Value.Map(("a", Value.Number(1)))).Make();
        Delta delta = Start.Plan(start, Request.Of(Request.Set("a", Value.Number(2))), 10, 1, PlanOptions.Merge);
        Document after = Start.Apply(start, delta);
        foreach (Fragment fragment in new[] { Fragment.Of(delta), Fragment.Of(MergedDelta.TryMerge([delta])!), Fragment.Of(after) })
        {
            Assert.Equal(start.Key, fragment.Key);
            Assert.True(after.Context.Includes(fragment.Brings) && !start.Context.Includes(fragment.Brings));
            Assert.True(fragment.ApproximateBytes > start.Key.Bytes.Length);
            Assert.Equal(ApplyResult.Applied, fragment.ApplyTo(start, Self, out Document result));
            Assert.Equal(DocumentCodec.Encode(after), DocumentCodec.Encode(result));
            Assert.Equal(ApplyResult.AlreadySeen, fragment.ApplyTo(result, Self, out Document again));
            Assert.Same(result, again);

            // Its own writes it must know.
            DocumentFault fault = Assert.Throws<DocumentFault>(() => fragment.ApplyTo(start, new ReplicaId(1), out _));
            Assert.Equal(DocumentFaultKind.OwnStampUnknown, fault.Kind);
            ApplyResult early = fragment.ApplyTo(Document.Empty(start.Key), Self, out _);
            Assert.Equal(fragment is Fragment.OfDocument ? ApplyResult.Applied : ApplyResult.PredecessorMissing, early);
            Assert.Equal(DocumentFaultKind.OtherItem, Assert.Throws<DocumentFault>(() => fragment.ApplyTo(Document.Empty(new ItemKey("other"u8.ToArray())), Self, out _)).Kind);
        }
    }

    /// <summary>The deltas of each replica in runs of any length, as far as they merge.</summary>
    private static IEnumerable<Fragment> Cut(IEnumerable<Delta> deltas, Random random)
    {
        foreach (IGrouping<ReplicaId, Delta> origin in deltas.GroupBy(delta => delta.Stamp.Replica))
        {
            DeltaMerger merger = new();
            foreach (Delta delta in origin)
            {
                if ((merger.Count == 0 || random.Next(6) > 0) && merger.TryAdd(delta)) continue;
                yield return Travelled(merger);
                merger = new DeltaMerger();
                Assert.True(merger.TryAdd(delta));
            }

            yield return Travelled(merger);
        }
    }

    private static Fragment Travelled(DeltaMerger merger) => Fragment.Of(MergedDeltaCodec.DecodeForeign(MergedDeltaCodec.Encode(merger.Build())));

    private static Document Receive(List<Fragment> fragments, Random random, int seed)
    {
        Document document = Document.Empty(fragments[0].Key);
        Fragment[] waiting = [.. fragments];
        random.Shuffle(waiting);
        for (int rounds = 0; waiting.Length > 0; rounds++)
        {
            Assert.True(rounds <= fragments.Count, $"seed {seed}: something waits for ever");
            List<Fragment> early = [];
            foreach (Fragment fragment in waiting)
            {
                if (fragment.ApplyTo(document, Self, out document) == ApplyResult.PredecessorMissing) early.Add(fragment);
                else Assert.True(document.Context.Includes(fragment.Brings) && document.Context.Includes(fragment.Needs), $"seed {seed}");
            }

            waiting = [.. early];
        }

        return document;
    }

    private static Document OneByOne(List<Delta> deltas)
    {
        Document document = Document.Empty(deltas[0].Key);
        foreach (Delta delta in deltas) Assert.Equal(ApplyResult.Applied, document.Apply(delta, out document));
        return document;
    }
}

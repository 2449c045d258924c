using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;
using static Gateway.Testing.Histories.Request;

namespace Gateway.Crdt.Tests.Codec;

/// <summary>Values, documents and deltas whose bytes must not change unnoticed. Three replicas; times are seconds of 2026.</summary>
internal static class GoldenSamples
{
    private static readonly ItemKey Key = new("k"u8.ToArray());
    private static readonly ReplicaId[] Replicas = [new(0x0A0A0A0A0A0A0A0A), new(0x0B0B0B0B0B0B0B0B), new(0x0C0C0C0C0C0C0C0C)];
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Name and bytes, in the order of the file.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> All() =>
    [
        .. MakeValues().Select(value => ($"value {value.Name}", value.Value.Bytes.ToArray())),
        .. MakeDocuments().Select(document => ($"document {document.Name}", DocumentCodec.Encode(document.Document))),
        .. MakeDocuments().Select(document => ($"stored {document.Name}", DocumentCodec.Encode(document.Document, Table()))),
        .. MakeDeltas().Select(delta => ($"delta {delta.Name}", DeltaCodec.Encode(delta.Delta))),
        .. MakeDeltas().Select(delta => ($"logged {delta.Name}", DeltaCodec.Encode(delta.Delta, Table()))),
        .. MakeMerged().Select(merged => ($"merged {merged.Name}", MergedDeltaCodec.Encode(merged.Merged))),
        .. MakeMerged().Select(merged => ($"shipped {merged.Name}", MergedDeltaCodec.Encode(merged.Merged, Table()))),
    ];

    /// <summary>The table that stored documents and logged deltas are of.</summary>
    public static ReplicaTable Table() => ReplicaTable.Of(Replicas);

    /// <summary>What an encoding says, encoded anew.</summary>
    public static byte[] ReadAgain(string name, byte[] bytes) => name.Split(' ')[0] switch
    {
        "value" => Value.Decode(bytes).Bytes.ToArray(),
        "document" => DocumentCodec.Encode(DocumentCodec.DecodeForeign(Key, bytes)),
        "stored" => DocumentCodec.Encode(DocumentCodec.DecodeForeign(Key, bytes, Table()), Table()),
        "merged" => MergedDeltaCodec.Encode(MergedDeltaCodec.DecodeForeign(bytes)),
        "shipped" => MergedDeltaCodec.Encode(MergedDeltaCodec.DecodeForeign(bytes, Table()), Table()),
        "delta" => DeltaCodec.Encode(DeltaCodec.DecodeForeign(bytes)),
        _ => DeltaCodec.Encode(DeltaCodec.DecodeForeign(bytes, Table()), Table()),
    };

    private static IEnumerable<(string Name, Value Value)> MakeValues() =>
    [
        ("text", Value.String("Grüße")),
        ("number zero", Value.Number(0)),
        ("number 42", Value.Number(42)),
        ("number -42", Value.Number(-42)),
        ("number 1.5E-90", Value.Number("1.5E-90")),
        ("number of 38 digits", Value.Number("12345678901234567890123456789012345678")),
        ("bytes", Value.Binary([0x00, 0xFF])),
        ("false", Value.Boolean(false)),
        ("true", Value.Boolean(true)),
        ("null", Value.Null),
        ("text set", Value.StringSet("b", "a", "")),
        ("number set", Value.NumberSet(10, -3, 2)),
        ("bytes set", Value.BinarySet([0x02], [0x01, 0x00])),
        ("empty map", Value.EmptyMap),
        ("empty list", Value.EmptyList),
        ("item", Value.Map(("name", Value.String("Ann")), ("age", Value.Number(42)), ("tags", Value.StringSet("x", "y")), ("list", Value.List(Value.Boolean(true), Value.Null)))),
        ("long text in a map", Value.Map(("t", Value.String(new string('t', 130))))),
    ];

    private static IEnumerable<(string Name, Document Document)> MakeDocuments()
    {
        Document put = Write(Document.Empty(Key), 0, 0, Person);
        Document counter = Write(put, 0, 10, Of(Increment("age", 1)), Of(Increment("age", 1)));
        counter = Write(counter, 1, 30, Of(Increment("age", 5)));
        counter = Write(counter, 2, 40, Of(Increment("age", -1)));
        Document list = Write(Document.Empty(Key), 0, 0, new Put(Value.Map(("l", Texts("a", "b", "c", "d")))));
        list = Write(list, 1, 10, Of(Append("l", Texts("t1", "t2"))), Of(Append("l", Texts("t3"))));
        list = Write(list, 0, 20, Of(Prepend("l", Texts("h1", "h2"))), Of(Prepend("l", Texts("h0"))));
        list = Write(list, 1, 30, Of(Remove(ValuePath.Of("l").At(4))), Of(Request.Set(ValuePath.Of("l").At(4), Value.String("C"))));

        yield return ("never written", Document.Empty(Key));
        yield return ("put", put);
        yield return ("put twice in a millisecond", Write(put, 0, 0, new Put(Value.Map(("other", Value.Number(1))))));
        yield return ("two attributes edited", Write(Write(put, 1, 60, Of(Request.Set("name", Value.String("Bob")))), 0, 120, Of(Request.Set("new", Value.EmptyMap))));
        yield return ("counter of three replicas", counter);
        yield return ("counter set while it was incremented", Write(counter, 0, 50, Of(Request.Set("age", Value.Number(0)))).Join(Write(counter, 1, 45, Of(Increment("age", 7)))));
        yield return ("counter begun by ADD", Write(Write(put, 0, 10, Of(AddNumber("n", 1))), 1, 20, Of(AddNumber("n", 2))));
        yield return ("set with added and removed elements", Write(Write(put, 1, 10, Of(AddSet("tags", Value.StringSet("w", "z")))), 0, 20, Of(DeleteSet("tags", Value.StringSet("x")))));
        yield return ("list with head, tail, gap and new element", list);
        yield return ("list with an insert", Write(list, 2, 40, new Put(Value.Map(("l", Texts("h0", "h1", "h2", "a", "C", "between", "d", "t1", "t2", "t3"))))));
        yield return ("list with an element of two values", Write(list, 0, 50, Of(Request.Set(ValuePath.Of("l").At(3), Value.Number(1)))).Join(Write(list, 1, 51, Of(Request.Set(ValuePath.Of("l").At(3), Value.Number(2))))));
        yield return ("losing texts", Write(put, 0, 60, Of(Request.Set("name", Value.String("A")))).Join(Write(put, 1, 50, Of(Request.Set("name", Value.String("B"))))));
        yield return ("losing containers", Write(put, 0, 60, Of(Request.Set("list", Value.Map(("m", Value.Number(1)))))).Join(Write(put, 1, 50, Of(Request.Set("list", Texts("loses"))))));
        yield return ("edit below a replaced list", Write(put, 0, 60, Of(Request.Set("list", Value.Null))).Join(Write(put, 1, 50, Of(Append("list", Texts("orphan"))))));
        yield return ("two defaults", Write(put, 0, 60, Of(IfNotExists("d", Value.Number(1)))).Join(Write(put, 1, 50, Of(AddSet("d", Value.NumberSet(5))))));
        yield return ("deleted", Write(put, 0, 60, new Delete()));
        yield return ("deleted counter", Write(counter, 1, 60, new Delete()));
        yield return ("touched", Write(Document.Empty(Key), 0, 0, Of()));
        yield return ("updated into being", Write(Document.Empty(Key), 0, 0, Of(Request.Set("a", Value.Number(1)), AddNumber("n", 1))));
        yield return ("of closed replicas", Pruning.Prune(counter, Context.Of([new Stamp(HlcTime.Max, Replicas[0]), new Stamp(HlcTime.Max, Replicas[1]), At(99, 2)])));
    }

    private static IEnumerable<(string Name, Delta Delta)> MakeDeltas()
    {
        Document empty = Document.Empty(Key);
        Document put = Write(empty, 0, 0, Person);
        Document counter = Write(put, 1, 10, Of(Increment("age", 1)));
        Delta guarded = Plan(put, 1, 60, Guarded(Request.Set("name", Value.String("Bob"))));
        yield return ("put", Plan(empty, 0, 0, Person));
        yield return ("set", Plan(put, 1, 60, Of(Request.Set("name", Value.String("Bob")))));
        yield return ("guarded set of a transaction", new Delta(Key, guarded.Stamp, guarded.Needs, guarded.Root) { Condition = ConditionClass.Guard, Group = new DeltaGroup(7, 2) });
        yield return ("increment", Plan(counter, 1, 60, Of(Increment("age", 1))));
        yield return ("remove of a counter", Plan(counter, 0, 60, Of(Remove("age"))));
        yield return ("add to a set", Plan(put, 1, 60, Of(AddSet("tags", Value.StringSet("x", "z")))));
        yield return ("delete from a set", Plan(put, 1, 60, Of(DeleteSet("tags", Value.StringSet("x")))));
        yield return ("append and prepend", Plan(put, 0, 60, Of(Append("list", Texts("t1", "t2")), Prepend("more", Texts("h"), Value.EmptyList))));
        yield return ("put that inserts into a list", Plan(put, 0, 60, new Put(PersonWith(Value.Boolean(true), Value.String("between"), Value.Null))));
        yield return ("put that replaces", Plan(put, 0, 60, Person, PlanOptions.Replace));
        yield return ("delete", Plan(counter, 1, 60, new Delete()));
        yield return ("touch", Plan(empty, 0, 0, Of()));
        yield return ("nothing", Plan(put, 0, 60, Person));
    }

    private static IEnumerable<(string Name, MergedDelta Merged)> MakeMerged()
    {
        Document empty = Document.Empty(Key);
        Document put = Write(empty, 0, 0, Person);
        Document counter = Write(put, 1, 10, Of(Increment("age", 1)));
        yield return ("one put", Merge(empty, 0, 0, Person));
        yield return ("put and edits", Merge(empty, 0, 0, Person, Of(Request.Set("name", Value.String("Bob"))), Of(Append("list", Texts("t1"))), Of(AddSet("tags", Value.StringSet("z")))));
        yield return ("increments", Merge(counter, 1, 60, [.. Enumerable.Repeat(Of(Increment("age", 1)), 100)]));
        yield return ("counter begun by ADD", Merge(put, 1, 60, Of(AddNumber("n", 1)), Of(AddNumber("n", 2))));
        yield return ("texts set again and again", Merge(put, 1, 60, Of(Request.Set("name", Value.String("Bob"))), Of(Request.Set("name", Value.String("Cy"))), Of(Remove("tags"))));
        yield return ("appends and a removed element", Merge(put, 1, 60, Of(Append("list", Texts("t1", "t2"))), Of(Remove(ValuePath.Of("list").At(2))), Of(Request.Set(ValuePath.Of("list").At(0), Value.Null))));
        yield return ("put and deleted", Merge(counter, 0, 60, Person, new Delete()));
        yield return ("of transactions", MergedDelta.TryMerge([Plan(put, 1, 60, Of(Remove("age"))).Under(ConditionClass.Guard, new DeltaGroup(7, 2))])!);
    }

    /// <summary>One replica writes, each request a second after the one before, and all of it travels as one.</summary>
    private static MergedDelta Merge(Document document, int replica, int second, params IEnumerable<Request> requests)
    {
        DeltaMerger merger = new();
        foreach (Request request in requests)
        {
            Delta delta = Plan(document, replica, second++, request);
            Assert.Equal(ApplyResult.Applied, document.Apply(delta, out document));
            Assert.True(merger.TryAdd(delta));
        }

        return merger.Build();
    }

    private static Put Person => new(PersonWith(Value.Boolean(true), Value.Null));

    private static Value PersonWith(params IEnumerable<Value> list) =>
        Value.Map(("name", Value.String("Ann")), ("age", Value.Number(42)), ("tags", Value.StringSet("x", "y")), ("list", Value.List(list)));

    private static Value Texts(params IEnumerable<string> texts) => Value.List(texts.Select(text => Value.String(text)));

    private static Stamp At(int second, int replica) => new(HlcTime.At(NewYear.AddSeconds(second).ToUnixTimeMilliseconds()), Replicas[replica]);

    private static Delta Plan(Document document, int replica, int second, Request request, PlanOptions? options = null)
    {
        Stamp stamp = At(second, replica);
        while (stamp.Time <= document.Context.Highest) stamp = stamp with { Time = new HlcTime(stamp.Time.Ticks + 1) };
        return EditPlanner.Plan(document, request.ToEdits(), stamp, options);
    }

    /// <summary>One replica writes, each request a second after the one before.</summary>
    private static Document Write(Document document, int replica, int second, params IEnumerable<Request> requests)
    {
        foreach (Request request in requests)
        {
            Assert.Equal(ApplyResult.Applied, document.Apply(Plan(document, replica, second++, request), out document));
        }

        return document;
    }
}

using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Tests.Values;

public sealed class ValueBuilderTests
{
    private readonly ValueBuilder builder = new();

    [Fact]
    public void Streaming_gives_the_same_bytes_as_composing()
    {
        builder.BeginMap();
        builder.Name("z");
        builder.BeginList();
        builder.Boolean(true);
        builder.Null();
        builder.Binary([1, 2]);
        builder.BeginMap();
        builder.EndMap();
        builder.EndList();
        builder.Name("a"u8);
        builder.BeginSet(ValueKind.NumberSet);
        builder.Number(ExactNumber.Parse("2"));
        builder.Number(ExactNumber.Parse("-7"));
        builder.EndSet();
        builder.Name("m");
        builder.String("text"u8);
        builder.EndMap();
        Value expected = Value.Map(
            ("m", Value.String("text")), ("a", Value.NumberSet(-7, 2)), ("z", Value.List(Value.Boolean(true), Value.Null, Value.Binary([1, 2]), Value.EmptyMap)));
        Assert.Equal(expected, builder.Build());
        Assert.Equal(0, builder.Length);
    }

    [Fact]
    public void Containers_of_any_length_have_the_shortest_prefix()
    {
        foreach (int count in new[] { 0, 1, 41, 42, 43, 63, 127, 128, 129, 5_000, 20_000 })
        {
            builder.BeginList();
            for (int i = 0; i < count; i++) builder.Number(i);
            builder.EndList();
            Value list = builder.Build();
            Assert.Equal(count, list.Count);
            Assert.Equal(list, Value.Decode(list.Bytes.ToArray()));

            builder.BeginMap();
            for (int i = count; i > 0; i--)
            {
                builder.Name($"{i}");
                builder.Null();
            }

            builder.EndMap();
            Value map = builder.Build();
            Assert.Equal(count, map.Count);
            Assert.Equal(map, Value.Decode(map.Bytes.ToArray()));
        }
    }

    [Fact]
    public void Names_that_come_twice_are_refused()
    {
        foreach (string[] names in new string[][] { ["a", "a"], ["b", "a", "b"], ["", "x", ""] })
        {
            AssertFault(DocumentFaultKind.DuplicateName, () => Value.Map(names.Select(name => KeyValuePair.Create(name, Value.Null))));
        }
    }

    [Fact]
    public void Set_elements_that_come_twice_are_refused_numbers_by_value()
    {
        AssertFault(DocumentFaultKind.DuplicateElement, () => Value.StringSet("a", "a"));
        AssertFault(DocumentFaultKind.DuplicateElement, () => Value.StringSet("b", "a", "b"));
        AssertFault(DocumentFaultKind.DuplicateElement, () => Value.Set(ValueKind.NumberSet, [Value.Number("1.0"), Value.Number(2), Value.Number("1")]));
        AssertFault(DocumentFaultKind.DuplicateElement, () => Value.Set(ValueKind.NumberSet, [Value.Number("-0"), Value.Number("0")]));
        AssertFault(DocumentFaultKind.DuplicateElement, () => Value.BinarySet([1], [1]));
    }

    [Fact]
    public void Empty_sets_and_foreign_elements_are_refused()
    {
        foreach (ValueKind set in new[] { ValueKind.StringSet, ValueKind.NumberSet, ValueKind.BinarySet }) AssertFault(DocumentFaultKind.EmptySet, () => Value.Set(set, []));
        AssertFault(DocumentFaultKind.Malformed, () => Value.Set(ValueKind.StringSet, [Value.Number(1)]));
        AssertFault(DocumentFaultKind.Malformed, () => Value.Set(ValueKind.NumberSet, [Value.EmptyList]));
        AssertFault(DocumentFaultKind.Malformed, () =>
        {
            builder.BeginSet(ValueKind.BinarySet);
            builder.BeginMap();
        });
        Assert.Throws<ArgumentException>(() => new ValueBuilder().BeginSet(ValueKind.Map));
    }

    [Fact]
    public void Text_that_is_not_Unicode_is_refused()
    {
        foreach (string text in new[] { "\uD800", "a\uDC00b", "\uDC00\uD800" })
        {
            AssertFault(DocumentFaultKind.InvalidText, () => Value.String(text));
            AssertFault(DocumentFaultKind.InvalidText, () => Value.Map((text, Value.Null)));
            AssertFault(DocumentFaultKind.InvalidText, () => Value.StringSet(text));
        }

        foreach (byte[] utf8 in new byte[][] { [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80] })
        {
            AssertFault(DocumentFaultKind.InvalidText, () => Value.String(utf8));
            AssertFault(DocumentFaultKind.InvalidText, () =>
            {
                builder.Reset();
                builder.BeginMap();
                builder.Name(utf8);
            });
        }

        Assert.Equal("\uFFFF\U0010FFFF\0", Value.String("\uFFFF\U0010FFFF\0").AsString());
    }

    [Fact]
    public void Numbers_outside_of_what_DynamoDB_holds_are_refused()
    {
        foreach (string text in new[] { "1E126", "1E-131", "x", "", "1234567890123456789012345678901234567891", "NaN", "Infinity" })
        {
            AssertFault(DocumentFaultKind.NumberRange, () => Value.Number(text));
        }
    }

    [Fact]
    public void Calls_in_the_wrong_order_are_mistakes_of_the_caller()
    {
        Action<ValueBuilder>[] mistakes =
        [
            b => b.Build(), b => b.Name("a"), b => b.EndMap(), b => b.EndList(), b => b.EndSet(),
            b => { b.Null(); b.Null(); }, b => { b.Null(); b.BeginMap(); }, b => { b.BeginMap(); b.Null(); }, b => { b.BeginMap(); b.BeginList(); },
            b => { b.BeginMap(); b.Name("a"); b.Name("b"); }, b => { b.BeginMap(); b.Name("a"); b.EndMap(); }, b => { b.BeginMap(); b.EndList(); }, b => { b.BeginMap(); b.EndSet(); },
            b => { b.BeginList(); b.Name("a"); }, b => { b.BeginList(); b.EndMap(); }, b => { b.BeginList(); b.Build(); },
            b => { b.BeginSet(ValueKind.StringSet); b.Name("a"); }, b => { b.BeginSet(ValueKind.StringSet); b.String("a"); b.EndList(); },
        ];
        for (int i = 0; i < mistakes.Length; i++) Assert.True(Record.Exception(() => mistakes[i](new ValueBuilder())) is InvalidOperationException, $"mistake {i}");
        Assert.Throws<ArgumentException>(() => builder.Value(default));
    }

    [Fact]
    public void A_builder_can_be_used_again_after_an_error()
    {
        Assert.Throws<DocumentFault>(() =>
        {
            builder.BeginMap();
            builder.Name("a");
            builder.BeginSet(ValueKind.StringSet);
            builder.EndSet();
        });
        builder.Reset();
        builder.BeginList();
        builder.Number(1);
        builder.EndList();
        Assert.Equal(Value.List(Value.Number(1)), builder.Build());
    }

    [Theory]
    [InlineData(ValueKind.Map)]
    [InlineData(ValueKind.List)]
    public void An_attribute_nests_32_levels_and_not_33(ValueKind kind)
    {
        Value deepest = Nested(32, kind);
        Assert.Equal(32, ValueDepth.Of(deepest));

        // Within an item, streamed and as a value; decoded; and planned.
        Value item = Value.Map(("a", deepest));
        Assert.Equal(item, Value.Decode(item.Bytes.ToArray()));
        Assert.Equal(item, Stream(32, kind));
        Document document = Start.Apply(Document.Empty(Start.Key), Plan(new DocumentEdit.PutItem(item)));
        Assert.Equal(item, DocumentCodec.DecodeForeign(Start.Key, DocumentCodec.Encode(document)).Visible);
        Plan(new DocumentEdit.Touch(), new DocumentEdit.Assign("a", deepest));
        Plan(new DocumentEdit.Touch(), new DocumentEdit.Default("a", deepest));

        byte[] tooDeep = Wrap(item.Bytes);
        AssertFault(DocumentFaultKind.TooDeep, () => Stream(33, kind));
        AssertFault(DocumentFaultKind.TooDeep, () => Value.Map(("a", Value.List(deepest))));
        AssertFault(DocumentFaultKind.TooDeep, () => Value.List(Value.List(deepest)));
        AssertFault(DocumentFaultKind.TooDeep, () => Value.Decode(tooDeep));
        if (kind != ValueKind.Map) return;

        // A map of 33 levels may be an item, and so must not become an attribute's value.
        AssertFault(DocumentFaultKind.TooDeep, () => Plan(new DocumentEdit.Touch(), new DocumentEdit.Assign("a", item)));
        AssertFault(DocumentFaultKind.TooDeep, () => Plan(new DocumentEdit.Touch(), new DocumentEdit.Default("a", item)));
    }

    [Fact]
    public void Levels_of_a_path_count_too()
    {
        Document document = Start.Apply(Document.Empty(Start.Key), Plan(new DocumentEdit.PutItem(Value.Map(("a", Value.Map(("b", Value.EmptyList)))))));
        ValuePath path = ValuePath.Of("a").Member("b");
        Value fits = Nested(31, ValueKind.List);
        Value tooDeep = Nested(32, ValueKind.List);
        Assert.Equal(fits, Start.Apply(document, PlanOn(document, new DocumentEdit.Assign(path, fits))).Visible["a"]["b"]);
        AssertFault(DocumentFaultKind.TooDeep, () => PlanOn(document, new DocumentEdit.Assign(path, tooDeep)));
    }

    [Fact]
    public void Levels_of_what_is_added_to_a_list_or_set_count_too()
    {
        // The list is the 31st level of its attribute, the map beside it the 31st too.
        Value levels = Value.Map(("l", Value.List(Value.Null)), ("m", Value.EmptyMap));
        ValuePath path = "a";
        for (int i = 0; i < 29; i++)
        {
            levels = Value.Map(("n", levels));
            path = path.Member("n");
        }

        Document document = Start.Apply(Document.Empty(Start.Key), Plan(new DocumentEdit.PutItem(Value.Map(("a", levels)))));
        foreach (Func<Value, DocumentEdit> edit in new Func<Value, DocumentEdit>[]
        {
            values => new DocumentEdit.Append(path.Member("l"), values),
            values => new DocumentEdit.Prepend(path.Member("l"), values),
            values => new DocumentEdit.InsertAfter(path.Member("l"), 0, values),
            values => new DocumentEdit.Assign(path.Member("l").At(5), values[0]),
        })
        {
            Assert.False(PlanOn(document, edit(Value.List(Value.EmptyList))).IsEmpty);
            AssertFault(DocumentFaultKind.TooDeep, () => PlanOn(document, edit(Value.List(Value.List(Value.EmptyList)))));
        }

        Value set = Value.StringSet("s");
        Assert.False(PlanOn(document, new DocumentEdit.AddToSet(path.Member("m").Member("s"), set)).IsEmpty);
        document = Start.Apply(document, PlanOn(document, new DocumentEdit.Assign(path.Member("m").Member("deepest"), Value.EmptyMap)));
        AssertFault(DocumentFaultKind.TooDeep, () => EditPlanner.Plan(document, [new DocumentEdit.AddToSet(path.Member("m").Member("deepest").Member("s"), set)], Start.At(30, 1)));
    }

    /// <summary>So many containers inside one another, a number in the innermost.</summary>
    internal static Value Nested(int levels, ValueKind kind)
    {
        Value value = Value.Number(1);
        for (int i = 0; i < levels; i++) value = kind == ValueKind.Map ? Value.Map(("m", value)) : Value.List(value);
        return value;
    }

    /// <summary>The bytes of one more container, which no builder would make.</summary>
    private static byte[] Wrap(ReadOnlySpan<byte> inner) => [(byte)ValueKind.Map, .. Prefix(inner.Length + 2), 1, 1, (byte)'b', .. inner];

    private static byte[] Prefix(int entries) => entries + 1 < 0x80 ? [(byte)(entries + 1)] : [(byte)((entries + 1) | 0x80), (byte)((entries + 1) >> 7)];

    private static Value Stream(int levels, ValueKind kind)
    {
        ValueBuilder stream = new();
        stream.BeginMap();
        stream.Name("a");
        for (int i = 0; i < levels; i++)
        {
            if (kind == ValueKind.List) stream.BeginList();
            else stream.BeginMap();
            if (kind == ValueKind.Map) stream.Name("m");
        }

        stream.Number(1);
        for (int i = 0; i < levels; i++)
        {
            if (kind == ValueKind.List) stream.EndList();
            else stream.EndMap();
        }

        stream.EndMap();
        return stream.Build();
    }

    private static Delta Plan(params DocumentEdit[] edits) => EditPlanner.Plan(Document.Empty(Start.Key), edits, Start.At(10, 1));

    private static Delta PlanOn(Document document, params DocumentEdit[] edits) => EditPlanner.Plan(document, edits, Start.At(20, 1));

    private static void AssertFault(DocumentFaultKind kind, Action action) => Assert.Equal(kind, Assert.Throws<DocumentFault>(action).Kind);
}

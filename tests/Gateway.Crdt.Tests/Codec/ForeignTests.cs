using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Codec;

/// <summary>What comes from elsewhere and must not pass: other formats, other items, identities used twice, states that no replica can reach.</summary>
public sealed class ForeignTests
{
    private static readonly ReplicaId Mine = new(1);

    [Fact]
    public void Unknown_format_versions_are_refused()
    {
        byte[] document = DocumentCodec.Encode(Put("a"));
        byte[] delta = DeltaCodec.Encode(PutDelta("a"));
        foreach (int version in new[] { 0, 2, 3, 15 })
        {
            document[0] = (byte)((document[0] & 0xF0) | version);
            delta[0] = (byte)((delta[0] & 0xF0) | version);
            AssertFault(DocumentFaultKind.UnknownFormat, () => DocumentCodec.Decode(Start.Key, document));
            AssertFault(DocumentFaultKind.UnknownFormat, () => DocumentCodec.DecodeForeign(Start.Key, document));
            AssertFault(DocumentFaultKind.UnknownFormat, () => DocumentCodec.ReadVisible(document));
            AssertFault(DocumentFaultKind.UnknownFormat, () => DeltaCodec.Decode(delta));
            AssertFault(DocumentFaultKind.UnknownFormat, () => DeltaCodec.DecodeForeign(delta));
        }
    }

    [Fact]
    public void Nothing_is_no_encoding()
    {
        AssertFault(DocumentFaultKind.Truncated, () => DocumentCodec.Decode(Start.Key, []));
        AssertFault(DocumentFaultKind.Truncated, () => DocumentCodec.ReadVisible([]));
        AssertFault(DocumentFaultKind.Truncated, () => DeltaCodec.Decode([]));
    }

    [Fact]
    public void Deltas_and_documents_of_another_item_are_refused()
    {
        var other = Document.Empty(new ItemKey("other"u8.ToArray()));
        AssertFault(DocumentFaultKind.OtherItem, () => other.Apply(PutDelta("a"), out _));
        AssertFault(DocumentFaultKind.OtherItem, () => other.Join(Put("a")));
        AssertFault(DocumentFaultKind.OtherItem, () => other.ApplyRemote(DeltaCodec.DecodeForeign(DeltaCodec.Encode(PutDelta("a"))), Mine, out _));
        AssertFault(DocumentFaultKind.OtherItem, () => other.JoinRemote(Put("a"), Mine));
    }

    [Fact]
    public void A_key_that_is_too_long_is_refused()
    {
        byte[] key = new byte[ItemKey.BytesMax + 1];
        AssertFault(DocumentFaultKind.TooLarge, () => new ItemKey(key));
        AssertFault(DocumentFaultKind.TooLarge, () => DeltaCodec.Decode([0x01, 0x81, 0x20, .. key, 0, 0, 0, 0]));
    }

    [Fact]
    public void An_own_stamp_that_was_never_made_is_refused_and_changes_nothing()
    {
        Document document = Document.Empty(Start.Key);
        AssertFault(DocumentFaultKind.OwnStampUnknown, () => document.ApplyRemote(PutDelta("a"), Mine, out _));
        AssertFault(DocumentFaultKind.OwnStampUnknown, () => document.JoinRemote(Put("a"), Mine));
        Assert.True(document.HasNoCells);

        // One that was made may come back, and others' may come.
        Document own = Put("a");
        Assert.Equal(ApplyResult.AlreadySeen, own.ApplyRemote(PutDelta("a"), Mine, out _));
        Assert.Equal(own.Visible, own.JoinRemote(Put("a"), Mine).Visible);
        Assert.Equal(ApplyResult.Applied, document.ApplyRemote(PutDelta("a"), new ReplicaId(2), out _));

        // One that was forgotten because it is stable is known.
        Assert.Equal(ApplyResult.AlreadySeen, document.ApplyRemote(PutDelta("a"), Mine, out _, own.Context));
    }

    [Fact]
    public void One_stamp_with_two_contents_is_refused()
    {
        AssertFault(DocumentFaultKind.StampConflict, () => Put("a").Join(Put("b")));
        AssertFault(DocumentFaultKind.StampConflict, () => DocumentCodec.Join(Start.Key, DocumentCodec.Encode(Put("a")), DocumentCodec.Encode(Put("b"))));
    }

    [Fact]
    public void A_delta_whose_past_is_missing_waits()
    {
        Delta second = Start.Plan(Put("a"), Request.Of(Request.Set("x", Value.Number(1))), 20, 2, PlanOptions.Merge);
        Document empty = Document.Empty(Start.Key);
        Assert.Equal(ApplyResult.PredecessorMissing, empty.Apply(second, out Document same));
        Assert.Same(empty, same);
    }

    [Fact]
    public void A_delta_that_is_not_later_than_what_it_needs_is_refused()
    {
        Delta delta = new(Start.Key, Start.At(10, 1), Context.Of([Start.At(10, 2)]), DeltaNode.Nothing);
        AssertFault(DocumentFaultKind.StampBeyondContext, () => DeltaCodec.Decode(DeltaCodec.Encode(delta)));
    }

    [Fact]
    public void A_delta_that_nests_deeper_than_a_document_can_hold_is_refused()
    {
        // A path and the value at its end nest together. Applied, such a delta would leave a document that cannot be read again.
        foreach ((int path, int levels) in new[] { (33, 1), (34, 1), (32, 2), (17, 17), (1, 33), (0, 34) })
        {
            AssertFault(DocumentFaultKind.TooDeep, () => DeltaCodec.Decode(DeltaCodec.Encode(Deep(path, levels))));
        }

        foreach ((int path, int levels) in new[] { (33, 0), (32, 1), (17, 16), (1, 32), (0, 33) })
        {
            Delta delta = DeltaCodec.DecodeForeign(DeltaCodec.Encode(Deep(path, levels)));
            Document document = Start.Apply(Document.Empty(Start.Key), delta);
            byte[] bytes = DocumentCodec.Encode(document);
            Assert.Equal(bytes, DocumentCodec.Encode(DocumentCodec.DecodeForeign(Start.Key, bytes)));
        }
    }

    [Fact]
    public void A_delta_that_puts_no_map_as_the_item_is_refused()
    {
        foreach (Value value in new[] { Value.String("s"), Value.EmptyList, Value.NumberSet(1) })
        {
            Delta delta = new(Start.Key, Start.At(10, 1), Context.Empty, new DeltaNode { Assigned = value.Kind, Content = value });
            AssertFault(DocumentFaultKind.Malformed, () => DeltaCodec.Decode(DeltaCodec.Encode(delta)));
        }
    }

    [Fact]
    public void A_document_that_nests_too_deep_is_refused()
    {
        Document document = Start.Apply(Document.Empty(Start.Key), Deep(16, 20));
        AssertFault(DocumentFaultKind.TooDeep, () => DocumentCodec.DecodeForeign(Start.Key, DocumentCodec.Encode(document)));
    }

    [Fact]
    public void A_cell_beyond_the_context_is_refused()
    {
        // It would come back after every removal. Runs of a list are the one place whose times are not counted down from the context.
        Document list = Start.Write(new Start(Value.Map(("x", Value.List(Value.Null)))).Make(), Request.Of(Request.Append("x", Value.List(Value.Null))), 50, 1, PlanOptions.Merge);
        Document forged = new(list.Key, Context.Of([Start.At(1, 0), Start.At(49, 1)]), list.Root);
        AssertFault(DocumentFaultKind.StampBeyondContext, () => DocumentCodec.DecodeForeign(list.Key, DocumentCodec.Encode(forged)));
        DocumentCodec.DecodeForeign(list.Key, DocumentCodec.Encode(list));
    }

    [Fact]
    public void A_time_before_every_write_is_refused()
    {
        byte[] bytes = DocumentCodec.Encode(Put("a"));
        Assert.Equal(10 << 1, bytes[^1]);
        bytes[^1] = 0;
        AssertFault(DocumentFaultKind.Malformed, () => DocumentCodec.DecodeForeign(Start.Key, bytes));
    }

    [Fact]
    public void A_name_that_is_not_text_is_refused_wherever_it_stands()
    {
        byte[] good = "~~~~"u8.ToArray();
        byte[] bad = [0xFF, 0xFE, 0xFF, 0xFE];
        Value item = Value.Map(("~~~~", Value.Number(1)), ("m", Value.Map(("~~~~", Value.Number(1)))));
        Document put = Start.Write(Document.Empty(Start.Key), new Request.Put(item), 1, 1, PlanOptions.Replace);
        Delta delete = Start.Plan(put, new Request.Delete(), 2, 2, PlanOptions.Replace);
        Delta nested = Start.Plan(put, Request.Of(Request.Set(ValuePath.Of("m").Member("~~~~"), Value.Number(2))), 3, 3, PlanOptions.Replace);
        Document hidden = Start.Apply(Start.Apply(put, delete), nested);
        foreach (byte[] document in new[] { DocumentCodec.Encode(put), DocumentCodec.Encode(hidden) })
        {
            AssertFault(DocumentFaultKind.InvalidText, () => DocumentCodec.DecodeForeign(Start.Key, Replace(document, good, bad)));
        }

        foreach (Delta delta in new[] { nested, Start.Plan(put, Request.Of(Request.Set("x", item)), 4, 4, PlanOptions.Replace) })
        {
            AssertFault(DocumentFaultKind.InvalidText, () => DeltaCodec.Decode(Replace(DeltaCodec.Encode(delta), good, bad)));
        }
    }

    [Fact]
    public void A_run_of_no_increments_is_refused()
    {
        Document put = Start.Write(Document.Empty(Start.Key), new Request.Put(Value.Map(("n", Value.Number(1)))), 1, 1, PlanOptions.Replace);
        byte[] delta = DeltaCodec.Encode(Start.Plan(put, Request.Of(Request.Increment("n", 5)), 2, 2, PlanOptions.Replace));
        Assert.Equal(1, delta[^1]);
        delta[^1] = 0;
        AssertFault(DocumentFaultKind.Malformed, () => DeltaCodec.Decode(delta));
    }

    [Fact]
    public void Seen_runs_out_of_order_are_refused_in_documents_too()
    {
        Stamp newest = Start.At(20, 1);
        SeenRun[] seen = [new(Start.At(10, 1), ExactSum.FromNumber(1), 1), new(Start.At(11, 1), ExactSum.FromNumber(2), 1)];
        Document Ghostly(params SeenRun[] runs)
        {
            Node number = FullNode.Create([], [], [], [new Ghost(newest, runs)], [])!;
            return new Document(Start.Key, Context.Of([newest]), FullNode.Create([], [], [], [], [new Child(PathStep.Name("n"), number)])!.Full());
        }

        DocumentCodec.DecodeForeign(Start.Key, DocumentCodec.Encode(Ghostly(seen)));
        AssertFault(DocumentFaultKind.Malformed, () => DocumentCodec.DecodeForeign(Start.Key, DocumentCodec.Encode(Ghostly(seen[1], seen[0]))));
    }

    private static byte[] Replace(byte[] bytes, byte[] old, byte[] now)
    {
        byte[] result = [.. bytes];
        int at = result.AsSpan().IndexOf(old);
        Assert.True(at >= 0, "the bytes to replace are not there");
        for (; at >= 0; at = result.AsSpan().IndexOf(old)) now.CopyTo(result, at);
        return result;
    }

    private static Document Put(string text) => Start.Apply(Document.Empty(Start.Key), PutDelta(text));

    private static Delta PutDelta(string text) =>
        Start.Plan(Document.Empty(Start.Key), new Request.Put(Value.Map(("x", Value.String(text)))), 10, (int)Mine.Value, PlanOptions.Merge);

    /// <summary>Assigns a value of so many levels at the end of a path of so many names.</summary>
    private static Delta Deep(int path, int levels)
    {
        // Value.Map would refuse to nest so deep.
        Value value = Value.Number(7);
        for (int i = 0; i < levels; i++)
        {
            byte[] bytes = [(byte)ValueKind.Map, .. Varint(value.Bytes.Length + 3), 1, 1, (byte)'m', .. value.Bytes];
            value = new Value(bytes, 0, bytes.Length);
        }

        DeltaNode node = new() { Assigned = value.Kind, Content = value };
        for (int i = 0; i < path; i++) node = new DeltaNode { Children = [new DeltaChild(PathStep.Name($"p{i}"), node)] };
        return new Delta(Start.Key, Start.At(10, 1), Context.Empty, node);
    }

    private static byte[] Varint(int number) => number < 0x80 ? [(byte)number] : [(byte)(number | 0x80), (byte)(number >> 7)];

    private static void AssertFault(DocumentFaultKind kind, Action action) => Assert.Equal(kind, Assert.Throws<DocumentFault>(action).Kind);
}

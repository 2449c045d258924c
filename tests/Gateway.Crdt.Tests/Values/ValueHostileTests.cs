using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Codec;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Values;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Values;

/// <summary>Bytes that are no values, and values as large and deep as they may be on a stack as small as it may be.</summary>
public sealed class ValueHostileTests(ITestOutputHelper output)
{
    private const int SmallStackBytes = 256 * 1024;
    private const int ItemBytesMax = 400 * 1024;

    private static int Seed => TestSettings.Seed ?? 31_337;

    [Theory]
    [InlineData("", DocumentFaultKind.Truncated)]
    [InlineData("00", DocumentFaultKind.Malformed)]
    [InlineData("0B", DocumentFaultKind.Malformed)]
    [InlineData("11", DocumentFaultKind.Malformed)] // text with the flag of true
    [InlineData("15", DocumentFaultKind.Malformed)] // null with it
    [InlineData("24", DocumentFaultKind.Malformed)]
    [InlineData("0505", DocumentFaultKind.Malformed)] // something follows
    [InlineData("0101", DocumentFaultKind.Truncated)]
    [InlineData("018000", DocumentFaultKind.Malformed)] // a length that is not in its shortest form
    [InlineData("01FFFFFFFFFFFFFFFFFF01", DocumentFaultKind.Truncated)]
    [InlineData("01FFFFFFFFFFFFFFFFFF7F", DocumentFaultKind.Malformed)]
    [InlineData("0101FF", DocumentFaultKind.InvalidText)]
    [InlineData("02", DocumentFaultKind.Truncated)]
    [InlineData("02C1", DocumentFaultKind.Truncated)]
    [InlineData("02C100", DocumentFaultKind.Malformed)] // a number whose one digit is zero
    [InlineData("02C10300", DocumentFaultKind.Malformed)] // with a zero at its end
    [InlineData("0900", DocumentFaultKind.Truncated)]
    [InlineData("09020000", DocumentFaultKind.Malformed)] // a length that differs from the content
    [InlineData("0902010105", DocumentFaultKind.Truncated)]
    [InlineData("0907020161050161", DocumentFaultKind.Truncated)]
    [InlineData("090702016105016105", DocumentFaultKind.Malformed)] // one name twice
    [InlineData("090702016205016105", DocumentFaultKind.Malformed)] // descending
    [InlineData("09040101FF05", DocumentFaultKind.InvalidText)]
    [InlineData("060100", DocumentFaultKind.EmptySet)]
    [InlineData("060402010005", DocumentFaultKind.Malformed)] // another type in a set
    [InlineData("0605020100", DocumentFaultKind.Truncated)]
    [InlineData("06050201000100", DocumentFaultKind.Malformed)] // one element twice
    [InlineData("070702", DocumentFaultKind.Truncated)]
    [InlineData("07070202C10402C102", DocumentFaultKind.Malformed)] // numbers descend
    [InlineData("0A017F", DocumentFaultKind.Truncated)]
    public void Bytes_that_are_no_value_are_refused(string hex, DocumentFaultKind kind)
    {
        DocumentFault fault = Assert.Throws<DocumentFault>(() => Value.Decode(Convert.FromHexString(hex)));
        Assert.Equal(kind, fault.Kind);
    }

    [Fact]
    public void Cut_off_values_are_refused()
    {
        Random random = new(Seed);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = ValueTests.Next(random, 3).Bytes.ToArray();
            foreach (byte[] cut in Hostile.Truncations(bytes)) Assert.False(Hostile.Reads(cut, Value.Decode, _ => { }), $"seed {Seed}: {Convert.ToHexString(cut)}");
        }
    }

    [Fact]
    public void Spoilt_values_are_refused_or_are_the_only_encoding_of_what_they_say()
    {
        Random random = new(Seed);
        ValueBuilder builder = new();
        int read = 0;
        int rounds = TestSettings.Rounds(400);
        for (int i = 0; i < rounds; i++)
        {
            byte[] bytes = ValueTests.Next(random, 3).Bytes.ToArray();
            foreach (byte[] spoilt in Hostile.Spoilt(bytes, Seed + i, 100))
            {
                bool passed = Hostile.Reads(spoilt, Value.Decode, value =>
                {
                    builder.Reset();
                    Rebuild(builder, value);
                    Assert.Equal(spoilt, builder.Build().Bytes.ToArray());
                    Assert.NotEmpty(value.ToString());
                    Assert.True(value.SizeBytes >= 0);
                });
                read += passed ? 1 : 0;
            }
        }

        output.WriteLine($"seed {Seed}: {read} of {rounds * 100} were read");
    }

    [Fact]
    public void Deep_bytes_are_refused_before_the_stack_ends() => OnSmallStack(() =>
    {
        byte[] bytes = DeepBytes(20_000);
        Assert.Equal(DocumentFaultKind.TooDeep, Assert.Throws<DocumentFault>(() => Value.Decode(bytes)).Kind);
    });

    /// <summary>One flipped bit of a text's type, on a disk that does not notice, and its bytes are lists within lists.</summary>
    [Fact]
    public void A_stored_value_that_nests_without_end_is_a_fault_and_no_crash() => OnSmallStack(() =>
    {
        byte[] text = DeepBytes(20_000);
        byte[] stored = [0x71, (byte)ValueKind.Map, .. Varint(text.Length + 3), 1, 1, (byte)'a', .. text, 1, 20];
        var table = ReplicaTable.Of([new(1), new(2)]);
        stored[0] = 0xF1;
        Document document = DocumentCodec.Decode(Start.Key, stored, table);
        foreach (Value visible in new[] { document.Visible, DocumentCodec.ReadVisible(stored) })
        {
            Assert.Equal(DocumentFaultKind.TooDeep, Assert.Throws<DocumentFault>(() => visible.SizeBytes).Kind);
            Assert.Equal(DocumentFaultKind.TooDeep, Assert.Throws<DocumentFault>(visible.ToString).Kind);
            Assert.Equal(DocumentFaultKind.TooDeep, Assert.Throws<DocumentFault>(() => Value.List(visible)).Kind);
            Assert.Equal(DocumentFaultKind.TooDeep, Assert.Throws<DocumentFault>(() => EditPlanner.Plan(document, [new DocumentEdit.PutItem(visible)], Start.At(20, 1), PlanOptions.Replace)).Kind);
        }

        Assert.Equal(DocumentFaultKind.TooDeep, Assert.Throws<DocumentFault>(() => DocumentCodec.DecodeForeign(Start.Key, stored, table)).Kind);
        Assert.Equal(stored, DocumentCodec.Encode(document, table));
        Assert.NotEqual(stored, DocumentCodec.Encode(EditOf(document, Value.Null), table));
    });

    [Theory]
    [InlineData("large")]
    [InlineData("wide")]
    [InlineData("deep maps")]
    [InlineData("deep lists")]
    [InlineData("deep and large")]
    public void The_largest_and_deepest_items_need_little_stack(string shape) => OnSmallStack(() =>
    {
        Value item = shape switch
        {
            "large" => Value.Map(("a", Value.String(new string('x', ItemBytesMax - 1)))),
            "wide" => Value.Map(("a", Value.List(Enumerable.Repeat(Value.Null, ItemBytesMax / 2)))),
            "deep maps" => Value.Map(("a", ValueBuilderTests.Nested(Value.DepthMax, ValueKind.Map))),
            "deep lists" => Value.Map(("a", ValueBuilderTests.Nested(Value.DepthMax, ValueKind.List))),
            _ => Value.Map(Enumerable.Range(0, 3_000).Select(i => KeyValuePair.Create($"a{i}", ValueBuilderTests.Nested(Value.DepthMax, i % 2 == 0 ? ValueKind.Map : ValueKind.List)))),
        };
        Assert.Equal(item, Value.Decode(item.Bytes.ToArray()));
        Assert.True(item.SizeBytes > 0);
        Assert.NotEmpty(item.ToString());

        Document put = Start.Apply(Document.Empty(Start.Key), EditPlanner.Plan(Document.Empty(Start.Key), [new DocumentEdit.PutItem(item)], Start.At(10, 0)));
        byte[] bytes = DocumentCodec.Encode(put);
        Assert.Equal(item, DocumentCodec.DecodeForeign(Start.Key, bytes).Visible);

        // Two replicas edit at the very bottom; a third puts it all back with another value there.
        Document left = EditOf(put, Value.String("left"), 1);
        Document right = EditOf(put, Value.String("right"), 2);
        byte[] joined = DocumentCodec.Join(Start.Key, DocumentCodec.Encode(left), DocumentCodec.Encode(right));
        Document both = DocumentCodec.DecodeForeign(Start.Key, joined);
        Assert.Equal(joined, DocumentCodec.Encode(right.Join(left)));
        Assert.Equal(right.Visible, both.Visible);
        Delta back = EditPlanner.Plan(both, [new DocumentEdit.PutItem(item)], Start.At(40, 3));
        Assert.Equal(item, Start.Apply(both, DeltaCodec.DecodeForeign(DeltaCodec.Encode(back))).Visible);
        Delta gone = EditPlanner.Plan(both, [new DocumentEdit.DeleteItem()], Start.At(40, 3));
        Assert.True(Start.Apply(both, gone).HasNoCells);
        Assert.Equal(item.GetHashCode(), Value.Decode(item.Bytes.ToArray()).GetHashCode());
    });

    /// <summary>Sets the innermost value of the first attribute.</summary>
    private static Document EditOf(Document document, Value value, int replica = 1)
    {
        ValuePath path = "a";
        Value at = document.Visible["a"];
        if (at.IsNone)
        {
            path = "a0";
            at = document.Visible["a0"];
        }

        for (int i = 0; i < Value.DepthMax && at.Kind.IsContainer(); i++)
        {
            path = at.Kind == ValueKind.Map ? path.Member("m") : path.At(0);
            at = at.Kind == ValueKind.Map ? at["m"] : at[0];
        }

        return Start.Apply(document, EditPlanner.Plan(document, [new DocumentEdit.Assign(path, value)], Start.At(20 + replica, replica)));
    }

    private static byte[] DeepBytes(int levels)
    {
        List<byte[]> prefixes = [];
        int inner = 1;
        for (int i = 0; i < levels; i++)
        {
            byte[] prefix = [(byte)ValueKind.List, .. Varint(inner + 1), 1];
            prefixes.Add(prefix);
            inner += prefix.Length;
        }

        prefixes.Reverse();
        return [.. prefixes.SelectMany(prefix => prefix), (byte)ValueKind.Null];
    }

    private static byte[] Varint(int number)
    {
        List<byte> bytes = [];
        for (; number >= 0x80; number >>= 7) bytes.Add((byte)(number | 0x80));
        return [.. bytes, (byte)number];
    }

    private static void Rebuild(ValueBuilder builder, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.String:
                builder.String(value.AsString());
                break;
            case ValueKind.Number:
                builder.Number(value.AsNumber());
                break;
            case ValueKind.Map:
                builder.BeginMap();
                foreach (ValueEntry entry in value)
                {
                    builder.Name(entry.Name);
                    Rebuild(builder, entry.Value);
                }

                builder.EndMap();
                break;
            case ValueKind.List:
                builder.BeginList();
                foreach (ValueEntry entry in value) Rebuild(builder, entry.Value);
                builder.EndList();
                break;
            case ValueKind.StringSet or ValueKind.NumberSet or ValueKind.BinarySet:
                builder.BeginSet(value.Kind);
                foreach (ValueEntry entry in value) Rebuild(builder, entry.Value);
                builder.EndSet();
                break;
            default:
                builder.Value(value);
                break;
        }
    }

    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(action), SmallStackBytes);
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException("Failed on the small stack.", failure);
    }
}

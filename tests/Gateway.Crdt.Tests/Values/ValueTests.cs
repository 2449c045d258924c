using System.Text;
using Gateway.Crdt.Values;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Values;

public sealed class ValueTests
{
    private static readonly Value Item = Value.Map(
        ("name", Value.String("Ann")), ("age", Value.Number(42)), ("tags", Value.StringSet("y", "x")), ("list", Value.List(Value.Boolean(true), Value.Null, Value.Map(("z", Value.Number(1))))));

    [Fact]
    public void Equality_is_the_equality_of_DynamoDB()
    {
        Assert.Equal(Value.Number("1.0"), Value.Number("1"));
        Assert.Equal(Value.Number("100"), Value.Number("1e2"));
        Assert.Equal(Value.Number("-0"), Value.Number("0"));
        Assert.Equal(Value.StringSet("a", "b", "c"), Value.StringSet("c", "a", "b"));
        Assert.Equal(Value.NumberSet(1, 2), Value.Set(ValueKind.NumberSet, [Value.Number("2.00"), Value.Number("1e0")]));
        Assert.Equal(Value.BinarySet([1], [0, 2]), Value.BinarySet([0, 2], [1]));
        Assert.Equal(Value.Map(("a", Value.Null), ("b", Value.Number(1))), Value.Map(("b", Value.Number(1)), ("a", Value.Null)));
        Assert.True(Value.String("a") == Value.String("a"u8) && Value.String("a").GetHashCode() == Value.String("a"u8).GetHashCode());
        Assert.True(Value.Null.Equals((object)Value.Null) && !Value.Null.Equals("NULL"));
    }

    [Fact]
    public void Values_that_DynamoDB_tells_apart_differ()
    {
        Value[] all =
        [
            default, Value.Null, Value.Boolean(false), Value.Boolean(true), Value.String(""), Value.String("1"), Value.String("A"), Value.String("a"), Value.Number(1), Value.Number("1.1"), Value.Number(-1),
            Value.Binary([]), Value.Binary("1"u8), Value.EmptyMap, Value.EmptyList, Value.StringSet("1"), Value.NumberSet(1), Value.BinarySet("1"u8.ToArray()),
            Value.List(Value.Number(1), Value.Number(2)), Value.List(Value.Number(2), Value.Number(1)), Value.List(Value.List(Value.Number(1))), Value.Map(("a", Value.Null)), Value.Map(("b", Value.Null)),
        ];
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = 0; j < all.Length; j++) Assert.True((all[i] == all[j]) == (i == j) && (all[i] != all[j]) == (i != j), $"{all[i]} and {all[j]}");
        }
    }

    [Fact]
    public void Each_kind_says_what_it_holds()
    {
        Assert.Equal((ValueKind.String, "Grüße"), (Value.String("Grüße").Kind, Value.String("Grüße").AsString()));
        Assert.Equal("Grüße"u8.ToArray(), Value.String("Grüße").Utf8.ToArray());
        Assert.Equal((ValueKind.Number, ExactNumber.Parse("-1.5")), (Value.Number("-1.5").Kind, Value.Number("-1.5").AsNumber()));
        Assert.Equal(ValueKind.Binary, Value.Binary([7, 8]).Kind);
        Assert.Equal([7, 8], Value.Binary([7, 8]).BinaryBytes.ToArray());
        Assert.True(Value.Boolean(true).AsBoolean() && !Value.Boolean(false).AsBoolean());
        Assert.Equal(ValueKind.Boolean, Value.Boolean(true).Kind);
        Assert.Equal(ValueKind.Null, Value.Null.Kind);
        Assert.Equal((ValueKind.StringSet, 2), (Value.StringSet("a", "b").Kind, Value.StringSet("a", "b").Count));
        Assert.Equal((ValueKind.Map, 4), (Item.Kind, Item.Count));
        Assert.Equal((ValueKind.List, 0), (Value.EmptyList.Kind, Value.EmptyList.Count));
        Assert.Equal((ValueKind.None, true, 0, 0), (default(Value).Kind, default(Value).IsNone, default(Value).Bytes.Length, default(Value).SizeBytes));
    }

    [Fact]
    public void Asking_for_what_a_value_is_not_is_a_mistake_of_the_caller()
    {
        Action[] mistakes =
        [
            () => Value.Null.AsString(), () => Value.String("1").AsNumber(), () => Value.Number(1).AsBoolean(), () => _ = Value.String("").BinaryBytes.Length, () => _ = Value.Binary([]).Utf8.Length,
            () => _ = Value.Null.Count, () => Value.Number(1).GetEnumerator(),
        ];
        Assert.All(mistakes, mistake => Assert.Throws<InvalidOperationException>(mistake));
    }

    [Fact]
    public void Kinds_know_their_sets()
    {
        foreach (ValueKind kind in Enum.GetValues<ValueKind>())
        {
            Assert.Equal(kind.IsSet(), kind.ElementKind() != ValueKind.None);
            if (kind.IsSet()) Assert.Equal(kind, kind.ElementKind().SetOf());
            Assert.Equal(kind.IsSet() || kind is ValueKind.Map or ValueKind.List, kind.IsContainer());
        }
    }

    [Fact]
    public void Members_and_elements_are_found()
    {
        Assert.True(Item.TryGetMember("age", out Value age));
        Assert.Equal(Value.Number(42), age);
        Assert.True(Item.TryGetMember("age"u8, out _));
        Assert.False(Item.TryGetMember("Age", out Value none));
        Assert.True(none.IsNone);
        Assert.False(Item.TryGetMember("", out _));
        Assert.False(Item.TryGetMember("zz", out _));
        Assert.False(Value.EmptyList.TryGetMember("a", out _));
        Assert.Equal(Value.Number(1), Item["list"][2]["z"]);
        Assert.True(Item["list"][3].IsNone && Item["list"][-1].IsNone && Item["no"]["deeper"][0].IsNone && Item[0].IsNone);
    }

    [Fact]
    public void Sets_contain_their_elements_by_value()
    {
        Assert.True(Item["tags"].Contains(Value.String("x")));
        Assert.False(Item["tags"].Contains(Value.String("z")));
        Assert.True(Value.NumberSet(1, 10).Contains(Value.Number("1E1")));
        Assert.False(Value.NumberSet(1, 10).Contains(Value.String("1")));
        Assert.False(Value.StringSet("a").Contains(default));
        Assert.False(Value.Null.Contains(default));
        Assert.False(Value.List(Value.Null).Contains(Value.Null));
    }

    [Fact]
    public void Enumerators_walk_in_canonical_order()
    {
        Assert.Equal(["age", "list", "name", "tags"], Names(Item));
        Assert.Equal(["Z", "a", "é", "\uFFFF", "\U00010000"], Names(Value.Map(("\U00010000", Value.Null), ("\uFFFF", Value.Null), ("é", Value.Null), ("a", Value.Null), ("Z", Value.Null))));
        Assert.Equal([Value.Number(-10), Value.Number(-2), Value.Number(0), Value.Number("0.5"), Value.Number(3)], Elements(Value.NumberSet(3, 0, -2, -10, ExactNumber.Parse("0.5"))));
        Assert.Equal([Value.String(""), Value.String("a"), Value.String("ab"), Value.String("b")], Elements(Value.StringSet("b", "ab", "", "a")));
        Assert.Equal([Value.Number(3), Value.Number(1)], Elements(Value.List(Value.Number(3), Value.Number(1))));
        Assert.Empty(Elements(Value.EmptyMap));

        ValueEnumerator ended = Value.EmptyList.GetEnumerator();
        Assert.False(ended.MoveNext() || ended.MoveNext());
    }

    [Fact]
    public void ToString_is_DynamoDB_JSON()
    {
        Assert.Equal("""{"M":{"age":{"N":"42"},"list":{"L":[{"BOOL":true},{"NULL":true},{"M":{"z":{"N":"1"}}}]},"name":{"S":"Ann"},"tags":{"SS":["x","y"]}}}""", Item.ToString());
        Assert.Equal("""{"S":"\"\\\u000a"}""", Value.String("\"\\\n").ToString());
        Assert.Equal("""{"B":"AP8="}""", Value.Binary([0, 255]).ToString());
        Assert.Equal("""{"NS":["-1","2"]}""", Value.NumberSet(2, -1).ToString());
        Assert.Equal("""{"BS":["AQ=="]}""", Value.BinarySet([1]).ToString());
        Assert.Equal("none", default(Value).ToString());
    }

    [Fact]
    public void Decoded_values_are_what_was_encoded()
    {
        byte[] bytes = Item.Bytes.ToArray();
        var decoded = Value.Decode(bytes);
        Assert.Equal(Item, decoded);
        Assert.Equal(Item.ToString(), decoded.ToString());
        Assert.True(decoded.Memory.Span.SequenceEqual(bytes));
    }

    [Fact]
    public void Random_values_come_back_and_do_not_depend_on_order()
    {
        int seed = TestSettings.Seed ?? 5;
        Random random = new(seed);
        for (int round = 0; round < TestSettings.Rounds(2_000); round++)
        {
            Value value = Next(random, 4);
            Assert.True(Value.Decode(value.Bytes.ToArray()) == value, $"seed {seed} round {round}: {value}");
            Assert.True(Shuffled(value, random) == value, $"seed {seed} round {round}: {value}");
        }
    }

    internal static Value Next(Random random, int levels)
    {
        int kinds = levels > 0 ? 10 : 8;
        int count = random.Next(1, 6);
        return random.Next(kinds) switch
        {
            0 => Value.Null,
            1 => Value.Boolean(random.Next(2) == 0),
            2 => Value.String(Text(random)),
            3 => Value.Number(ExactNumberTests.NextNumber(random)),
            4 => Value.Binary(Bytes(random)),
            5 => Value.StringSet(Enumerable.Range(0, count).Select(_ => Text(random)).Distinct()),
            6 => Value.NumberSet(Enumerable.Range(0, count).Select(_ => ExactNumberTests.NextNumber(random)).Distinct()),
            7 => Value.Set(ValueKind.BinarySet, Enumerable.Range(0, count).Select(_ => Value.Binary(Bytes(random))).Distinct()),
            8 => Value.List(Enumerable.Range(0, random.Next(6)).Select(_ => Next(random, levels - 1)).ToArray()),
            _ => Value.Map(Enumerable.Range(0, random.Next(6)).Select(_ => Text(random)).Distinct().Select(name => KeyValuePair.Create(name, Next(random, levels - 1))).ToArray()),
        };
    }

    private static Value Shuffled(Value value, Random random)
    {
        if (!value.Kind.IsContainer()) return value;
        List<ValueEntry> entries = [];
        foreach (ValueEntry entry in value) entries.Add(entry);
        ValueEntry[] shuffled = [.. entries];
        if (value.Kind != ValueKind.List) random.Shuffle(shuffled);
        if (value.Kind == ValueKind.Map) return Value.Map(shuffled.Select(entry => KeyValuePair.Create(entry.Name, Shuffled(entry.Value, random))));
        return value.Kind == ValueKind.List ? Value.List(shuffled.Select(entry => Shuffled(entry.Value, random))) : Value.Set(value.Kind, shuffled.Select(entry => entry.Value));
    }

    private static string Text(Random random)
    {
        StringBuilder text = new();
        for (int i = random.Next(5); i > 0; i--) text.Append(random.Next(4) switch { 0 => 'a', 1 => (char)random.Next(1, 0x100), 2 => '\uFFFD', _ => "\U0001F600" });
        return text.ToString();
    }

    private static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[random.Next(5)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static List<string> Names(Value map)
    {
        List<string> names = [];
        foreach (ValueEntry entry in map) names.Add(entry.Name);
        return names;
    }

    private static List<Value> Elements(Value container)
    {
        List<Value> elements = [];
        foreach (ValueEntry entry in container) elements.Add(entry.Value);
        return elements;
    }
}

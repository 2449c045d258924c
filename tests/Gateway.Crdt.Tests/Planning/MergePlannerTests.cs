using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Planning;

/// <summary>Rule M: whole values put over existing ones become the smallest edits.</summary>
public sealed class MergePlannerTests
{
    private const int FirstRound = 100;

    [Theory]
    [InlineData("abcdef", "abXcdef", "abcdYef", "abXcdYef")]
    [InlineData("abcdef", "abXYcdef", "abcdef", "abXYcdef")]
    [InlineData("abcdef", "abdef", "abcdXef", "abdXef")]
    [InlineData("abcdef", "Xabcdef", "abcdefY", "XabcdefY")]
    [InlineData("abcdef", "aXcdef", "abcdYf", "aXcdYf")]
    [InlineData("abcdef", "abXcdZef", "abcdef", "abXcdZef")]
    public void Edits_of_one_list_at_two_places_both_stay(string before, string here, string there, string merged)
    {
        Start start = new(Item(before));
        foreach (int[] times in new int[][] { [10, 11], [11, 10] })
        {
            Assert.Equal(Item(merged), start.Merge([new Request.Put(Item(here)), new Request.Put(Item(there))], times, PlanOptions.Merge));
        }
    }

    [Fact]
    public void Insertions_at_one_place_stand_newest_first_and_unbroken()
    {
        Start start = new(Item("abcd"));
        Request[] puts = [new Request.Put(Item("abXYcd")), new Request.Put(Item("abZWcd"))];
        Assert.Equal(Item("abZWXYcd"), start.Merge(puts, [10, 11], PlanOptions.Merge));
        Assert.Equal(Item("abXYZWcd"), start.Merge(puts, [11, 10], PlanOptions.Merge));
    }

    [Fact]
    public void Inserting_again_and_again_after_the_newest_element_flattens_the_list_in_time()
    {
        Document document = new Start(Item("abcd")).Make();
        string text = "abcd";
        int assigned = 0;
        for (int i = 0; i < 40; i++)
        {
            text = text.Insert(2 + i, ((char)('A' + i)).ToString());
            Delta delta = Start.Plan(document, new Request.Put(Item(text)), FirstRound + i, 1, PlanOptions.Merge);
            assigned += delta.Root.Children[0].Node.Assigned == ValueKind.List ? 1 : 0;
            document = Start.Apply(document, delta);
            Assert.Equal(Item(text), document.Visible);
            Assert.All(document.Root!.Children[0].Node.Full().Children, child => Assert.InRange(child.Step.ElementId.Insertions.Length, 0, ElementId.InsertionsMax));
        }

        Assert.InRange(assigned, 1, 10);
    }

    [Fact]
    public void Equal_values_are_no_write()
    {
        Document document = new Start(Item("abc")).Make();
        Delta delta = Start.Plan(document, new Request.Put(Item("abc")), 10, 1, PlanOptions.Merge);
        Assert.True(delta.IsEmpty);
        Assert.False(Start.Plan(document, new Request.Put(Item("abc")), 10, 1, PlanOptions.Replace).IsEmpty);
    }

    [Fact]
    public void A_list_with_less_than_half_left_is_another_list()
    {
        Start start = new(Item("abcdefgh"));
        Assert.Equal(Item("abXYZUVW"), start.Merge([new Request.Put(Item("abXYZUVW")), new Request.Put(Item("abcdefgh"))], [10, 11], PlanOptions.Merge));
        Delta delta = Start.Plan(start.Make(), new Request.Put(Item("aXbYZUVW")), 10, 1, PlanOptions.Merge);
        Assert.Equal(ValueKind.List, Assert.Single(delta.Root.Children).Node.Assigned);
    }

    [Fact]
    public void Changed_members_of_list_elements_are_edits_of_their_own()
    {
        Value Cart(int apples, int pears) => Value.Map(("cart", Value.List(Line("apple", apples), Line("pear", pears))));
        Start start = new(Cart(1, 1));
        Assert.Equal(Cart(2, 3), start.Merge([new Request.Put(Cart(2, 1)), new Request.Put(Cart(1, 3))], [10, 11], PlanOptions.Merge));
    }

    [Fact]
    public void A_request_with_several_whole_values_does_not_revive_a_deleted_item()
    {
        Start start = new(Value.Map(("cart", Map("p")), ("wish", Map("q"))));
        Request both = Request.Of(Request.Set("cart", Map("p", "r")), Request.Set("wish", Map("q", "s")), Request.Set("at", Value.Number(5)));
        Assert.True(start.Merge([both, new Request.Delete()], [11, 10], PlanOptions.Merge).IsNone);
        Assert.Equal(Value.Map(("at", Value.Number(5)), ("cart", Map("p", "r")), ("wish", Map("q", "s"))), start.Merge([both], [11], PlanOptions.Merge));
    }

    [Fact]
    public void A_put_that_changes_the_time_to_live_survives_an_expiry_whole()
    {
        PlanOptions options = new() { TimeToLiveAttribute = "ttl" };
        Value Session(int ttl) => Value.Map(("ttl", Value.Number(ttl)), ("user", Value.String("u")));
        Start start = new(Session(1));
        Assert.Equal(Session(2), start.Merge([new Request.Put(Session(2)), new Request.Delete()], [10, 11], options));
        Assert.True(start.Merge([new Request.Put(Session(2)), new Request.Delete()], [10, 11], PlanOptions.Merge).IsNone);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Lists_beyond_a_thousand_elements_are_compared_at_their_ends_only(int length, bool searched)
    {
        Value before = Value.Map(("l", Value.List(Enumerable.Range(0, length).Select(i => Value.Number(i)))));
        Value after = Value.Map(("l", Value.List(Enumerable.Range(0, length).Select(i => Value.Number(i is 10 or 900 ? -i : i)))));
        Delta delta = Start.Plan(new Start(before).Make(), new Request.Put(after), 10, 1, PlanOptions.Merge);
        Assert.Equal(searched ? ValueKind.None : ValueKind.List, Assert.Single(delta.Root.Children).Node.Assigned);
        Assert.Equal(after, Start.Apply(new Start(before).Make(), delta).Visible);
    }

    [Fact]
    public void A_hundred_thousand_elements_that_all_differ_cost_one_assignment()
    {
        Value before = Value.Map(("l", Value.List(Enumerable.Range(0, 100_000).Select(i => Value.Number(i)))));
        Value after = Value.Map(("l", Value.List(Enumerable.Range(0, 100_000).Select(i => Value.Number(-i - 1)))));
        Delta delta = Start.Plan(new Start(before).Make(), new Request.Put(after), 10, 1, PlanOptions.Merge);
        Assert.Equal(ValueKind.List, Assert.Single(delta.Root.Children).Node.Assigned);
        Assert.InRange(DeltaCodec.Encode(delta).Length, 0, after.Bytes.Length + 100);
    }

    private static Value Item(string letters) => Value.Map(("l", Value.List(letters.Select(letter => Value.String(letter.ToString())))));

    private static Value Line(string what, int count) => Value.Map(("n", Value.Number(count)), ("what", Value.String(what)));

    private static Value Map(params string[] names) => Value.Map(names.Select(name => KeyValuePair.Create(name, Value.Number(1))));
}

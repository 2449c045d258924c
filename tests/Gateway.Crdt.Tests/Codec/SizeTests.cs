using System.Globalization;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;
using static Gateway.Testing.Histories.Request;

namespace Gateway.Crdt.Tests.Codec;

/// <summary>
/// What documents cost over the value that they show, with the store's replica table. Source of the bounds: DESIGN 4.8. Where a bound leaves
/// out the context, that is what a document of the same context without any cell costs.
/// </summary>
public sealed class SizeTests(ITestOutputHelper output)
{
    private const int Day = 24 * 60;

    [Fact]
    public void An_item_that_was_only_put_costs_at_most_16_bytes_also_by_itself()
    {
        SizedItem item = new(1);
        item.Write(0, TimeSpan.Zero, new Put(SizedItem.TenAttributes()));
        Print("put", item.Over);
        Print("put, portable", item.PortableOver);
        Assert.InRange(item.Over, 1, 16);
        Assert.InRange(item.PortableOver, 1, 16);
    }

    [Fact]
    public void An_item_put_again_and_again_costs_no_more()
    {
        SizedItem item = new(1);
        for (int i = 0; i < 100; i++) item.Write(0, TimeSpan.Zero, new Put(Value.Map(("other", Value.Number(i)), ("only", Value.String($"{i}")))));
        item.Write(0, TimeSpan.Zero, new Delete());
        item.Write(0, TimeSpan.Zero, new Put(SizedItem.TenAttributes()));
        Print("put 101 times in one millisecond, portable", item.PortableOver);
        Assert.InRange(item.PortableOver, 1, 16);
    }

    [Theory]
    [InlineData("minutes", 1, 60)]
    [InlineData("minutes to days", 1, 5 * Day)]
    [InlineData("days", Day, 5 * Day)]
    public void An_edited_attribute_costs_at_most_6_bytes(string apart, int minutesMin, int minutesMax)
    {
        const int ItemMax = 16;
        const int SecondPopMax = 8;
        SizedItem item = new(2);
        item.Write(0, TimeSpan.Zero, new Put(SizedItem.TenAttributes()));
        for (int i = 0; i < 10; i++) item.Write(i % 2, item.Apart(minutesMin, minutesMax), Of(Request.Set($"attribute{i}", Value.String($"edited {i}"))));
        Print($"an item with ten attributes edited {apart} apart by two PoPs", item.Over);
        Assert.InRange(item.Over, 1, ItemMax + SecondPopMax + (10 * 6));
    }

    [Theory]
    [InlineData("minutes", 1, 60, 16)]
    [InlineData("days", Day, 3 * Day, 24)] // a run of years
    public void A_counter_costs_at_most_16_bytes_for_each_PoP_that_incremented_it(string apart, int minutesMin, int minutesMax, double bytesMax)
    {
        SizedItem item = new(6);
        item.Write(5, TimeSpan.Zero, new Put(Value.Map(("n", Value.Number(100)))));
        int put = item.Over;
        for (int i = 0; i < 500; i++) item.Write(i % 5, item.Minutes(minutesMin, minutesMax), Of(Increment("n", 1)));
        Assert.Equal(Value.Number(600), item.Document.Visible["n"]);
        double each = (item.Over - put) / 5.0;
        Print($"n = n + 1, a PoP's share, {apart} apart, context included", each);
        Assert.InRange(each, 1, bytesMax);
    }

    [Theory]
    [InlineData("minutes", 1, 60, 16)]
    [InlineData("days", Day, 3 * Day, 24)] // a run of years
    public void A_counter_that_an_add_began_costs_no_more_once_it_is_stable(string apart, int minutesMin, int minutesMax, double bytesMax)
    {
        SizedItem item = new(6);
        item.Write(5, TimeSpan.Zero, new Put(Value.Map(("other", Value.Number(100)))));
        int put = item.Over;
        for (int i = 0; i < 500; i++) item.Write(i % 5, item.Minutes(minutesMin, minutesMax), Of(AddNumber("n", 1)));
        Print($"ADD n 1, a PoP's share, {apart} apart, not yet stable", (item.Over - put) / 5.0);
        item.Prune();
        Assert.Equal(Value.Number(500), item.Document.Visible["n"]);
        double each = (item.Over - put) / 5.0;
        Print($"ADD n 1, a PoP's share, {apart} apart, stable", each);
        Assert.InRange(each, 1, bytesMax);
    }

    [Fact]
    public void Added_set_elements_cost_at_most_6_bytes_each()
    {
        SizedItem item = new(2);
        item.Write(0, TimeSpan.Zero, new Put(Value.Map(("s", Value.StringSet("first")))));
        for (int i = 0; i < 10; i++)
        {
            string[] five = [.. Enumerable.Range(0, 5).Select(j => $"element {i} {j}")];
            item.Write(i % 2, item.Minutes(1, Day), Of(AddSet("s", Value.StringSet(five))));
        }

        double each = (item.Over - item.ContextBytes) / 50.0;
        Print("added set element, 5 in each request, hours apart", each);
        Assert.InRange(each, 1, 6);
    }

    [Fact]
    public void Set_elements_added_one_by_one_cost_at_most_6_bytes_each()
    {
        SizedItem item = new(2);
        item.Write(0, TimeSpan.Zero, new Put(Value.Map(("s", Value.NumberSet(0)))));
        for (int i = 1; i <= 50; i++) item.Write(i % 2, item.Minutes(1, 30), Of(AddSet("s", Value.NumberSet(i))));
        double each = (item.Over - item.ContextBytes) / 50.0;
        Print("added set element, 1 in each request, minutes apart", each);
        Assert.InRange(each, 1, 6);
    }

    [Theory]
    [InlineData("10 in each request, hours apart", 10, 1, Day, 4)]
    [InlineData("2 in each request, minutes apart", 2, 1, 60, 4)]
    [InlineData("1 in each request, seconds apart", 1, 0, 1, 6)]
    public void Appended_list_elements_cost_at_most_4_bytes_each(string how, int elements, int minutesMin, int minutesMax, int bytesMax)
    {
        SizedItem item = new(2);
        item.Write(0, TimeSpan.Zero, new Put(Value.Map(("l", Value.List(Value.Number(0))))));
        for (int i = 0; i < 20; i++)
        {
            Value values = Value.List(Enumerable.Range(0, elements).Select(j => Value.Number((100 * i) + j)));
            item.Write(i % 2, item.Minutes(minutesMin, minutesMax), Of(Append("l", values)));
        }

        double each = (item.Over - item.ContextBytes) / (20.0 * elements);
        Print($"appended list element, {how}", each);
        Assert.True(each <= bytesMax, $"{each}");
    }

    [Fact]
    public void A_deleted_item_costs_at_most_24_bytes()
    {
        SizedItem item = new(2);
        item.Write(0, TimeSpan.Zero, new Put(SizedItem.TenAttributes()));
        for (int i = 0; i < 10; i++) item.Write(i % 2, item.Minutes(1, Day), Of(Request.Set($"attribute{i}", Value.String("edited"))));
        item.Write(1, item.Minutes(1, Day), new Delete());
        Assert.False(item.Document.IsVisible);
        Print("deleted item, two PoPs", item.Bytes);
        Assert.InRange(item.Bytes, 1, 24);
    }

    [Fact]
    public void A_deleted_item_with_a_counter_costs_at_most_24_bytes_once_it_is_stable()
    {
        SizedItem item = new(3);
        item.Write(0, TimeSpan.Zero, new Put(Value.Map(("n", Value.Number(1)))));
        for (int i = 0; i < 100; i++) item.Write(i % 3, item.Minutes(1, 60), Of(Increment("n", 1)));
        item.Write(1, item.Minutes(1, Day), new Delete());
        Print("deleted item with a counter of three PoPs, not yet stable", item.Bytes);
        item.Prune();
        Print("the same, stable", item.Bytes);
        Assert.InRange(item.Bytes, 1, 24);
    }

    [Fact]
    public void Ten_thousand_increments_leave_one_cell()
    {
        SizedItem item = new(1);
        item.Write(0, TimeSpan.Zero, new Put(Value.Map(("n", Value.Number(0)))));
        for (int i = 0; i < 10_000; i++) item.Write(0, TimeSpan.FromMilliseconds(i % 7), Of(Increment("n", 1)));
        var number = (FullNode)item.Document.Root!.Find(PathStep.Name("n"))!;
        Assert.Single(number.Increments);
        Assert.Equal(10_000ul, number.Increments[0].Count);
        Assert.Empty(number.Ghosts);
        Assert.Single(number.Assignments);
        Assert.Equal(Value.Number(10_000), item.Document.Visible["n"]);
        Print("10,000 increments by one PoP", item.Over);
        Assert.InRange(item.Over, 1, 40);
    }

    private void Print(string what, double bytes) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {bytes:0.##} bytes"));
}

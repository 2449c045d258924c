using Gateway.Crdt.Values;
using Gateway.Testing.Histories;
using static Gateway.Crdt.Tests.Conflicts.Shorthand;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>Numbers: what adds up, what starts over.</summary>
public sealed partial class MergeTableTests
{
    [Fact]
    public void Increments_add_up()
    {
        Concurrently.Leave(Item(("n", 7)), UpdateItem(Request.Increment("n", 1)), UpdateItem(Request.Increment("n", 2)), Item(("n", 10)));
        Concurrently.Leave(Item(("n", 7)), UpdateItem(Request.Increment("n", 1)), UpdateItem(Request.AddNumber("n", -2)), Item(("n", 6)));
        Concurrently.Leave(Item(), UpdateItem(Request.AddNumber("n", 1)), UpdateItem(Request.AddNumber("n", 2)), Item(("n", 3)));
        Concurrently.Leave(Nothing, UpdateItem(Request.AddNumber("n", 1)), UpdateItem(Request.AddNumber("n", 2)), Item(("n", 3)));
    }

    [Fact]
    public void Increments_of_a_nested_number_add_up() =>
        Concurrently.Leave(
            Item(("m", Map(("k", 7)))),
            UpdateItem(Request.Increment(In("m", "k"), 1)),
            UpdateItem(Request.Increment(In("m", "k"), 2)),
            Item(("m", Map(("k", 10)))));

    [Fact]
    public void Increments_with_a_start_value_start_once() =>
        Concurrently.LaterLeaves(
            Nothing,
            UpdateItem(Request.IncrementOr("n", 1, 100)),
            UpdateItem(Request.IncrementOr("n", 1, 200)),
            Item(("n", 202)),
            Item(("n", 102)));

    [Fact]
    public void A_number_set_at_once_becomes_the_base_of_the_increments() =>
        Concurrently.Leave(Item(("n", 7)), UpdateItem(Set("n", 0)), UpdateItem(Request.Increment("n", 5)), Item(("n", 5)));

    [Fact]
    public void An_increment_goes_with_a_remove() =>
        Concurrently.Leave(Item(("n", 7)), UpdateItem(Request.Remove("n")), UpdateItem(Request.Increment("n", 5)), Item());

    [Fact]
    public void An_add_after_a_remove_counts_from_zero() =>
        Concurrently.Leave(Item(("n", 7)), UpdateItem(Request.Remove("n")), UpdateItem(Request.AddNumber("n", 5)), Item(("n", 5)));

    [Fact]
    public void An_increment_with_a_start_value_starts_over_after_a_remove() =>
        Concurrently.Leave(Item(("n", 7)), UpdateItem(Request.Remove("n")), UpdateItem(Request.IncrementOr("n", 1, 100)), Item(("n", 101)));

    [Fact]
    public void A_text_set_at_once_hides_increments_until_a_number_is_assigned()
    {
        Concurrently.Leave(Item(("n", 7)), UpdateItem(Set("n", "text")), UpdateItem(Request.AddNumber("n", 5)), Item(("n", "text")));
        Concurrently.Leave(Item(("n", 7)), UpdateItem(Set("n", "text")), UpdateItem(Request.Increment("n", 5)), Item(("n", "text")));

        TwoPops pops = TwoPops.With(Item(("n", 7)));
        pops.West.Write(UpdateItem(Set("n", "text")));
        pops.East.Write(UpdateItem(Request.Increment("n", 5)));
        pops.Exchange();
        pops.West.Write(UpdateItem(Set("n", 1)));
        Assert.Equal(Item(("n", 1)), pops.Exchange());
    }

    [Theory]
    [InlineData("10000000000000000000000000000000000000", "0.5", "10000000000000000000000000000000000000")]
    [InlineData("10000000000000000000000000000000000000", "1.5", "10000000000000000000000000000000000002")]
    [InlineData("-10000000000000000000000000000000000000", "-2.5", "-10000000000000000000000000000000000002")]
    public void A_sum_of_more_digits_than_a_number_has_shows_rounded_half_to_even(string one, string other, string shown) =>
        Concurrently.Leave(Item(("n", 0)), Add(one), Add(other), Item(("n", Value.Number(shown))));

    [Fact]
    public void A_sum_beyond_the_largest_number_shows_as_the_largest() =>
        Concurrently.Leave(Nothing, Add("8E125"), Add("9E125"), Item(("n", Value.Number("9.9999999999999999999999999999999999999E125"))));

    /// <summary>The sum itself stays exact: what goes beyond what a number can show comes back.</summary>
    [Fact]
    public void A_sum_beyond_the_largest_number_is_still_known_exactly()
    {
        TwoPops pops = TwoPops.With(Nothing);
        pops.West.Write(Add("8E125"));
        pops.East.Write(Add("9E125"));
        pops.East.Write(Add("-9E125"));
        Assert.Equal(Item(("n", Value.Number("8E125"))), pops.Exchange());
    }

    private static Request Add(string number) => UpdateItem(new UpdateAction(ActionKind.AddNumber, "n", Value.Number(number)));
}

using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;
using static Gateway.Crdt.Tests.Conflicts.Shorthand;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>
/// What loses to another value of its type stays until it is stable: a default because what came with it stands on it, an assignment because it may
/// take over. Who removes what hides it has not seen that (rule G, ADR 34). Several writes at each PoP; the model has the same cases.
/// </summary>
public sealed class HiddenLoserCases
{
    private static readonly Request[] Grow = [UpdateItem(Request.AddSet("x", Texts("b"))), UpdateItem(Request.AddSet("x", Texts("c"))), UpdateItem(Request.DeleteSet("x", Texts("c")))];

    [Fact]
    public void An_element_outlives_the_emptying_of_a_set_that_was_begun_elsewhere() =>
        Leave(UpdateItem(Request.AddSet("x", Texts("a"))), [UpdateItem(Request.DeleteSet("x", Texts("a")))], Grow, Item(("x", Texts("b"))));

    [Fact]
    public void An_element_outlives_the_emptying_of_a_set_that_was_put() =>
        Leave(PutItem(("x", Texts("a"))), [UpdateItem(Request.DeleteSet("x", Texts("a")))], Grow, Item(("x", Texts("b"))));

    [Fact]
    public void An_element_outlives_a_put_without_its_set() =>
        Leave(PutItem(("x", Texts("a"))), [PutItem(("y", 1))], Grow, Item(("x", Texts("b")), ("y", 1)));

    [Fact]
    public void An_element_outlives_the_emptying_of_a_set_in_a_map() =>
        Leave(
            UpdateItem(Set("m", Map(("x", Texts("a"))))),
            [UpdateItem(Request.DeleteSet(In("m", "x"), Texts("a")))],
            [UpdateItem(Request.AddSet(In("m", "x"), Texts("b"))), UpdateItem(Request.AddSet(In("m", "x"), Texts("c"))), UpdateItem(Request.DeleteSet(In("m", "x"), Texts("c")))],
            Item(("m", Map(("x", Texts("b"))))));

    [Fact]
    public void An_added_number_outlives_a_removal_and_goes_on_being_counted() =>
        Leave(PutItem(("x", 7)), [UpdateItem(Request.Remove("x"))], [UpdateItem(Request.AddNumber("x", 5)), UpdateItem(Request.Increment("x", 1))], Item(("x", 6)));

    [Fact]
    public void A_default_of_another_type_does_not_take_the_place_of_the_one_that_is_counted_on() =>
        Leave(PutItem(("x", 7)), [UpdateItem(Request.Remove("x"))], [UpdateItem(Request.AddNumber("x", 5)), UpdateItem(SetOnce("x", "t"))], Item(("x", 5)));

    [Fact]
    public void Appended_elements_outlive_a_removal_after_a_change_of_another_element() =>
        Leave(
            PutItem(("x", List("p"))),
            [UpdateItem(Request.Remove("x"))],
            [UpdateItem(AppendOrStart("x", "a")), UpdateItem(Set(At("x", 0), "q")), UpdateItem(Append("x", "b"))],
            Item(("x", List("a", "b"))));

    [Fact]
    public void A_default_keeps_its_content() =>
        Leave(
            PutItem(("x", List("p"))),
            [UpdateItem(Request.Remove("x"))],
            [UpdateItem(Request.Append("x", List("a"), List("z"))), UpdateItem(Set(At("x", 0), "q"))],
            Item(("x", List("z", "a"))));

    [Fact]
    public void A_member_outlives_the_removal_of_a_map_that_was_begun_here_too() =>
        Leave(
            PutItem(("x", Map(("p", 1)))),
            [UpdateItem(Request.Remove("x"))],
            [UpdateItem(SetOnce("x", Value.EmptyMap)), UpdateItem(Set("y", 1)), UpdateItem(Set(In("x", "k"), 7))],
            Item(("x", Map(("k", 7))), ("y", 1)));

    [Fact]
    public void The_next_default_covers_the_hidden_one_and_its_content()
    {
        TwoPops pops = TwoPops.With(Item(("x", List("p"))));
        for (int i = 0; i < 10; i++)
        {
            pops.West.Write(UpdateItem(Request.Append("x", List("a"), List("y", "z"))));
            pops.West.Write(UpdateItem(Set(At("x", 0), "q")));
        }

        pops.East.Write(UpdateItem(Request.Remove("x")));
        pops.Exchange();
        Assert.Equal(12, pops.West.Item["x"].Count);

        // Beside them the new value of the element that was removed.
        Assert.Equal(13, pops.West.Document.Root!.Find(PathStep.Name("x"))!.Full().Children.Length);
    }

    [Fact]
    public void A_number_that_lost_takes_over_where_the_other_is_removed_with_what_was_counted() =>
        TakeOver(UpdateItem(Set("x", 1)), UpdateItem(Set("x", 5)), UpdateItem(Request.Increment("x", 1)), UpdateItem(Request.Remove("x")), Item(("x", 2)));

    [Fact]
    public void A_map_that_lost_takes_over_where_the_other_is_removed_with_what_was_set_in_it() =>
        TakeOver(
            UpdateItem(Set("x", Map(("a", 1)))),
            UpdateItem(Set("x", Map(("b", 1)))),
            UpdateItem(Set(In("x", "k"), 1)),
            UpdateItem(Request.Remove("x")),
            Item(("x", Map(("a", 1), ("k", 1)))));

    [Fact]
    public void A_put_that_lost_takes_over_whole_where_the_other_is_deleted() =>
        TakeOver(PutItem(("x", 1), ("y", 1)), PutItem(("x", 5), ("z", 1)), UpdateItem(Request.Increment("x", 1)), DeleteItem(), Item(("x", 2), ("y", 1)));

    [Fact]
    public void A_value_of_another_type_that_lost_is_swept() =>
        TakeOver(UpdateItem(Set("x", "s")), UpdateItem(Set("x", 5)), UpdateItem(Request.Increment("x", 1)), UpdateItem(Request.Remove("x")), Item());

    [Fact]
    public void An_increment_takes_nothing_from_another_one()
    {
        TwoPops pops = TwoPops.With(Item());
        Pop third = new(4, PlanOptions.Replace, () => { });
        pops.HearBegin(third);
        third.Clock.Advance(TimeSpan.FromMilliseconds(1));
        third.Write(UpdateItem(Set("x", 1)));
        pops.West.Write(UpdateItem(Set("x", 5)));
        pops.East.Hear(third);
        pops.East.Hear(pops.West);
        Assert.Equal(Item(("x", 6)), pops.East.Write(UpdateItem(Request.Increment("x", 1))));
        pops.West.Write(UpdateItem(Request.Remove("x")));
        pops.West.Hear(third);
        Assert.Equal(Item(("x", 2)), pops.West.Write(UpdateItem(Request.Increment("x", 1))));

        // The removal had seen only the 5, and its writer counts on the 1: no order loses that.
        Assert.Equal(Item(("x", 3)), pops.Exchange());
    }

    /// <summary>Two requests beside each other; East, whose came later and who hears of both, writes on; a third PoP that heard of East's only takes it away.</summary>
    private static void TakeOver(Request west, Request east, Request on, Request away, Value left)
    {
        TwoPops pops = TwoPops.With(Item());
        Pop third = new(4, PlanOptions.Replace, () => { });
        third.Clock.Advance(TimeSpan.FromMilliseconds(10));
        pops.West.Write(west);
        pops.East.Write(east);
        pops.HearBegin(third);
        third.Hear(pops.East);
        third.Write(away);
        pops.East.Hear(pops.West);
        pops.East.Write(on);
        pops.East.Hear(third);
        pops.West.Hear(pops.East);
        pops.West.Hear(third);
        Assert.Equal(left, pops.Exchange());
    }

    private static void Leave(Request begin, Request[] west, Request[] east, Value left)
    {
        foreach (bool westIsFirst in (bool[])[true, false])
        {
            TwoPops pops = TwoPops.With(Nothing);
            pops.West.Write(begin);
            pops.East.Hear(pops.West);
            foreach (Request request in westIsFirst ? west : []) pops.West.Write(request);
            foreach (Request request in east) pops.East.Write(request);
            foreach (Request request in westIsFirst ? [] : west) pops.West.Write(request);
            Assert.Equal(left, pops.Exchange());
        }
    }
}

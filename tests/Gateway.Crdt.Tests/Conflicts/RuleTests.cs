using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Testing.Histories;
using static Gateway.Crdt.Tests.Conflicts.Shorthand;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>
/// The rules of reading and planning, each where the tables alone would not notice that it is broken: items that already carry what concurrent
/// writes left hidden. Every write of these tests is also compared with the sequential oracle (see <see cref="Pop.Write"/>).
/// </summary>
public sealed class RuleTests
{
    // A: what came inside an assigned value shows only while that assignment is in force.
    [Fact]
    public void A_number_that_came_with_a_losing_put_is_no_base()
    {
        TwoPops pops = TwoPops.With(Nothing);
        pops.West.Write(PutItem(("n", 100)));
        pops.West.Write(UpdateItem(Request.AddNumber("n", 5)));
        pops.East.Write(PutItem(("a", 1)));

        Assert.Equal(Item(("a", 1), ("n", 5)), pops.Exchange());
    }

    [Fact]
    public void An_element_edited_in_a_losing_list_does_not_show()
    {
        TwoPops pops = TwoPops.With(Item());
        pops.West.Write(UpdateItem(Set("l", List(1, 2))));
        pops.West.Write(UpdateItem(Set(At("l", 0), 5)));
        pops.East.Write(UpdateItem(Set("l", List(9))));

        Assert.Equal(Item(("l", List(9))), pops.Exchange());
    }

    [Fact]
    public void A_member_that_came_with_a_losing_map_does_not_show() =>
        Concurrently.LaterLeaves(Item(), UpdateItem(Set("m", Map(("j", 1)))), UpdateItem(Set("m", Map(("k", 2)))), Item(("m", Map(("j", 1)))), Item(("m", Map(("k", 2)))));

    // W: a direct edit beats what came with the container, also if the container came later.
    [Fact]
    public void A_direct_edit_beats_a_later_assignment_above_it()
    {
        TwoPops pops = TwoPops.With(Item(("m", Map(("k", 1)))));
        pops.West.Write(UpdateItem(Set(In("m", "k"), 2)));
        pops.East.Write(UpdateItem(Set("m", Map(("k", 3)))));

        Assert.Equal(Item(("m", Map(("k", 2)))), pops.Exchange());
    }

    // E: an item that was only touched is an item, and one that was only edited is not.
    [Fact]
    public void An_edit_that_creates_nothing_does_not_touch()
    {
        TwoPops pops = TwoPops.With(Item(("a", 1), ("n", 7)));
        pops.East.Write(UpdateItem(Request.Increment("n", 1)));
        pops.East.Write(UpdateItem(Request.Remove("a")));
        pops.West.Write(DeleteItem());

        Assert.Equal(Nothing, pops.Exchange());
        Assert.False(pops.East.HasItem);
    }

    [Fact]
    public void An_update_touches_what_a_later_delete_did_not_see()
    {
        TwoPops pops = TwoPops.With(Item(("a", 1)));
        pops.East.Write(UpdateItem(Set("b", 2)));
        pops.West.Write(DeleteItem());

        Assert.Equal(Item(("b", 2)), pops.Exchange());
    }

    // N: what a base or a removal has absorbed never counts again, also not in a running total that goes on elsewhere.
    [Fact]
    public void A_reset_absorbs_what_it_saw_of_a_total_that_goes_on()
    {
        TwoPops pops = TwoPops.WithGrownNumbers(Item(("n", 7)));
        pops.West.Write(UpdateItem(Set("n", 100)));
        pops.East.Write(UpdateItem(Request.Increment("n", 5)));
        pops.East.Write(UpdateItem(Request.Increment("n", 5)));

        Assert.Equal(Item(("n", 110)), pops.Exchange());
    }

    [Fact]
    public void A_remove_absorbs_what_it_saw_of_a_total_that_goes_on()
    {
        TwoPops pops = TwoPops.WithGrownNumbers(Item(("n", 7)));
        pops.West.Write(UpdateItem(Request.Remove("n")));
        pops.East.Write(UpdateItem(Request.AddNumber("n", 5)));

        Assert.Equal(Item(("n", 5)), pops.Exchange());
    }

    [Fact]
    public void A_delete_absorbs_what_it_saw_of_a_total_that_goes_on()
    {
        TwoPops pops = TwoPops.WithGrownNumbers(Item(("n", 7)));
        pops.West.Write(DeleteItem());
        pops.East.Write(UpdateItem(Request.AddNumber("n", 5)));

        Assert.Equal(Item(("n", 5)), pops.Exchange());
    }

    [Fact]
    public void A_second_remove_still_absorbs_what_the_first_one_saw()
    {
        TwoPops pops = TwoPops.WithGrownNumbers(Item(("n", 7)));
        pops.West.Write(UpdateItem(Request.Remove("n")));
        pops.West.Write(UpdateItem(Request.AddNumber("n", 1)));
        pops.West.Write(UpdateItem(Request.Remove("n")));
        pops.East.Write(UpdateItem(Request.AddNumber("n", 5)));

        Assert.Equal(Item(("n", 5)), pops.Exchange());
    }

    [Fact]
    public void A_nested_total_is_absorbed_with_the_map_around_it()
    {
        TwoPops pops = TwoPops.With(Item(("m", Map(("n", 0)))));
        pops.East.Write(UpdateItem(Request.Increment(In("m", "n"), 7)));
        pops.Exchange();
        pops.West.Write(UpdateItem(Set("m", Map(("n", 100)))));
        pops.East.Write(UpdateItem(Request.Increment(In("m", "n"), 5)));

        Assert.Equal(Item(("m", Map(("n", 105)))), pops.Exchange());
    }

    // F: an initialiser travels with the edit that may need it, and the first one that fits counts.
    [Fact]
    public void An_add_to_a_number_that_is_there_still_brings_its_zero()
    {
        TwoPops pops = TwoPops.With(Item(("n", 7)));
        pops.East.Write(UpdateItem(Request.AddNumber("n", 5)));
        pops.West.Write(UpdateItem(Request.Remove("n")));

        Assert.Equal(Item(("n", 5)), pops.Exchange());
    }

    [Fact]
    public void The_first_initialiser_that_fits_the_newest_edit_counts()
    {
        TwoPops pops = TwoPops.With(Item());
        pops.West.Write(UpdateItem(Request.AddSet("x", Texts("a"))));
        pops.East.Write(UpdateItem(Request.IncrementOr("x", 1, 100)));

        Assert.Equal(Item(("x", 101)), pops.Exchange());
    }

    // G: a write covers what it finds hidden where it writes, and what it creates starts from nothing.
    [Fact]
    public void An_append_after_a_removal_brings_no_lost_element_back()
    {
        TwoPops pops = TwoPops.With(Item(("l", List("a"))));
        pops.West.Write(UpdateItem(Request.Remove("l")));
        pops.East.Write(UpdateItem(Append("l", "lost")));
        Assert.Equal(Item(), pops.Exchange());

        Assert.Equal(Item(("l", List("new"))), pops.West.Write(UpdateItem(AppendOrStart("l", "new"))));
        Assert.Equal(Item(("l", List("new"))), pops.Exchange());
    }

    [Fact]
    public void A_nested_append_after_a_removal_brings_no_lost_element_back()
    {
        ValuePath nested = In("m", "l");
        TwoPops pops = TwoPops.With(Item(("m", Map(("l", List("a"))))));
        pops.West.Write(UpdateItem(Request.Remove(nested)));
        pops.East.Write(UpdateItem(Append(nested, "lost")));
        Assert.Equal(Item(("m", Map())), pops.Exchange());

        Assert.Equal(Item(("m", Map(("l", List("new"))))), pops.West.Write(UpdateItem(AppendOrStart(nested, "new"))));
        Assert.Equal(Item(("m", Map(("l", List("new"))))), pops.Exchange());
    }

    [Fact]
    public void A_created_item_brings_no_lost_increment_back()
    {
        TwoPops pops = TwoPops.With(Item(("n", 7)));
        pops.West.Write(DeleteItem());
        pops.East.Write(UpdateItem(Request.Increment("n", 5)));
        Assert.Equal(Nothing, pops.Exchange());

        Assert.Equal(Item(("n", 1)), pops.West.Write(UpdateItem(Request.AddNumber("n", 1))));
        Assert.Equal(Item(("n", 1)), pops.Exchange());
    }

    [Fact]
    public void A_hidden_increment_does_not_turn_a_set_into_a_number()
    {
        TwoPops pops = TwoPops.With(Item());
        pops.West.Write(UpdateItem(Request.AddSet("x", Texts("a"))));
        pops.East.Write(UpdateItem(Request.AddNumber("x", 5)));
        pops.West.Write(UpdateItem(Request.AddSet("x", Texts("b"))));
        Assert.Equal(Item(("x", Texts("a", "b"))), pops.Exchange());

        Assert.Equal(Item(("x", Texts("a"))), pops.West.Write(UpdateItem(Request.DeleteSet("x", Texts("b")))));
        Assert.False(Holds(Attribute(pops.West, "x"), pops.East.Log[0].Stamp));
        Assert.Equal(Item(("x", Texts("a"))), pops.Exchange());
    }

    [Fact]
    public void A_hidden_list_does_not_replace_a_set()
    {
        TwoPops pops = TwoPops.With(Item());
        pops.West.Write(UpdateItem(Request.AddSet("x", Texts("a"))));
        pops.East.Write(UpdateItem(AppendOrStart("x", "p")));
        pops.West.Write(UpdateItem(Request.AddSet("x", Texts("b"))));
        Assert.Equal(Item(("x", Texts("a", "b"))), pops.Exchange());

        Assert.Equal(Item(("x", Texts("a"))), pops.West.Write(UpdateItem(Request.DeleteSet("x", Texts("b")))));
        Assert.False(Holds(Attribute(pops.West, "x"), pops.East.Log[0].Stamp));
        Assert.Equal(Item(("x", Texts("a"))), pops.Exchange());
    }

    [Fact]
    public void A_hidden_set_does_not_replace_a_list()
    {
        TwoPops pops = TwoPops.With(Item());
        pops.West.Write(UpdateItem(AppendOrStart("x", "p")));
        pops.East.Write(UpdateItem(Request.AddSet("x", Texts("a"))));
        pops.West.Write(UpdateItem(Append("x", "q")));
        Assert.Equal(Item(("x", List("p", "q"))), pops.Exchange());

        Assert.Equal(Item(("x", List("p"))), pops.West.Write(UpdateItem(Request.Remove(At("x", 1)))));
        Assert.False(Holds(Attribute(pops.West, "x"), pops.East.Log[0].Stamp));
        Assert.Equal(Item(("x", List("p"))), pops.Exchange());
    }

    [Fact]
    public void A_value_that_lost_takes_over_when_the_winner_is_removed_by_who_had_not_seen_it()
    {
        TwoPops pops = TwoPops.With(Item());
        pops.West.Write(UpdateItem(Set("l", List("lost"))));
        pops.East.Write(UpdateItem(Set("l", List("won"))));
        pops.West.Hear(pops.East);
        Assert.Equal(Item(("l", List("won", "more"))), pops.West.Write(UpdateItem(Append("l", "more"))));
        pops.East.Write(UpdateItem(Request.Remove("l")));

        // won, REMOVE, lost, more: the order that loses least.
        Assert.Equal(Item(("l", List("lost", "more"))), pops.Exchange());
    }

    [Fact]
    public void A_value_that_lost_goes_with_the_winner_when_both_were_seen()
    {
        TwoPops pops = TwoPops.With(Item());
        pops.West.Write(UpdateItem(Set("l", List("lost"))));
        pops.East.Write(UpdateItem(Set("l", List("won"))));
        pops.Exchange();
        pops.West.Write(UpdateItem(Append("l", "more")));
        pops.East.Write(UpdateItem(Request.Remove("l")));
        Assert.Equal(Item(), pops.Exchange());
        Assert.Equal(Item(("l", List("new"))), pops.West.Write(UpdateItem(AppendOrStart("l", "new"))));
    }

    [Fact]
    public void A_write_leaves_no_cell_of_a_value_of_another_type_that_lost()
    {
        TwoPops pops = TwoPops.With(Item());
        pops.West.Write(UpdateItem(Set("m", List(1, Map(("j", 1))))));
        pops.East.Write(UpdateItem(Set("m", Map(("k", 2)))));
        pops.Exchange();
        Stamp lost = pops.West.Log[0].Stamp;
        Assert.True(Holds(Attribute(pops.East, "m"), lost));

        pops.East.Write(UpdateItem(Set(In("m", "i"), 3)));

        Assert.False(Holds(Attribute(pops.East, "m"), lost));
        Assert.Equal(Item(("m", Map(("i", 3), ("k", 2)))), pops.Exchange());
    }

    // S: a deletion takes every addition that it saw.
    [Fact]
    public void An_element_added_twice_goes_with_one_deletion()
    {
        TwoPops pops = TwoPops.With(Item(("s", Texts("a"))));
        pops.West.Write(UpdateItem(Request.AddSet("s", Texts("b"))));
        pops.East.Write(UpdateItem(Request.AddSet("s", Texts("b"))));
        pops.Exchange();

        Assert.Equal(Item(("s", Texts("a"))), pops.West.Write(UpdateItem(Request.DeleteSet("s", Texts("b")))));
        Assert.Equal(Item(("s", Texts("a"))), pops.Exchange());
    }

    // L: a list element keeps its existence when its value is set, and loses it for good when it is removed.
    [Fact]
    public void An_element_that_gets_a_value_goes_on_existing()
    {
        TwoPops pops = TwoPops.With(Item(("l", List("a"))));
        pops.West.Write(UpdateItem(Append("l", "b")));
        pops.Exchange();

        Assert.Equal(Item(("l", List("a", "B"))), pops.West.Write(UpdateItem(Set(At("l", 1), "B"))));
        pops.East.Write(UpdateItem(Set(At("l", 0), "A")));
        Assert.Equal(Item(("l", List("A", "B"))), pops.Exchange());
    }

    [Fact]
    public void A_value_does_not_bring_a_removed_element_back()
    {
        TwoPops pops = TwoPops.With(Item(("l", List("a", "b"))));
        pops.West.Write(UpdateItem(Request.Remove(At("l", 0))));
        pops.East.Write(UpdateItem(Set(At("l", 0), "A")));

        Assert.Equal(Item(("l", List("b"))), pops.Exchange());
    }

    // D: what one side has seen and no longer holds is gone on both.
    [Fact]
    public void What_was_removed_does_not_come_back_with_an_old_document()
    {
        TwoPops pops = TwoPops.With(Item(("a", 1), ("b", 2), ("s", Texts("x", "y"))));
        Document old = pops.East.Document;
        pops.West.Write(UpdateItem(Request.Remove("a"), Request.DeleteSet("s", Texts("x"))));

        Assert.Equal(pops.West.Item, pops.West.Document.Join(old).Visible);
        Assert.Equal(pops.West.Item, old.Join(pops.West.Document).Visible);
    }

    private static Node Attribute(Pop pop, string name) => pop.Document.Root!.Find(PathStep.Name(name))!;

    private static bool Holds(Node node, Stamp stamp)
    {
        if (node is PlainNode plain) return plain.Stamp == stamp;
        FullNode full = (FullNode)node;
        return Array.Exists(full.Assignments, cell => cell.Stamp == stamp)
            || Array.Exists(full.Existences, cell => cell.Stamp == stamp)
            || Array.Exists(full.Increments, cell => cell.Stamp == stamp)
            || Array.Exists(full.Children, child => Holds(child.Node, stamp));
    }
}

using Gateway.Crdt.Values;
using Gateway.Testing.Histories;
using static Gateway.Crdt.Tests.Conflicts.Shorthand;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>Sets, maps and lists.</summary>
public sealed partial class MergeTableTests
{
    [Fact]
    public void Elements_added_at_once_are_all_there()
    {
        Concurrently.Leave(Item(("s", Texts("a"))), UpdateItem(Request.AddSet("s", Texts("b"))), UpdateItem(Request.AddSet("s", Texts("c"))), Item(("s", Texts("a", "b", "c"))));
        Concurrently.Leave(Nothing, UpdateItem(Request.AddSet("s", Numbers(1))), UpdateItem(Request.AddSet("s", Numbers(1, 2))), Item(("s", Numbers(1, 2))));
    }

    [Fact]
    public void An_element_added_at_once_with_its_deletion_stays()
    {
        Value start = Item(("s", Texts("a", "b")));
        Concurrently.Leave(start, UpdateItem(Request.AddSet("s", Texts("a"))), UpdateItem(Request.DeleteSet("s", Texts("a"))), start);
        Concurrently.Leave(start, UpdateItem(Request.AddSet("s", Texts("c"))), UpdateItem(Request.DeleteSet("s", Texts("a"))), Item(("s", Texts("b", "c"))));
    }

    [Fact]
    public void A_set_emptied_from_two_sides_is_gone() =>
        Concurrently.Leave(Item(("s", Texts("a", "b"))), UpdateItem(Request.DeleteSet("s", Texts("a"))), UpdateItem(Request.DeleteSet("s", Texts("b"))), Item());

    [Fact]
    public void Elements_added_at_once_with_the_emptying_are_a_set_again()
    {
        Concurrently.Leave(Item(("s", Texts("a"))), UpdateItem(Request.DeleteSet("s", Texts("a"))), UpdateItem(Request.AddSet("s", Texts("b"))), Item(("s", Texts("b"))));
        Concurrently.Leave(Item(("s", Texts("a"))), UpdateItem(Request.Remove("s")), UpdateItem(Request.AddSet("s", Texts("b"))), Item(("s", Texts("b"))));
    }

    [Fact]
    public void A_deletion_takes_nothing_from_a_set_assigned_at_once() =>
        Concurrently.Leave(Item(("s", Texts("a", "b"))), UpdateItem(Request.DeleteSet("s", Texts("a"))), UpdateItem(Set("s", Texts("a", "c"))), Item(("s", Texts("a", "c"))));

    [Fact]
    public void An_added_element_joins_the_set_assigned_at_once() =>
        Concurrently.Leave(Item(("s", Texts("a"))), UpdateItem(Request.AddSet("s", Texts("b"))), UpdateItem(Set("s", Texts("c"))), Item(("s", Texts("b", "c"))));

    [Fact]
    public void Of_two_sets_assigned_at_once_the_later_stays_whole() =>
        Concurrently.LaterLeaves(Item(("s", Texts("a"))), UpdateItem(Set("s", Texts("b"))), UpdateItem(Set("s", Texts("c"))), Item(("s", Texts("b"))), Item(("s", Texts("c"))));

    [Fact]
    public void Additions_of_two_types_to_an_absent_attribute_leave_the_newest_type()
    {
        Request text = UpdateItem(Request.AddSet("s", Texts("a")));
        Request number = UpdateItem(Request.AddSet("s", Numbers(1)));
        Request sum = UpdateItem(Request.AddNumber("s", 5));
        Concurrently.LaterLeaves(Item(), text, number, Item(("s", Texts("a"))), Item(("s", Numbers(1))));
        Concurrently.LaterLeaves(Nothing, text, sum, Item(("s", Texts("a"))), Item(("s", 5)));
    }

    [Fact]
    public void A_member_set_survives_its_removal() =>
        Concurrently.Leave(Item(("m", Map(("k", 1)))), UpdateItem(Request.Remove(In("m", "k"))), UpdateItem(Set(In("m", "k"), 2)), Item(("m", Map(("k", 2)))));

    [Fact]
    public void Members_set_at_once_are_all_there() =>
        Concurrently.Leave(Item(("m", Map())), UpdateItem(Set(In("m", "j"), 1)), UpdateItem(Set(In("m", "k"), 2)), Item(("m", Map(("j", 1), ("k", 2)))));

    [Fact]
    public void One_member_set_twice_is_the_later() =>
        Concurrently.LaterLeaves(Item(("m", Map())), UpdateItem(Set(In("m", "k"), 1)), UpdateItem(Set(In("m", "k"), 2)), Item(("m", Map(("k", 1)))), Item(("m", Map(("k", 2)))));

    [Fact]
    public void A_member_set_at_once_joins_the_map_assigned()
    {
        Value start = Item(("m", Map(("k", 1), ("old", 1))));
        Concurrently.Leave(start, UpdateItem(Set("m", Map(("j", 3)))), UpdateItem(Set(In("m", "k"), 2)), Item(("m", Map(("j", 3), ("k", 2)))));
        Concurrently.Leave(start, UpdateItem(Set("m", Map(("k", 3)))), UpdateItem(Set(In("m", "k"), 2)), Item(("m", Map(("k", 2)))));
        Concurrently.Leave(start, UpdateItem(Set("m", 5)), UpdateItem(Set(In("m", "k"), 2)), Item(("m", 5)));
    }

    [Fact]
    public void A_deeper_member_set_at_once_joins_the_inner_map_assigned()
    {
        Value start = Item(("m", Map(("k", Map(("z", 1))))));
        Concurrently.Leave(start, UpdateItem(Set(In("m", "k"), Map(("y", 2)))), UpdateItem(Set(In(In("m", "k"), "z"), 3)), Item(("m", Map(("k", Map(("y", 2), ("z", 3)))))));
    }

    [Fact]
    public void Nested_edits_never_revive_a_container()
    {
        Value start = Item(("l", List(1, 2)), ("m", Map(("k", 1), ("l", List(1)))));
        Value withoutMap = Item(("l", List(1, 2)));
        Value withoutList = Item(("m", Map(("k", 1), ("l", List(1)))));
        Concurrently.Leave(start, UpdateItem(Request.Remove("m")), UpdateItem(Set(In("m", "k"), 2)), withoutMap);
        Concurrently.Leave(start, UpdateItem(Request.Remove("m")), UpdateItem(Request.Increment(In("m", "k"), 2)), withoutMap);
        Concurrently.Leave(start, UpdateItem(Request.Remove("m")), UpdateItem(Append(In("m", "l"), 2)), withoutMap);
        Concurrently.Leave(start, UpdateItem(Request.Remove("l")), UpdateItem(Append("l", 3)), withoutList);
        Concurrently.Leave(start, UpdateItem(Request.Remove("l")), UpdateItem(Set(At("l", 0), 3)), withoutList);
        Concurrently.Leave(start, UpdateItem(Request.Remove("l")), UpdateItem(Request.Remove(At("l", 0))), withoutList);
    }

    [Fact]
    public void An_append_that_could_start_the_list_survives_its_removal() =>
        Concurrently.Leave(Item(("l", List(1, 2))), UpdateItem(Request.Remove("l")), UpdateItem(AppendOrStart("l", 3)), Item(("l", List(3))));

    [Fact]
    public void A_removed_element_stays_removed()
    {
        Value start = Item(("l", List(Map(("n", 1)), "b")));
        Concurrently.Leave(start, UpdateItem(Request.Remove(At("l", 0))), UpdateItem(Set(At("l", 0), "new")), Item(("l", List("b"))));
        Concurrently.Leave(start, UpdateItem(Request.Remove(At("l", 0))), UpdateItem(Set(In(At("l", 0), "n"), 2)), Item(("l", List("b"))));
        Concurrently.Leave(start, UpdateItem(Request.Remove(At("l", 0))), UpdateItem(Request.Increment(In(At("l", 0), "n"), 2)), Item(("l", List("b"))));
    }

    [Fact]
    public void One_element_removed_twice_is_one_element_less() =>
        Concurrently.Leave(Item(("l", List("a", "b", "c"))), UpdateItem(Request.Remove(At("l", 0))), UpdateItem(Request.Remove(At("l", 0))), Item(("l", List("b", "c"))));

    [Fact]
    public void Two_elements_removed_are_two_less() =>
        Concurrently.Leave(Item(("l", List("a", "b", "c"))), UpdateItem(Request.Remove(At("l", 0))), UpdateItem(Request.Remove(At("l", 1))), Item(("l", List("c"))));

    [Fact]
    public void One_element_set_twice_is_the_later() =>
        Concurrently.LaterLeaves(Item(("l", List("a"))), UpdateItem(Set(At("l", 0), "w")), UpdateItem(Set(At("l", 0), "e")), Item(("l", List("w"))), Item(("l", List("e"))));

    /// <summary>A position names the element that stood there: a prepend or a removal at once does not shift it.</summary>
    [Fact]
    public void A_position_names_an_element()
    {
        Value start = Item(("l", List("a", "b")));
        Concurrently.Leave(start, UpdateItem(Set(At("l", 0), "A")), UpdateItem(Prepend("l", "h")), Item(("l", List("h", "A", "b"))));
        Concurrently.Leave(start, UpdateItem(Set(At("l", 1), "B")), UpdateItem(Request.Remove(At("l", 0))), Item(("l", List("B"))));
        Concurrently.Leave(start, UpdateItem(Request.Remove(At("l", 1))), UpdateItem(Prepend("l", "h")), Item(("l", List("h", "a"))));
    }

    [Fact]
    public void Elements_set_past_the_end_are_both_appended() =>
        Concurrently.LaterLeaves(
            Item(("l", List("a"))),
            UpdateItem(Set(At("l", 1), "w")),
            UpdateItem(Set(At("l", 9), "e")),
            Item(("l", List("a", "e", "w"))),
            Item(("l", List("a", "w", "e"))));

    [Fact]
    public void Appended_runs_follow_by_time_and_stay_together() =>
        Concurrently.LaterLeaves(
            Item(("l", List("a"))),
            UpdateItem(Append("l", "w1", "w2")),
            UpdateItem(Append("l", "e1", "e2")),
            Item(("l", List("a", "e1", "e2", "w1", "w2"))),
            Item(("l", List("a", "w1", "w2", "e1", "e2"))));

    [Fact]
    public void Prepended_runs_stand_newest_first_and_stay_together() =>
        Concurrently.LaterLeaves(
            Item(("l", List("a"))),
            UpdateItem(Prepend("l", "w1", "w2")),
            UpdateItem(Prepend("l", "e1", "e2")),
            Item(("l", List("w1", "w2", "e1", "e2", "a"))),
            Item(("l", List("e1", "e2", "w1", "w2", "a"))));

    [Fact]
    public void Appended_and_prepended_elements_do_not_meet() =>
        Concurrently.Leave(Item(("l", List("a"))), UpdateItem(Append("l", "t")), UpdateItem(Prepend("l", "h")), Item(("l", List("h", "a", "t"))));

    [Fact]
    public void Appends_that_start_the_list_start_one_list() =>
        Concurrently.LaterLeaves(Nothing, UpdateItem(AppendOrStart("l", "w")), UpdateItem(AppendOrStart("l", "e")), Item(("l", List("e", "w"))), Item(("l", List("w", "e"))));

    [Fact]
    public void An_appended_element_joins_the_list_assigned_at_once()
    {
        Concurrently.Leave(Item(("l", List("a"))), UpdateItem(Append("l", "t")), UpdateItem(Set("l", List("x", "y"))), Item(("l", List("x", "y", "t"))));
        Concurrently.Leave(Item(("l", List("a"))), UpdateItem(Append("l", "t")), PutItem(("l", List("x", "y"))), Item(("l", List("x", "y", "t"))));
        Concurrently.Leave(Item(("l", List("a"))), UpdateItem(Prepend("l", "h")), PutItem(("l", List("x", "y"))), Item(("l", List("h", "x", "y"))));
    }

    [Fact]
    public void Of_two_lists_assigned_at_once_the_later_stays_whole() =>
        Concurrently.LaterLeaves(Item(("l", List("a"))), UpdateItem(Set("l", List("w", "x"))), UpdateItem(Set("l", List("e"))), Item(("l", List("w", "x"))), Item(("l", List("e"))));

    [Fact]
    public void An_append_is_lost_in_a_value_of_another_type() =>
        Concurrently.Leave(Item(("l", List("a"))), UpdateItem(Append("l", "t")), UpdateItem(Set("l", "text")), Item(("l", "text")));
}

using Gateway.Crdt.Planning;
using Gateway.Testing.Histories;
using static Gateway.Crdt.Tests.Conflicts.Shorthand;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>
/// Cases that a score cannot see: which of two valid orders shows, and what becomes of whole requests. Those with a number run twice, also with
/// one that both PoPs had incremented before.
/// </summary>
public sealed class NamedCases
{
    [Fact]
    public void The_later_of_two_sets_shows() =>
        Concurrently.LaterLeaves(Item(("x", 0)), UpdateItem(Set("x", 1)), UpdateItem(Set("x", 2)), Item(("x", 1)), Item(("x", 2)));

    [Fact]
    public void The_later_of_two_puts_shows_alone() =>
        Concurrently.LaterLeaves(Item(("x", 0)), PutItem(("a", 1)), PutItem(("b", 1)), Item(("a", 1)), Item(("b", 1)));

    [Fact]
    public void A_put_and_an_update_show_as_the_put_and_then_the_whole_update() =>
        Concurrently.Leave(Item(("x", 9)), PutItem(("x", 3), ("z", 1)), UpdateItem(Set("x", 2), Set("y", 2)), Item(("x", 2), ("y", 2), ("z", 1)));

    [Fact]
    public void A_map_and_a_member_show_as_the_map_and_then_the_member() =>
        Concurrently.Leave(Item(("m", Map(("k", 1)))), UpdateItem(Set("m", Map(("j", 3), ("k", 2)))), UpdateItem(Set(In("m", "k"), 5)), Item(("m", Map(("j", 3), ("k", 5)))));

    [Fact]
    public void A_reset_and_an_increment_show_as_the_reset_and_then_the_increment() =>
        Concurrently.Leave(Item(("x", 7)), UpdateItem(Set("x", 0)), UpdateItem(Request.Increment("x", 5)), Item(("x", 5)));

    [Fact]
    public void A_remove_and_an_add_show_as_the_remove_and_then_the_add() =>
        Concurrently.Leave(Item(("x", 7)), UpdateItem(Request.Remove("x")), UpdateItem(Request.AddNumber("x", 5)), Item(("x", 5)));

    [Fact]
    public void A_delete_and_an_add_show_as_the_delete_and_then_the_add() =>
        Concurrently.Leave(Item(("x", 7)), DeleteItem(), UpdateItem(Request.AddNumber("x", 5)), Item(("x", 5)));

    [Fact]
    public void A_put_and_an_add_show_as_the_put_and_then_the_add() =>
        Concurrently.Leave(Item(("x", 7)), PutItem(("x", 0)), UpdateItem(Request.AddNumber("x", 5)), Item(("x", 5)));

    [Fact]
    public void Two_increments_show_as_their_sum() =>
        Concurrently.Leave(Item(("x", 7)), UpdateItem(Request.Increment("x", 1)), UpdateItem(Request.Increment("x", 2)), Item(("x", 10)));

    [Fact]
    public void A_delete_and_an_increment_show_as_the_increment_and_then_the_delete() =>
        Concurrently.Leave(Item(("x", 7)), DeleteItem(), UpdateItem(Request.Increment("x", 5)), Nothing);

    [Fact]
    public void A_delete_and_a_set_show_as_the_delete_and_then_the_set() =>
        Concurrently.Leave(Item(("x", 7)), DeleteItem(), UpdateItem(Set("y", 1)), Item(("y", 1)));

    [Fact]
    public void A_delete_and_a_guarded_set_show_as_the_set_and_then_the_delete() =>
        Concurrently.Leave(Item(("x", 7)), DeleteItem(), UpdateExisting(Set("y", 1)), Nothing);

    [Fact]
    public void Two_increments_that_bring_a_start_value_start_once() =>
        Concurrently.Leave(Nothing, UpdateItem(Request.IncrementOr("x", 1, 100)), UpdateItem(Request.IncrementOr("x", 1, 100)), Item(("x", 102)));

    [Fact]
    public void Two_appends_that_bring_an_empty_list_show_in_the_order_of_their_time() =>
        Concurrently.LaterLeaves(Nothing, UpdateItem(AppendOrStart("l", "a")), UpdateItem(AppendOrStart("l", "b")), Item(("l", List("b", "a"))), Item(("l", List("a", "b"))));

    [Fact]
    public void A_removed_element_and_its_new_value_show_as_the_value_and_then_the_removal() =>
        Concurrently.Leave(Item(("l", List(1, 2))), UpdateItem(Request.Remove(At("l", 0))), UpdateItem(Set(At("l", 0), 9)), Item(("l", List(2))));

    [Fact]
    public void A_set_that_loses_its_last_two_elements_is_gone() =>
        Concurrently.Leave(Item(("x", Texts("a", "b"))), UpdateItem(Request.DeleteSet("x", Texts("a"))), UpdateItem(Request.DeleteSet("x", Texts("b"))), Item());

    [Fact]
    public void A_cart_of_members_read_changed_and_put_back_twice_keeps_both_articles() =>
        Concurrently.Leave(
            Item(("cart", Map(("p", 1)))),
            PutItem(("cart", Map(("p", 1), ("q", 1)))),
            PutItem(("cart", Map(("p", 1), ("r", 1)))),
            Item(("cart", Map(("p", 1), ("q", 1), ("r", 1)))),
            PlanOptions.Merge);

    [Fact]
    public void A_cart_of_elements_read_changed_and_put_back_twice_keeps_both_articles() =>
        Concurrently.Leave(Item(("cart", List("p"))), PutItem(("cart", List("q", "p"))), PutItem(("cart", List("p", "r"))), Item(("cart", List("q", "p", "r"))), PlanOptions.Merge);

    [Fact]
    public void A_delete_takes_all_of_an_item_put_back_in_merge_mode() =>
        Concurrently.Leave(Item(("x", 1), ("y", 2)), DeleteItem(), PutItem(("x", 1), ("y", 3)), Nothing, PlanOptions.Merge);
}

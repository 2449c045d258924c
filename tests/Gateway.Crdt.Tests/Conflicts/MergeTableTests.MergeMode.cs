using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;
using static Gateway.Crdt.Tests.Conflicts.Shorthand;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>Merge mode: a whole value put over an existing one is the smallest edit.</summary>
public sealed partial class MergeTableTests
{
    private static readonly PlanOptions Merge = PlanOptions.Merge;

    [Fact]
    public void Merged_puts_keep_both_edits() =>
        Concurrently.Leave(Item(("a", 0), ("b", 0), ("c", 0)), PutItem(("a", 1), ("b", 0), ("c", 0)), PutItem(("a", 0), ("b", 2), ("d", 3)), Item(("a", 1), ("b", 2), ("d", 3)), Merge);

    [Fact]
    public void Merged_puts_of_one_attribute_leave_the_later() =>
        Concurrently.LaterLeaves(Item(("a", 0), ("b", 0)), PutItem(("a", 1), ("b", 0)), PutItem(("a", 2), ("b", 0)), Item(("a", 1), ("b", 0)), Item(("a", 2), ("b", 0)), Merge);

    [Fact]
    public void Merged_puts_of_an_absent_item_leave_the_later_one_whole() =>
        Concurrently.LaterLeaves(Nothing, PutItem(("a", 1)), PutItem(("b", 2)), Item(("a", 1)), Item(("b", 2)), Merge);

    [Fact]
    public void A_merged_put_that_asserts_what_is_there_is_no_write()
    {
        Concurrently.Leave(Item(("a", 0), ("b", 0)), PutItem(("a", 0), ("b", 0)), UpdateItem(Set("a", 1)), Item(("a", 1), ("b", 0)), Merge);

        TwoPops pops = TwoPops.With(Item(("a", 0)), Merge);
        pops.West.Write(PutItem(("a", 0)));
        Assert.Empty(pops.West.Log);
    }

    [Fact]
    public void A_set_of_a_scalar_writes_even_what_is_there()
    {
        TwoPops pops = TwoPops.With(Item(("revoked", true)), Merge);
        pops.West.Write(UpdateItem(Set("revoked", false)));
        pops.East.Write(UpdateItem(Set("revoked", true)));
        Assert.Equal(Item(("revoked", true)), pops.Exchange());
    }

    [Fact]
    public void A_merged_put_of_a_count_read_earlier_undoes_no_increment()
    {
        Concurrently.Leave(Item(("a", 0), ("n", 7)), PutItem(("a", 1), ("n", 7)), UpdateItem(Request.AddNumber("n", 5)), Item(("a", 1), ("n", 12)), Merge);
        Concurrently.Leave(Item(("n", 7)), PutItem(("n", 0)), UpdateItem(Request.AddNumber("n", 5)), Item(("n", 5)), Merge);
    }

    [Fact]
    public void A_merged_put_goes_whole_with_a_delete()
    {
        Concurrently.Leave(Item(("a", 1), ("b", 2)), DeleteItem(), PutItem(("a", 1), ("b", 3)), Nothing, Merge);
        Concurrently.Leave(Item(("m", Map(("k", 1)))), DeleteItem(), UpdateItem(Set("m", Map(("k", 2)))), Nothing, Merge);
    }

    [Fact]
    public void A_merged_put_that_changes_the_time_to_live_survives_the_expiry_whole()
    {
        PlanOptions options = new() { TimeToLiveAttribute = "ttl" };
        Concurrently.Leave(Item(("a", 1), ("ttl", 100)), DeleteItem(), PutItem(("a", 1), ("ttl", 900)), Item(("a", 1), ("ttl", 900)), options);
        Concurrently.Leave(Item(("a", 1), ("ttl", 100)), DeleteItem(), PutItem(("a", 2), ("ttl", 100)), Nothing, options);
    }

    [Fact]
    public void Merged_maps_keep_both_members()
    {
        Value start = Item(("m", Map(("j", 0), ("k", 0))));
        Value both = Item(("m", Map(("j", 1), ("k", 2))));
        Concurrently.Leave(start, PutItem(("m", Map(("j", 1), ("k", 0)))), PutItem(("m", Map(("j", 0), ("k", 2)))), both, Merge);
        Concurrently.Leave(start, UpdateItem(Set("m", Map(("j", 1), ("k", 0)))), UpdateItem(Set("m", Map(("j", 0), ("k", 2)))), both, Merge);
    }

    [Fact]
    public void A_merged_put_and_a_set_of_one_attribute_leave_the_later() =>
        Concurrently.LaterLeaves(Item(("a", 0), ("b", 0)), PutItem(("a", 1), ("b", 1)), UpdateItem(Set("a", 2)), Item(("a", 1), ("b", 1)), Item(("a", 2), ("b", 1)), Merge);

    [Fact]
    public void A_merged_map_and_a_member_leave_the_later_member() =>
        Concurrently.LaterLeaves(
            Item(("m", Map(("k", 0)))),
            UpdateItem(Set("m", Map(("j", 1), ("k", 1)))),
            UpdateItem(Set(In("m", "k"), 2)),
            Item(("m", Map(("j", 1), ("k", 1)))),
            Item(("m", Map(("j", 1), ("k", 2)))),
            Merge);

    [Fact]
    public void A_member_set_survives_a_merged_map_without_it() =>
        Concurrently.Leave(Item(("m", Map(("j", 0), ("k", 0)))), PutItem(("m", Map(("j", 0)))), UpdateItem(Set(In("m", "k"), 2)), Item(("m", Map(("j", 0), ("k", 2)))), Merge);

    [Fact]
    public void Merged_sets_keep_both_changes()
    {
        Value start = Item(("s", Texts("a", "b")));
        Concurrently.Leave(start, PutItem(("s", Texts("a", "b", "c"))), PutItem(("s", Texts("b", "d"))), Item(("s", Texts("b", "c", "d"))), Merge);
        Concurrently.LaterLeaves(start, PutItem(("s", Texts("x"))), PutItem(("s", Texts("y"))), Item(("s", Texts("x"))), Item(("s", Texts("y"))), Merge);
    }

    [Fact]
    public void Merged_lists_keep_both_changes()
    {
        Value start = Item(("l", List("a", "b", "c")));
        Concurrently.Leave(start, PutItem(("l", List("h", "a", "b", "c"))), PutItem(("l", List("a", "b", "c", "t"))), Item(("l", List("h", "a", "b", "c", "t"))), Merge);
        Concurrently.Leave(start, PutItem(("l", List("a", "c"))), PutItem(("l", List("a", "b", "C"))), Item(("l", List("a", "C"))), Merge);
        Concurrently.Leave(start, PutItem(("l", List("a", "x", "b", "c"))), PutItem(("l", List("A", "b", "c"))), Item(("l", List("A", "x", "b", "c"))), Merge);
    }

    [Fact]
    public void A_merged_list_and_an_append_keep_both()
    {
        Concurrently.Leave(Item(("l", List("a", "b"))), PutItem(("l", List("h", "a", "b"))), UpdateItem(Append("l", "t")), Item(("l", List("h", "a", "b", "t"))), Merge);
        Concurrently.Leave(Item(("l", List("a", "b"))), PutItem(("l", List("x", "y", "z"))), UpdateItem(Append("l", "t")), Item(("l", List("x", "y", "z", "t"))), Merge);
    }

    [Fact]
    public void A_put_of_another_type_is_an_assignment_in_merge_mode_too() =>
        Concurrently.LaterLeaves(Item(("a", 0)), PutItem(("a", "w")), PutItem(("a", List("e"))), Item(("a", "w")), Item(("a", List("e"))), Merge);
}

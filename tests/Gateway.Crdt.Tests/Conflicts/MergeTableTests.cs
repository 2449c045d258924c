using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;
using static Gateway.Crdt.Tests.Conflicts.Shorthand;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>
/// Each request against each other one that it can meet, row by row of the table in docs/conflicts.md: whole items and scalars here, numbers,
/// containers and merge mode in the other parts. Replace mode unless a test says otherwise.
/// </summary>
public sealed partial class MergeTableTests
{
    [Fact]
    public void Two_puts_of_an_absent_item_leave_the_later_one_whole() =>
        Concurrently.LaterLeaves(Nothing, PutItem(("a", 1)), PutItem(("b", 2)), Item(("a", 1)), Item(("b", 2)));

    [Fact]
    public void Two_puts_of_an_existing_item_leave_the_later_one_whole() =>
        Concurrently.LaterLeaves(Item(("a", 0), ("c", 0)), PutItem(("a", 1)), PutItem(("b", 2)), Item(("a", 1)), Item(("b", 2)));

    [Fact]
    public void An_update_stays_on_top_of_a_put_of_an_absent_item()
    {
        Request put = PutItem(("a", 1), ("n", 3));
        Concurrently.Leave(Nothing, put, UpdateItem(Set("a", 2)), Item(("a", 2), ("n", 3)));
        Concurrently.Leave(Nothing, put, UpdateItem(Set("b", 2)), Item(("a", 1), ("b", 2), ("n", 3)));
        Concurrently.Leave(Nothing, put, UpdateItem(Request.AddNumber("n", 5)), Item(("a", 1), ("n", 8)));
        Concurrently.Leave(Nothing, put, UpdateItem(Request.AddSet("s", Texts("x"))), Item(("a", 1), ("n", 3), ("s", Texts("x"))));
        Concurrently.Leave(Nothing, put, UpdateItem(SetOnce("a", 9)), Item(("a", 1), ("n", 3)));
        Concurrently.Leave(Nothing, put, UpdateItem(), Item(("a", 1), ("n", 3)));
    }

    [Fact]
    public void An_update_stays_on_top_of_a_put_of_an_existing_item()
    {
        Value start = Item(("a", 0), ("b", 0));
        Concurrently.Leave(start, PutItem(("a", 1), ("c", 1)), UpdateItem(Set("a", 2), Set("d", 2)), Item(("a", 2), ("c", 1), ("d", 2)));
        Concurrently.Leave(start, PutItem(("a", 1), ("c", 1)), UpdateItem(SetOnce("b", 9)), Item(("a", 1), ("b", 9), ("c", 1)));
    }

    [Fact]
    public void A_remove_takes_nothing_from_a_put_that_it_did_not_see() =>
        Concurrently.Leave(Item(("a", 0), ("b", 0)), PutItem(("a", 1), ("b", 1)), UpdateItem(Request.Remove("a")), Item(("a", 1), ("b", 1)));

    [Fact]
    public void An_increment_stays_on_top_of_a_put_of_its_number()
    {
        Concurrently.Leave(Item(("n", 7)), PutItem(("n", 0)), UpdateItem(Request.AddNumber("n", 5)), Item(("n", 5)));
        Concurrently.Leave(Item(("n", 7)), PutItem(("n", 7), ("seen", true)), UpdateItem(Request.Increment("n", 5)), Item(("n", 12), ("seen", true)));
    }

    [Fact]
    public void A_member_set_at_once_stays_inside_the_map_that_a_put_brings() =>
        Concurrently.Leave(
            Item(("m", Map(("k", 1)))),
            PutItem(("m", Map(("k", 2), ("j", 3)))),
            UpdateItem(Set(In("m", "k"), 5), Set(In("m", "i"), 6)),
            Item(("m", Map(("i", 6), ("j", 3), ("k", 5)))));

    [Fact]
    public void A_member_set_at_once_is_gone_if_a_put_brings_no_map_there()
    {
        Concurrently.Leave(Item(("m", Map(("k", 1)))), PutItem(("m", "text")), UpdateItem(Set(In("m", "k"), 5)), Item(("m", "text")));
        Concurrently.Leave(Item(("m", Map(("k", 1)))), PutItem(("a", 1)), UpdateItem(Set(In("m", "k"), 5)), Item(("a", 1)));
    }

    [Fact]
    public void A_put_survives_a_delete_whole() =>
        Concurrently.Leave(Item(("a", 1), ("n", 2)), DeleteItem(), PutItem(("a", 1), ("n", 3)), Item(("a", 1), ("n", 3)));

    [Fact]
    public void Two_deletes_delete() => Concurrently.Leave(Item(("a", 1)), DeleteItem(), DeleteItem(), Nothing);

    [Fact]
    public void An_update_that_could_create_the_item_survives_a_delete_with_only_what_it_wrote()
    {
        Value start = Item(("a", 1), ("l", List(1)), ("n", 7), ("s", Texts("x")));
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Set("b", 2)), Item(("b", 2)));
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Set("l", List(2))), Item(("l", List(2))));
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Request.AddNumber("n", 5)), Item(("n", 5)));
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Request.IncrementOr("n", 1, 100)), Item(("n", 101)));
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Request.AddSet("s", Texts("y"))), Item(("s", Texts("y"))));
        Concurrently.Leave(start, DeleteItem(), UpdateItem(SetOnce("a", 9)), Item(("a", 9)));
        Concurrently.Leave(start, DeleteItem(), UpdateItem(AppendOrStart("l", 2)), Item(("l", List(2))));
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Request.Remove("a"), Set("b", 2)), Item(("b", 2)));
        Concurrently.Leave(start, DeleteItem(), UpdateItem(), Item());
    }

    [Fact]
    public void An_update_that_needs_the_item_goes_with_a_delete()
    {
        Value start = Item(("a", 1), ("l", List(1)), ("m", Map(("k", 1))), ("n", 7), ("s", Texts("x", "y")));
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Request.Increment("n", 5)), Nothing);
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Set(In("m", "k"), 2)), Nothing);
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Request.Remove("a")), Nothing);
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Request.DeleteSet("s", Texts("x"))), Nothing);
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Append("l", 2)), Nothing);
        Concurrently.Leave(start, DeleteItem(), UpdateItem(Set(At("l", 0), 2)), Nothing);
        Concurrently.Leave(start, DeleteItem(), UpdateExisting(Set("b", 2)), Nothing);
        Concurrently.Leave(start, DeleteItem(), UpdateExisting(Request.AddNumber("n", 5)), Nothing);
    }

    [Fact]
    public void A_time_to_live_set_at_once_with_the_expiry_leaves_only_itself() =>
        Concurrently.Leave(Item(("a", 1), ("ttl", 100)), DeleteItem(), UpdateItem(Set("ttl", 900)), Item(("ttl", 900)));

    [Fact]
    public void Two_scalars_set_at_once_leave_the_later()
    {
        Concurrently.LaterLeaves(Item(("a", 0)), UpdateItem(Set("a", 1)), UpdateItem(Set("a", 2)), Item(("a", 1)), Item(("a", 2)));
        Concurrently.LaterLeaves(Item(("a", 0)), UpdateItem(Set("a", 1)), UpdateItem(Set("a", "t")), Item(("a", 1)), Item(("a", "t")));
        Concurrently.LaterLeaves(Nothing, UpdateItem(Set("a", 1)), UpdateItem(Set("a", Value.Null)), Item(("a", 1)), Item(("a", Value.Null)));
    }

    [Fact]
    public void A_write_that_saw_another_beats_it_however_its_clock_stands()
    {
        TwoPops pops = TwoPops.With(Item(("a", 0)));
        pops.East.Clock.SetUtcNow(pops.East.Clock.GetUtcNow() - TimeSpan.FromHours(1));

        pops.West.Write(UpdateItem(Set("a", 1)));
        pops.East.Hear(pops.West);
        pops.East.Write(UpdateItem(Set("a", 2)));

        Assert.Equal(Item(("a", 2)), pops.Exchange());
    }

    [Fact]
    public void A_set_survives_a_remove() =>
        Concurrently.Leave(Item(("a", 0), ("b", 0)), UpdateItem(Set("a", 1)), UpdateItem(Request.Remove("a")), Item(("a", 1), ("b", 0)));

    [Fact]
    public void Two_removes_remove() => Concurrently.Leave(Item(("a", 0)), UpdateItem(Request.Remove("a")), UpdateItem(Request.Remove("a")), Item());

    [Fact]
    public void Different_attributes_both_stay() =>
        Concurrently.Leave(Item(("a", 0), ("b", 0), ("c", 0)), UpdateItem(Set("a", 1), Request.Remove("c")), UpdateItem(Set("b", 2)), Item(("a", 1), ("b", 2)));

    [Fact]
    public void Of_two_initialisers_the_first_stays()
    {
        Concurrently.LaterLeaves(Item(), UpdateItem(SetOnce("a", 1)), UpdateItem(SetOnce("a", 2)), Item(("a", 2)), Item(("a", 1)));
        Concurrently.LaterLeaves(Nothing, UpdateItem(SetOnce("a", 1)), UpdateItem(SetOnce("a", "t")), Item(("a", "t")), Item(("a", 1)));
    }

    [Fact]
    public void A_set_beats_an_initialiser()
    {
        Concurrently.Leave(Item(), UpdateItem(SetOnce("a", 1)), UpdateItem(Set("a", 2)), Item(("a", 2)));
        Concurrently.Leave(Item(("a", 0)), UpdateItem(SetOnce("a", 1)), UpdateItem(Set("a", 2)), Item(("a", 2)));
    }

    [Fact]
    public void An_initialiser_survives_a_remove() => Concurrently.Leave(Item(("a", 0)), UpdateItem(SetOnce("a", 1)), UpdateItem(Request.Remove("a")), Item(("a", 1)));

    /// <summary>A copy is the value that was read where the request was made.</summary>
    [Fact]
    public void A_copy_of_another_attribute_keeps_what_it_read()
    {
        TwoPops pops = TwoPops.With(Item(("from", 1)));

        pops.West.Write(UpdateItem(Set("to", pops.West.Item["from"])));
        pops.East.Write(UpdateItem(Set("from", 2)));

        Assert.Equal(Item(("from", 2), ("to", 1)), pops.Exchange());
    }

    [Fact]
    public void Several_actions_are_one_delta_with_one_stamp()
    {
        TwoPops pops = TwoPops.With(Item(("a", 0)));

        pops.West.Write(UpdateItem(Set("a", 1), Set("b", 2), Request.AddNumber("n", 3)));

        Assert.Single(pops.West.Log);
        Assert.Equal(pops.West.Log[0].Stamp.Time, pops.West.Document.Context[new ReplicaId(1)]);
    }

    [Fact]
    public void Each_path_of_several_actions_is_merged_by_itself() =>
        Concurrently.LaterLeaves(
            Item(("a", 0), ("n", 1)),
            UpdateItem(Set("a", 1), Request.Increment("n", 2), Set("b", 1)),
            UpdateItem(Set("a", 2), Request.Increment("n", 3), Set("c", 2)),
            Item(("a", 1), ("b", 1), ("c", 2), ("n", 6)),
            Item(("a", 2), ("b", 1), ("c", 2), ("n", 6)));

    [Fact]
    public void If_one_action_loses_its_type_the_others_still_apply() =>
        Concurrently.Leave(
            Item(("x", 1)),
            UpdateItem(Set("x", "text")),
            UpdateItem(Request.AddNumber("x", 1), Set("y", 2)),
            Item(("x", "text"), ("y", 2)));

    /// <summary>AttributeUpdates PUT, ADD and DELETE are SET, ADD and REMOVE or DELETE: a mapper that puts every attribute wins or loses each.</summary>
    [Fact]
    public void Mappers_that_write_every_attribute_win_or_lose_each() =>
        Concurrently.LaterLeaves(
            Item(("age", 1), ("mail", "old"), ("name", "old"), ("tags", Texts("x"))),
            UpdateItem(Set("age", 2), Set("mail", "old"), Set("name", "west"), Request.DeleteSet("tags", Texts("x"))),
            UpdateItem(Set("age", 1), Set("name", "east"), Request.Remove("mail"), Request.AddSet("tags", Texts("y"))),
            Item(("age", 2), ("mail", "old"), ("name", "west"), ("tags", Texts("y"))),
            Item(("age", 1), ("mail", "old"), ("name", "east"), ("tags", Texts("y"))));

    [Theory]
    [InlineData(ConditionClass.Claim)]
    [InlineData(ConditionClass.Guard)]
    [InlineData(ConditionClass.CompareAndSet)]
    [InlineData(ConditionClass.Floor)]
    [InlineData(ConditionClass.Other)]
    public void Writes_under_conditions_both_stand_and_carry_the_class(ConditionClass condition)
    {
        TwoPops pops = TwoPops.With(Item(("a", 0), ("b", 0)));

        pops.West.Write(UpdateExisting(Set("a", 1)), condition);
        pops.East.Write(UpdateExisting(Set("b", 1)), condition);

        Assert.Equal(Item(("a", 1), ("b", 1)), pops.Exchange());
        Assert.All(pops.West.Log.Concat(pops.East.Log), delta => Assert.Equal(condition, delta.Condition));
    }

    [Fact]
    public void The_part_of_a_transaction_carries_its_group()
    {
        Delta plan = Start.Plan(Document.Empty(Start.Key), PutItem(("a", 1)), 1, 1, PlanOptions.Replace);
        Delta part = new(plan.Key, plan.Stamp, plan.Needs, plan.Root) { Group = new DeltaGroup(77, 3) };

        Assert.Equal(new DeltaGroup(77, 3), DeltaCodec.DecodeForeign(DeltaCodec.Encode(part)).Group);
    }
}

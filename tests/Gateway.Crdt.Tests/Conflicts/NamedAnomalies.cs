using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;
using static Gateway.Crdt.Tests.Conflicts.Shorthand;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>What can surprise a developer when two PoPs write one item at once. docs/conflicts.md has a heading for each, of the same name.</summary>
public sealed class NamedAnomalies
{
    private const int ItemBytesMax = 400 * 1024;

    /// <summary>An update that could have created the item outlives a delete that it did not see: alone.</summary>
    [Fact]
    public void Zombie_item()
    {
        TwoPops pops = TwoPops.With(Item(("name", "Ann"), ("mail", "ann@example.org")));

        pops.West.Write(DeleteItem());
        pops.East.Write(UpdateItem(Set("lastSeen", 1700)));

        Assert.Equal(Item(("lastSeen", 1700)), pops.Exchange());

        // The way out: the update under attribute_exists(pk).
        pops = TwoPops.With(Item(("name", "Ann"), ("mail", "ann@example.org")));
        pops.West.Write(DeleteItem());
        pops.East.Write(UpdateExisting(Set("lastSeen", 1700)), ConditionClass.Guard);
        Assert.Equal(Nothing, pops.Exchange());
    }

    /// <summary>An ADD that revives a deleted item starts from nothing: what was counted before stays deleted.</summary>
    [Fact]
    public void Revived_key_with_fresh_counter()
    {
        TwoPops pops = TwoPops.WithGrownNumbers(Item(("visits", 100)));

        pops.West.Write(DeleteItem());
        Assert.Equal(Item(("visits", 105)), pops.East.Write(UpdateItem(Request.AddNumber("visits", 5))));

        Assert.Equal(Item(("visits", 5)), pops.Exchange());
    }

    /// <summary>In merge mode two whole items put at once can show as one that nobody put.</summary>
    [Fact]
    public void Mixed_snapshot()
    {
        Request north = PutItem(("lat", 48), ("lon", 11));
        Request east = PutItem(("lat", 47), ("lon", 12));
        TwoPops pops = TwoPops.With(Item(("lat", 47), ("lon", 11)), PlanOptions.Merge);

        pops.West.Write(north);
        pops.East.Write(east);

        Assert.Equal(Item(("lat", 48), ("lon", 12)), pops.Exchange());

        // The way out: replace mode.
        pops = TwoPops.With(Item(("lat", 47), ("lon", 11)), PlanOptions.Replace);
        pops.West.Write(north);
        pops.East.Write(east);
        Assert.Equal(Item(("lat", 47), ("lon", 12)), pops.Exchange());
    }

    /// <summary>Of two creations of one key the later stays, whole; nothing of the other shows.</summary>
    [Fact]
    public void Lost_creation()
    {
        TwoPops pops = TwoPops.With(Nothing);

        pops.West.Write(PutItem(("owner", "Ann"), ("plan", "free")));
        pops.East.Write(PutItem(("owner", "Bob"), ("seats", 3)));

        Assert.Equal(Item(("owner", "Bob"), ("seats", 3)), pops.Exchange());
    }

    /// <summary>A condition is checked where the request arrives: both PoPs find the name free. The class of the condition travels with the write.</summary>
    [Fact]
    public void Both_claims_succeeded()
    {
        TwoPops pops = TwoPops.With(Nothing);

        Assert.False(pops.West.HasItem); // attribute_not_exists(pk) holds
        pops.West.Write(PutItem(("owner", "Ann")), ConditionClass.Claim);
        Assert.False(pops.East.HasItem);
        pops.East.Write(PutItem(("owner", "Bob")), ConditionClass.Claim);

        Assert.Equal(Item(("owner", "Bob")), pops.Exchange());
        Assert.Equal(ConditionClass.Claim, Assert.Single(pops.West.Log).Condition);
        Assert.Equal(ConditionClass.Claim, Assert.Single(pops.East.Log).Condition);
    }

    /// <summary>What a request reads at another path is what shows here: two requests that each read what the other writes can cross.</summary>
    [Fact]
    public void Write_skew_through_another_path()
    {
        TwoPops pops = TwoPops.With(Item(("first", "Ann"), ("second", "Bob")));

        pops.West.Write(UpdateItem(Set("first", pops.West.Item["second"])));
        pops.East.Write(UpdateItem(Set("second", pops.East.Item["first"])));

        // One after the other would leave Bob twice, or Ann twice.
        Assert.Equal(Item(("first", "Bob"), ("second", "Ann")), pops.Exchange());
    }

    /// <summary>Two consumers take the first element of a list: both got the same one, and one element is gone.</summary>
    [Fact]
    public void Double_pop()
    {
        Value queue = Item(("jobs", List("a", "b", "c")));
        Request pop = UpdateItem(Request.Remove(At("jobs", 0)));
        TwoPops pops = TwoPops.With(queue);

        Assert.Equal(pops.West.Item["jobs"][0], pops.East.Item["jobs"][0]);
        pops.West.Write(pop);
        pops.East.Write(pop);

        Assert.Equal(Item(("jobs", List("b", "c"))), pops.Exchange());
        Assert.DoesNotContain(pops.West.Item, Matrix.SerialResults(queue, [pop, pop]));
    }

    /// <summary>SET of a position past the end appends: two PoPs that set the same position append two elements.</summary>
    [Fact]
    public void Double_append_past_the_end()
    {
        Value start = Item(("log", List("a")));
        Request west = UpdateItem(Set(At("log", 1), "w"));
        Request east = UpdateItem(Set(At("log", 1), "e"));
        TwoPops pops = TwoPops.With(start);

        pops.West.Write(west);
        pops.East.Write(east);

        Assert.Equal(Item(("log", List("a", "w", "e"))), pops.Exchange());
        Assert.DoesNotContain(pops.West.Item, Matrix.SerialResults(start, [west, east]));
    }

    /// <summary>A reset takes away what it saw; increments that were on their way stay on top.</summary>
    [Fact]
    public void Reset_keeps_flying_increments()
    {
        TwoPops pops = TwoPops.WithGrownNumbers(Item(("count", 40)));

        pops.East.Write(UpdateItem(Request.Increment("count", 2)));
        pops.West.Write(UpdateItem(Set("count", 0)));

        Assert.Equal(Item(("count", 2)), pops.Exchange());
    }

    /// <summary>UPDATED_NEW is the sum that shows here: two PoPs hand out the same number.</summary>
    [Fact]
    public void Counter_as_id_collides()
    {
        TwoPops pops = TwoPops.With(Item(("nextId", 41)));

        Value west = pops.West.Write(UpdateItem(Request.AddNumber("nextId", 1)))["nextId"];
        Value east = pops.East.Write(UpdateItem(Request.AddNumber("nextId", 1)))["nextId"];

        Assert.Equal(Value.Number(42), west);
        Assert.Equal(west, east);
        Assert.Equal(Item(("nextId", 43)), pops.Exchange());
    }

    /// <summary>Each path finds its own order: two requests of several actions can show as one first here, the other first there.</summary>
    [Fact]
    public void Opposite_orders_on_two_paths()
    {
        Value start = Item(("draft", 1), ("final", 1));
        Request west = UpdateItem(Set("draft", 2), Request.Remove("final"));
        Request east = UpdateItem(Request.Remove("draft"), Set("final", 2));
        TwoPops pops = TwoPops.With(start);

        pops.West.Write(west);
        pops.East.Write(east);

        Assert.Equal(Item(("draft", 2), ("final", 2)), pops.Exchange());
        Assert.DoesNotContain(pops.West.Item, Matrix.SerialResults(start, [west, east]));
    }

    /// <summary>An attribute has one type: of two that were written at once one shows, the other is hidden until the next write there drops it.</summary>
    [Fact]
    public void Type_fight()
    {
        TwoPops pops = TwoPops.With(Item(("name", "Ann")));

        pops.West.Write(UpdateItem(Request.AddNumber("tags", 1)));
        pops.East.Write(UpdateItem(Request.AddSet("tags", Texts("new"))));

        Assert.Equal(Item(("name", "Ann"), ("tags", Texts("new"))), pops.Exchange());
        pops.West.Write(UpdateItem(Request.AddSet("tags", Texts("old"))));
        Assert.Equal(Item(("name", "Ann"), ("tags", Texts("new", "old"))), pops.Exchange());
    }

    /// <summary>Two halves that were allowed each by itself merge to more than an item may have: kept, and readable.</summary>
    [Fact]
    public void Oversize_by_merge()
    {
        string half = new('x', 300_000);
        TwoPops pops = TwoPops.With(Item(("title", "book")));

        Assert.True(ValueSize.OfItem(pops.West.Write(UpdateItem(Set("part1", half)))) <= ItemBytesMax);
        Assert.True(ValueSize.OfItem(pops.East.Write(UpdateItem(Set("part2", half)))) <= ItemBytesMax);

        Assert.Equal(Item(("title", "book"), ("part1", half), ("part2", half)), pops.Exchange());
        Assert.True(ValueSize.OfItem(pops.West.Item) > ItemBytesMax);
    }

    /// <summary>A trigger runs where the write was made and sees the item as it was there: none sees what the merge made of two.</summary>
    [Fact]
    public void Trigger_misses_the_merge()
    {
        TwoPops pops = TwoPops.With(Item(("total", 0)));

        Value westImage = pops.West.Write(UpdateItem(Request.Increment("total", 60)));
        Value eastImage = pops.East.Write(UpdateItem(Request.Increment("total", 60)));

        // "Free shipping from 100" fires nowhere.
        Assert.Equal(Item(("total", 60)), westImage);
        Assert.Equal(Item(("total", 60)), eastImage);
        Assert.Equal(Item(("total", 120)), pops.Exchange());
    }

    /// <summary>A user who moves faster than the data reads what was there before.</summary>
    [Fact]
    public void Stale_read_after_moving_PoP()
    {
        TwoPops pops = TwoPops.With(Item(("theme", "light")));

        pops.West.Write(UpdateItem(Set("theme", "dark")));

        Assert.Equal(Item(("theme", "light")), pops.East.Item);
        pops.East.Hear(pops.West);
        Assert.Equal(Item(("theme", "dark")), pops.East.Item);
    }

    /// <summary>Each PoP sells while it sees a reserve that seems safe; together they sell more than there is.</summary>
    [Fact]
    public void Oversell_above_a_threshold()
    {
        const int reserve = 10;
        TwoPops pops = TwoPops.With(Item(("stock", 30)));

        int sold = SellDownTo(reserve, pops.West) + SellDownTo(reserve, pops.East);

        Assert.Equal(40, sold);
        Assert.Equal(Item(("stock", -10)), pops.Exchange());
    }

    /// <summary><c>SET stock = stock - :one</c> under <c>stock > :reserve</c>, until the condition fails.</summary>
    private static int SellDownTo(int reserve, Pop pop)
    {
        int sold = 0;
        while (pop.Item["stock"].AsNumber().CompareTo(Value.Number(reserve).AsNumber()) > 0)
        {
            pop.Write(UpdateItem(Request.Increment("stock", -1)), ConditionClass.Floor);
            sold++;
        }

        return sold;
    }
}

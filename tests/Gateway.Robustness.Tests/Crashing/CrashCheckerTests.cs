using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace Gateway.Robustness.Tests.Crashing;

/// <summary>The checker notices what it is there for.</summary>
public sealed class CrashCheckerTests
{
    private static readonly ItemName One = new(CrashTables.Items, "w00", "one"), Two = new(CrashTables.Items, "w00", "two"), Counter = new(CrashTables.Counters, "shared0", null);

    private readonly CrashWriter writer = new(0, 1);
    private readonly Dictionary<ItemName, JsonObject> found = [];

    [Fact]
    public void What_was_acknowledged_and_is_there_is_fine()
    {
        Acknowledge(One, 1);
        found[One] = Item(One, 1);

        Assert.Equal((0, 0), Check());
    }

    [Fact]
    public void A_lost_item_is_noticed()
    {
        Acknowledge(One, 1);

        Assert.Throws<TrueException>(() => Check());
    }

    [Fact]
    public void An_older_state_is_noticed()
    {
        Acknowledge(One, 1);
        Acknowledge(One, 2);
        found[One] = Item(One, 1);

        Assert.Throws<TrueException>(() => Check());
    }

    [Fact]
    public void An_item_that_came_back_is_noticed()
    {
        found[One] = Item(One, 1);

        Assert.Throws<TrueException>(() => Check());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_transaction_in_doubt_may_be_whole_or_absent(bool isDone)
    {
        writer.Model.Begin(new Dictionary<ItemName, JsonObject?> { [One] = Item(One, 1), [Two] = Item(Two, 1) }, counter: null);
        if (isDone) (found[One], found[Two]) = (Item(One, 1), Item(Two, 1));

        Assert.Equal((1, isDone ? 1 : 0), Check());
        Assert.Equal(isDone, writer.Model.Items.ContainsKey(Two));
    }

    [Fact]
    public void Half_a_transaction_is_noticed()
    {
        writer.Model.Begin(new Dictionary<ItemName, JsonObject?> { [One] = Item(One, 1), [Two] = Item(Two, 1) }, counter: null);
        found[One] = Item(One, 1);

        Assert.Throws<TrueException>(() => Check());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_counter_holds_what_was_acknowledged_and_at_most_what_is_in_doubt(int value, bool isFine)
    {
        writer.Model.Begin(new Dictionary<ItemName, JsonObject?>(), Counter.Partition);
        writer.Model.Acknowledge();
        writer.Model.Begin(new Dictionary<ItemName, JsonObject?>(), Counter.Partition);
        if (value > 0) found[Counter] = new JsonObject { ["pk"] = new JsonObject { ["S"] = Counter.Partition }, ["n"] = new JsonObject { ["N"] = $"{value}" } };

        Assert.Equal(!isFine, Record.Exception(() => Check()) is XunitException);
    }

    private (int InDoubt, int Done) Check() => CrashChecker.CheckItems([writer], found);

    private void Acknowledge(ItemName name, int version)
    {
        writer.Model.Begin(new Dictionary<ItemName, JsonObject?> { [name] = Item(name, version) }, counter: null);
        writer.Model.Acknowledge();
    }

    private static JsonObject Item(ItemName name, int version)
    {
        JsonObject item = name.Key;
        item["v"] = new JsonObject { ["N"] = $"{version}" };
        return item;
    }
}

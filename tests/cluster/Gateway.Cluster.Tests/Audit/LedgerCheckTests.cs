using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Workload;
using Xunit.Sdk;

namespace Gateway.Cluster.Tests.Audit;

/// <summary>The checker notices what it is there for.</summary>
public sealed class LedgerCheckTests
{
    private static readonly (string Partition, string Sort) Name = ("w", "w-1");

    private readonly Ledger ledger = new();
    private readonly Dictionary<(string Partition, string Sort), JsonObject> own = [];
    private readonly Dictionary<string, JsonObject> shared = [];

    [Theory]
    [InlineData(1, 2, true, 2, true)] // acknowledged and there
    [InlineData(1, 2, true, 1, false)] // an older state
    [InlineData(1, 2, true, 0, false)] // lost
    [InlineData(1, 0, true, 1, false)] // came back
    [InlineData(0, 1, true, 3, false)] // never written so
    [InlineData(1, 2, false, 1, true)]
    [InlineData(1, 2, false, 2, true)]
    [InlineData(1, 2, false, 0, false)]
    public void An_item_shows_what_was_acknowledged_or_is_in_doubt(long before, long after, bool isSure, long found, bool isFine)
    {
        ledger.Note(isSure, () => ledger.Set(Name, Item(before), Item(after), isSure));
        if (Item(found) is { } item) own[Name] = item;

        Assert.Equal(isFine, IsFine());
        if (isFine) Assert.Equal(found, ledger.StateOf(Name) is { } settled ? Tables.NumberIn(settled, "v") : 0);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void A_total_is_exact_but_for_what_is_in_doubt(long found, bool isFine)
    {
        ledger.Add("sum", "n", 7, isSure: true);
        ledger.Add("sum", "n", 5, isSure: true);
        ledger.Add("sum", "n", 3, isSure: false);
        ledger.Add("sum", "n", -2, isSure: false);
        shared["sum"] = new JsonObject { ["n"] = Tables.Number(found) };

        Assert.Equal(isFine, IsFine());
    }

    [Theory]
    [InlineData(true, "a-1", "b-1", "a-2")]
    [InlineData(true, "a-1", "a-2", "b-1", "a-3")] // the last was in doubt
    [InlineData(false, "a-1", "b-1")] // lost
    [InlineData(false, "a-2", "a-1", "b-1")] // turned round
    [InlineData(false, "a-1", "a-2", "b-1", "b-1")] // twice
    [InlineData(false, "a-1", "a-2", "b-1", "c-1")] // nobody's
    public void A_list_has_each_acknowledged_element_once_and_in_its_writers_order(bool isFine, params string[] found)
    {
        foreach (string element in (string[])["a-1", "a-2", "b-1"]) ledger.AddElement("sum", "list", element, isSure: true);
        ledger.AddElement("sum", "list", "a-3", isSure: false);
        shared["sum"] = new JsonObject { ["list"] = new JsonObject { ["L"] = new JsonArray([.. found.Select(Tables.Text)]) } };

        Assert.Equal(isFine, IsFine());
    }

    [Theory]
    [InlineData(4, 4, true)]
    [InlineData(4, 5, false)] // half
    [InlineData(6, 6, false)] // never written
    public void Pairs_are_whole_and_were_written(long one, long other, bool isFine)
    {
        ledger.AddWritten("r1-pair0a", 4);
        shared["r1-pair0a"] = new JsonObject { ["n"] = Tables.Number(one) };
        shared["r1-pair0b"] = new JsonObject { ["n"] = Tables.Number(other) };

        Assert.Equal(isFine, IsFine());
    }

    [Fact]
    public void PoPs_that_differ_are_noticed()
    {
        PopContent one = new(own, new Dictionary<string, JsonObject> { ["a"] = new() { ["n"] = Tables.Number(1) } });
        PopContent other = new(own, new Dictionary<string, JsonObject> { ["a"] = new() { ["n"] = Tables.Number(2) } });

        Assert.Throws<FailException>(() => one.MustBe(other, "one and other"));
        one.MustBe(one, "one and itself");
    }

    private static JsonObject? Item(long version) => version == 0 ? null : new OwnItem(Name.Partition, Name.Sort, null).Next(version, null);

    private bool IsFine() => Record.Exception(() => LedgerCheck.Check(ledger, new PopContent(own, shared))) is null;
}

using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Tests.Planning;

/// <summary>Edits that do not fit what shows are refused by name, and change nothing.</summary>
public sealed class PlannerFaultTests
{
    private static readonly Value Item = Value.Map(
        ("n", Value.Number(1)), ("s", Value.String("t")), ("l", Value.List(Value.Number(1))), ("m", Value.Map(("k", Value.Number(2)))), ("ss", Value.StringSet("a")));

    public static TheoryData<string, DocumentEdit> Misfits => new()
    {
        { "increment of text", new DocumentEdit.Increment("s", 1) },
        { "increment of nothing", new DocumentEdit.Increment("x", 1) },
        { "append to text", new DocumentEdit.Append("s", Value.EmptyList) },
        { "append to nothing", new DocumentEdit.Append("x", Value.EmptyList) },
        { "append of a number", new DocumentEdit.Append("l", Value.Number(1)) },
        { "numbers into a set of text", new DocumentEdit.AddToSet("ss", Value.NumberSet(1)) },
        { "set into a list", new DocumentEdit.AddToSet("l", Value.StringSet("a")) },
        { "numbers out of a set of text", new DocumentEdit.RemoveFromSet("ss", Value.NumberSet(1)) },
        { "member of text", new DocumentEdit.Assign(ValuePath.Of("s").Member("k"), Value.Null) },
        { "member of nothing", new DocumentEdit.Assign(ValuePath.Of("x").Member("k"), Value.Null) },
        { "position in a map", new DocumentEdit.Assign(ValuePath.Of("m").At(0), Value.Null) },
        { "member of an element that is not there", new DocumentEdit.Assign(ValuePath.Of("l").At(7).Member("k"), Value.Null) },
        { "insertion after an element that is not there", new DocumentEdit.InsertAfter("l", 7, Value.List(Value.Null)) },
        { "increment past the end", new DocumentEdit.Increment(ValuePath.Of("l").At(7), 1) },
        { "an item that is no map", new DocumentEdit.PutItem(Value.Null) },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Edits_that_do_not_fit_are_refused(string what, DocumentEdit edit)
    {
        Document document = new Start(Item).Make();
        DocumentFault fault = Assert.Throws<DocumentFault>(() => EditPlanner.Plan(document, [edit], Start.At(10, 1), PlanOptions.Replace));
        Assert.True(fault.Kind == DocumentFaultKind.EditMismatch, $"{what}: {fault.Kind} {fault.Message}");
        Assert.Equal(Item, document.Visible);
    }

    [Fact]
    public void Taking_away_what_is_not_there_changes_nothing()
    {
        ValuePath list = "l";
        DocumentEdit[] edits = [new DocumentEdit.Remove(list.At(7)), new DocumentEdit.Remove("x"), new DocumentEdit.RemoveFromSet(list.At(8), Value.StringSet("a")), new DocumentEdit.RemoveFromSet("y", Value.StringSet("a"))];
        Document document = new Start(Item).Make();
        Assert.Equal(Item, Start.Apply(document, EditPlanner.Plan(document, edits, Start.At(10, 1))).Visible);
    }

    [Fact]
    public void A_put_cannot_share_its_request()
    {
        DocumentEdit[] edits = [new DocumentEdit.PutItem(Item), new DocumentEdit.Remove("n")];
        Assert.Equal(DocumentFaultKind.EditMismatch, Assert.Throws<DocumentFault>(() => EditPlanner.Plan(new Start(default).Make(), edits, Start.At(10, 1))).Kind);
    }

    [Theory]
    [InlineData("9.9999999999999999999999999999999999999E+125", "1E+125")]
    [InlineData("1E+125", "1")]
    [InlineData("1", "1E-50")]
    public void An_increment_out_of_range_is_refused(string number, string by)
    {
        Document document = new Start(Value.Map(("n", Value.Number(number)))).Make();
        DocumentFault fault = Assert.Throws<DocumentFault>(() => EditPlanner.Plan(document, [new DocumentEdit.Increment("n", ExactNumber.Parse(by))], Start.At(10, 1)));
        Assert.Equal(DocumentFaultKind.NumberRange, fault.Kind);
    }

    [Fact]
    public void A_stamp_that_is_not_new_is_refused()
    {
        Document document = new Start(Item).Make();
        Assert.Equal(DocumentFaultKind.StampBeyondContext, Assert.Throws<DocumentFault>(() => EditPlanner.Plan(document, [new DocumentEdit.DeleteItem()], Start.At(1, 9))).Kind);
    }

    [Fact]
    public void Merged_totals_beyond_38_digits_are_exact_and_the_next_write_starts_from_what_shows()
    {
        // Two PoPs each add what still fits; together it takes 39 digits.
        Value nines = Value.Map(("n", Value.Number(new string('9', 38))));
        Value zero = Value.Map(("n", Value.Number(0)));
        Document start = new Start(zero).Make();
        ExactNumber large = nines["n"].AsNumber();
        Delta west = EditPlanner.Plan(start, [new DocumentEdit.Increment("n", large)], Start.At(10, 1));
        Delta east = EditPlanner.Plan(start, [new DocumentEdit.Increment("n", 2)], Start.At(10, 2));
        Document merged = Start.Apply(Start.Apply(start, west), east);
        Assert.Equal(Value.Number("1E+38"), merged.Visible["n"]);

        // 10^38 + 1 was rounded to 10^38; taking all but one away shows what is really left.
        Delta back = EditPlanner.Plan(Start.Apply(start, east), [new DocumentEdit.Increment("n", -1)], Start.At(12, 2));
        Document exact = Start.Apply(merged, back);
        Assert.Equal(Value.Number("1E+38"), exact.Visible["n"]);

        // A write on what is rounded here makes what shows the new base.
        Delta next = EditPlanner.Plan(merged, [new DocumentEdit.Increment("n", ExactNumber.Parse("-1E+38"))], Start.At(13, 3));
        Assert.Equal(Value.Number(0), Start.Apply(merged, next).Visible["n"]);
    }

    [Fact]
    public void Several_elements_past_the_end_are_appended_in_the_order_of_their_positions()
    {
        Document document = new Start(Item).Make();
        ValuePath list = "l";
        DocumentEdit[] edits = [new DocumentEdit.Assign(list.At(9), Value.String("second")), new DocumentEdit.Assign(list.At(4), Value.String("first")), new DocumentEdit.Default(list.At(11), Value.Number(5)), new DocumentEdit.Increment(list.At(11), 2)];
        Document after = Start.Apply(document, EditPlanner.Plan(document, edits, Start.At(10, 1)));
        Assert.Equal(Value.List(Value.Number(1), Value.String("first"), Value.String("second"), Value.Number(7)), after.Visible["l"]);
    }
}

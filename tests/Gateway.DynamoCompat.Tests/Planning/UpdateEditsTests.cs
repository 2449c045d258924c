using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.DynamoCompat.Tests.Expressions;

namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>One row for each kind of action in the mapping of writes to edits (DOCUMENT 2.2).</summary>
public sealed class UpdateEditsTests
{
    private const string Item = """{"n":{"N":"5"},"l":{"L":[{"N":"1"}]},"ss":{"SS":["a"]},"m":{"M":{"k":{"N":"1"}}}}""";

    [Theory]
    [InlineData("SET a = :s", "Assign a S")]
    [InlineData("SET n = n + :n", "Increment n 1")]
    [InlineData("SET n = n - :n2", "Increment n -2")]
    [InlineData("SET n = :n2 + n", "Increment n 2")]
    [InlineData("SET n = n + m.k", "Increment n 1")]
    [InlineData("SET m.k = m.k + :n", "Increment m.k 1")]
    [InlineData("SET l[0] = l[0] + :n", "Increment l[0] 1")]
    [InlineData("SET n = :n - n", "Assign n N")]
    [InlineData("SET n = n + n", "Assign n N")]
    [InlineData("SET a = n + :n", "Assign a N")]
    [InlineData("SET a = n", "Assign a N")]
    [InlineData("SET n = if_not_exists(n, :n0) + :n", "Default n N, Increment n 1")]
    [InlineData("SET z = :n + if_not_exists(z, :n0)", "Default z N, Increment z 1")]
    [InlineData("SET z = if_not_exists(z, :n0) - :n", "Default z N, Increment z -1")]
    [InlineData("SET n = if_not_exists(n, :s) + :n", "Increment n 1")]
    [InlineData("SET n = if_not_exists(n, gone) + :n", "Increment n 1")]
    [InlineData("SET z = if_not_exists(n, :n0) + :n", "Assign z N")]
    [InlineData("SET z = if_not_exists(z, :s)", "Default z S")]
    [InlineData("SET n = if_not_exists(n, :s)", "Default n S")]
    [InlineData("SET n = if_not_exists(n, gone)", "")]
    [InlineData("SET z = if_not_exists(n, :s)", "Assign z N")]
    [InlineData("SET l = list_append(l, :l)", "Append l L")]
    [InlineData("SET l = list_append(:l, l)", "Prepend l L")]
    [InlineData("SET z = list_append(if_not_exists(z, :l0), :l)", "Default z L, Append z L")]
    [InlineData("SET l = list_append(:l, if_not_exists(l, :l0))", "Default l L, Prepend l L")]
    [InlineData("SET l = list_append(l, l)", "Assign l L")]
    [InlineData("SET z = list_append(l, :l)", "Assign z L")]
    [InlineData("SET l = list_append(list_append(l, :l), :l)", "Assign l L")]
    [InlineData("SET l[0] = :s, l[9] = :s", "Assign l[0] S, Assign l[9] S")]
    [InlineData("SET m = :m", "Assign m M")]
    [InlineData("ADD n :n, z :n2", "Default n N, Increment n 1, Default z N, Increment z 2")]
    [InlineData("ADD ss :ss, z :ss", "AddToSet ss StringSet, AddToSet z StringSet")]
    [InlineData("DELETE ss :ss, z :ss", "RemoveFromSet ss StringSet, RemoveFromSet z StringSet")]
    [InlineData("REMOVE n, m.k, l[0], gone", "Remove n, Remove m.k, Remove l[0], Remove gone")]
    public void An_action_becomes(string text, string expected) =>
        Assert.Equal(expected, string.Join(", ", Updates.Evaluate(text, Item).Edits.Where(edit => edit is not DocumentEdit.Touch).Select(Show)));

    [Theory]
    [InlineData("SET a = :s", true)]
    [InlineData("ADD a :n", true)]
    [InlineData("SET n = if_not_exists(n, :n0) + :n", true)]
    [InlineData("SET a = pk REMOVE b", true)]
    [InlineData("SET n = n + :n", false)]
    [InlineData("SET a = n", false)]
    [InlineData("SET a = :s, m.k = :n", false)]
    [InlineData("SET l = list_append(l, :l)", false)]
    [InlineData("REMOVE a", false)]
    [InlineData("DELETE ss :ss", false)]
    public void It_touches_the_item_if_it_would_have_created_it(string text, bool expected)
    {
        Assert.Equal(expected, Updates.Evaluate(text, Item).Edits.Any(edit => edit is DocumentEdit.Touch));
        if (expected) Assert.Contains(Updates.Evaluate(text, null).Edits, edit => edit is DocumentEdit.Touch);
    }

    [Theory]
    [InlineData("attribute_exists(pk)", false)]
    [InlineData("n = :n", false)]
    [InlineData("attribute_not_exists(pk) OR n = :n", true)]
    [InlineData("n <> :n", true)]
    [InlineData("NOT n = :n", true)]
    public void A_condition_decides_too_whether_it_would_have_created_the_item(string condition, bool expected) =>
        Assert.Equal(expected, Updates.Evaluate("SET a = :s", Item, condition).Edits.Any(edit => edit is DocumentEdit.Touch));

    [Theory]
    [InlineData("attribute_not_exists(pk)", "SET a = :s", ConditionClass.Claim)]
    [InlineData("attribute_not_exists(a)", "SET a = :s", ConditionClass.Claim)]
    [InlineData("attribute_not_exists(m.a) AND n = :n", "SET m.a = :s", ConditionClass.Claim)]
    [InlineData("NOT attribute_exists(pk)", "SET a = :s", ConditionClass.Claim)]
    [InlineData("attribute_not_exists(a) OR a = :s", "SET a = :s", ConditionClass.Claim)]
    [InlineData("attribute_not_exists(b)", "SET a = :s", ConditionClass.Other)]
    [InlineData("attribute_exists(pk)", "SET a = :s", ConditionClass.Guard)]
    [InlineData("attribute_exists(pk) AND attribute_exists(a)", "SET a = :s", ConditionClass.Guard)]
    [InlineData("NOT attribute_not_exists(a)", "SET a = :s", ConditionClass.Guard)]
    [InlineData("a = :n", "SET a = :n2", ConditionClass.CompareAndSet)]
    [InlineData(":n = a AND attribute_exists(pk)", "SET a = a + :n", ConditionClass.CompareAndSet)]
    [InlineData("NOT a <> :n", "SET a = :n2", ConditionClass.CompareAndSet)]
    [InlineData("m.v = :n", "SET m = :m", ConditionClass.CompareAndSet)]
    [InlineData("m.v = :n", "SET m.w = :n", ConditionClass.Other)]
    [InlineData("a <> :n", "SET a = :n2", ConditionClass.Other)]
    [InlineData("n >= :n", "SET n = n - :n", ConditionClass.Floor)]
    [InlineData("n > :n0", "ADD n :minus", ConditionClass.Floor)]
    [InlineData(":n <= m.k", "SET m.k = m.k + :minus", ConditionClass.Floor)]
    [InlineData("NOT n < :n", "SET n = n - :n", ConditionClass.Floor)]
    [InlineData("n >= :n", "SET n = n + :n", ConditionClass.Other)]
    [InlineData("n <= :n", "SET n = n - :n", ConditionClass.Other)]
    [InlineData("n >= :n", "SET a = :n", ConditionClass.Other)]
    [InlineData("size(a) = :n", "SET a = :n", ConditionClass.Other)]
    public void What_a_write_relies_on(string condition, string update, ConditionClass expected) =>
        Assert.Equal(expected, Expr.Condition(condition).ClassOfUpdate(Updates.Schema, Expr.Update(update).Update!));

    [Fact]
    public void What_puts_and_deletes_rely_on()
    {
        Assert.Equal(ConditionClass.Claim, Expr.Condition("attribute_not_exists(pk)").ClassOfPut(Updates.Schema, Updates.WithKey(Item)));
        Assert.Equal(ConditionClass.CompareAndSet, Expr.Condition("n = :n").ClassOfPut(Updates.Schema, Updates.WithKey(Item)));
        Assert.Equal(ConditionClass.Other, Expr.Condition("z = :n").ClassOfPut(Updates.Schema, Updates.WithKey(Item)));
        Assert.Equal(ConditionClass.CompareAndSet, Expr.Condition("n = :n").ClassOfDelete(Updates.Schema));
        Assert.Equal(ConditionClass.Guard, Expr.Condition("attribute_exists(n)").ClassOfDelete(Updates.Schema));
    }

    private static string Show(DocumentEdit edit) => edit switch
    {
        DocumentEdit.Assign assign => $"Assign {assign.Path} {Type(assign.Value)}",
        DocumentEdit.Default initial => $"Default {initial.Path} {Type(initial.Value)}",
        DocumentEdit.Increment increment => $"Increment {increment.Path} {increment.By}",
        DocumentEdit.Append append => $"Append {append.Path} {Type(append.Values)}",
        DocumentEdit.Prepend prepend => $"Prepend {prepend.Path} {Type(prepend.Values)}",
        DocumentEdit.AddToSet add => $"AddToSet {add.Path} {add.Elements.Kind}",
        DocumentEdit.RemoveFromSet remove => $"RemoveFromSet {remove.Path} {remove.Elements.Kind}",
        DocumentEdit.Remove remove => $"Remove {remove.Path}",
        _ => edit.GetType().Name,
    };

    private static string Type(Crdt.Values.Value value) => value.Kind.ToString()[..1];
}

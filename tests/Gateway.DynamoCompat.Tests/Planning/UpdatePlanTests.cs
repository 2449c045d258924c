using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tests.Expressions;

namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>What updates leave of an item.</summary>
public sealed class UpdatePlanTests
{
    private const string Item = """{"n":{"N":"5"},"s":{"S":"x"},"l":{"L":[{"N":"1"},{"N":"2"},{"N":"3"}]},"ss":{"SS":["a","b"]},"m":{"M":{"k":{"N":"1"},"l":{"L":[{"S":"q"}]}}}}""";

    [Theory]
    [InlineData("SET n = :n", "n", """{"N":"1"}""")]
    [InlineData("set n = :n2 remove s", "n", """{"N":"2"}""")]
    [InlineData("SET n = n + :n", "n", """{"N":"6"}""")]
    [InlineData("SET n = (n - :n2)", "n", """{"N":"3"}""")]
    [InlineData("SET n = :n + n", "n", """{"N":"6"}""")]
    [InlineData("SET n = :n - n", "n", """{"N":"-4"}""")]
    [InlineData("SET n = n + n", "n", """{"N":"10"}""")]
    [InlineData("SET n = n - n", "n", """{"N":"0"}""")]
    [InlineData("SET n = m.k + :n3", "n", """{"N":"4"}""")]
    [InlineData("SET n = n + m.k", "n", """{"N":"6"}""")]
    [InlineData("SET z = :n + :n2", "z", """{"N":"3"}""")]
    [InlineData("SET n = (n) + (:n)", "n", """{"N":"6"}""")]
    [InlineData("SET n = ((n) + (:n))", "n", """{"N":"6"}""")]
    [InlineData("SET z = if_not_exists(n, :n)", "z", """{"N":"5"}""")]
    [InlineData("SET z = if_not_exists(z, :n)", "z", """{"N":"1"}""")]
    [InlineData("SET n = if_not_exists(n, :n)", "n", """{"N":"5"}""")]
    [InlineData("SET n = if_not_exists(n, gone)", "n", """{"N":"5"}""")]
    [InlineData("SET z = if_not_exists(z, :n) + :n2", "z", """{"N":"3"}""")]
    [InlineData("SET n = if_not_exists(n, :s) + :n2", "n", """{"N":"7"}""")]
    [InlineData("SET z = :n2 - if_not_exists(z, :n)", "z", """{"N":"1"}""")]
    [InlineData("SET z = if_not_exists(z, if_not_exists(y, n))", "z", """{"N":"5"}""")]
    [InlineData("SET l = list_append(l, :l)", "l", """{"L":[{"N":"1"},{"N":"2"},{"N":"3"},{"N":"9"}]}""")]
    [InlineData("SET l = list_append(:l, l)", "l", """{"L":[{"N":"9"},{"N":"1"},{"N":"2"},{"N":"3"}]}""")]
    [InlineData("SET l = list_append(m.l, l)", "l", """{"L":[{"S":"q"},{"N":"1"},{"N":"2"},{"N":"3"}]}""")]
    [InlineData("SET m.l = list_append(m.l, m.l)", "m", """{"M":{"k":{"N":"1"},"l":{"L":[{"S":"q"},{"S":"q"}]}}}""")]
    [InlineData("SET z = list_append(if_not_exists(z, :l0), :l)", "z", """{"L":[{"N":"9"}]}""")]
    [InlineData("SET z = list_append(:l, if_not_exists(z, :l))", "z", """{"L":[{"N":"9"},{"N":"9"}]}""")]
    [InlineData("SET z = list_append(list_append(m.l, :l), :l)", "z", """{"L":[{"S":"q"},{"N":"9"},{"N":"9"}]}""")]
    [InlineData("SET l[1] = :s", "l", """{"L":[{"N":"1"},{"S":"s"},{"N":"3"}]}""")]
    [InlineData("SET l[10] = :s", "l", """{"L":[{"N":"1"},{"N":"2"},{"N":"3"},{"S":"s"}]}""")]
    [InlineData("SET l[11] = :n, l[10] = :n2", "l", """{"L":[{"N":"1"},{"N":"2"},{"N":"3"},{"N":"2"},{"N":"1"}]}""")]
    [InlineData("SET l[4294967294] = :n, l[4294967293] = :n2, l[9] = :n3", "l", """{"L":[{"N":"1"},{"N":"2"},{"N":"3"},{"N":"3"},{"N":"2"},{"N":"1"}]}""")]
    [InlineData("SET l[0] = :n2, l[2] = :s REMOVE l[1]", "l", """{"L":[{"N":"2"},{"S":"s"}]}""")]
    [InlineData("SET l[3] = :s REMOVE l[0]", "l", """{"L":[{"N":"2"},{"N":"3"},{"S":"s"}]}""")]
    [InlineData("SET l[1] = l[1] + :n", "l", """{"L":[{"N":"1"},{"N":"3"},{"N":"3"}]}""")]
    [InlineData("SET l[0] = if_not_exists(l[7], :s)", "l", """{"L":[{"S":"s"},{"N":"2"},{"N":"3"}]}""")]
    [InlineData("SET l[7] = if_not_exists(l[7], :s)", "l", """{"L":[{"N":"1"},{"N":"2"},{"N":"3"},{"S":"s"}]}""")]
    [InlineData("REMOVE l[0], l[1]", "l", """{"L":[{"N":"3"}]}""")] // doc Expressions.UpdateExpressions: positions are those before the update
    [InlineData("REMOVE l[5], l[4294967294]", "l", """{"L":[{"N":"1"},{"N":"2"},{"N":"3"}]}""")]
    [InlineData("SET m.z = :n REMOVE m.k", "m", """{"M":{"l":{"L":[{"S":"q"}]},"z":{"N":"1"}}}""")]
    [InlineData("SET m = :m", "m", """{"M":{"k":{"N":"9"}}}""")]
    [InlineData("ADD n :n", "n", """{"N":"6"}""")]
    [InlineData("ADD n :minus", "n", """{"N":"4"}""")]
    [InlineData("ADD z :n", "z", """{"N":"1"}""")]
    [InlineData("ADD m.k :n, m.z :n2", "m", """{"M":{"k":{"N":"2"},"l":{"L":[{"S":"q"}]},"z":{"N":"2"}}}""")]
    [InlineData("ADD l[0] :n, l[7] :n2", "l", """{"L":[{"N":"2"},{"N":"2"},{"N":"3"},{"N":"2"}]}""")]
    [InlineData("ADD z :ss", "z", """{"SS":["a"]}""")]
    [InlineData("ADD ss :ss", "ss", """{"SS":["a","b"]}""")]
    [InlineData("DELETE ss :ss", "ss", """{"SS":["b"]}""")]
    [InlineData("SET z = s, s = n", "z", """{"S":"x"}""")]
    [InlineData("SET z = s, s = n", "s", """{"N":"5"}""")]
    [InlineData("SET n = :n, z = n", "z", """{"N":"5"}""")] // all operands see the item before
    [InlineData("SET z = l[0] REMOVE l[0]", "z", """{"N":"1"}""")]
    [InlineData("SET z = pk", "z", """{"S":"p"}""")]
    public void An_update_leaves(string text, string attribute, string expected)
    {
        string after = Updates.Run(text, Item)!;

        Assert.Contains($"\"{attribute}\":{expected}", after, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("REMOVE s, gone", "s")]
    [InlineData("DELETE ss :ss2", "ss")]
    public void An_update_takes_away(string text, string attribute) =>
        Assert.DoesNotContain($"\"{attribute}\"", Updates.Run(Bound(text), Item)!, StringComparison.Ordinal);

    [Theory]
    [InlineData("SET a = :n", """{"a":{"N":"1"}}""")]
    [InlineData("ADD a :n, b :ss", """{"a":{"N":"1"},"b":{"SS":["a"]}}""")]
    [InlineData("SET a = if_not_exists(a, :n) + :n REMOVE c", """{"a":{"N":"2"}}""")]
    [InlineData("SET a = pk", """{"a":{"S":"p"}}""")]
    [InlineData("SET a = list_append(if_not_exists(a, :l0), :l)", """{"a":{"L":[{"N":"9"}]}}""")]
    [InlineData("REMOVE a", null)] // DOCUMENT, rule E: removing alone creates nothing
    [InlineData("DELETE a :ss", null)]
    [InlineData("REMOVE a DELETE b :ss", null)]
    public void An_absent_item_becomes(string text, string? expected) => Assert.Equal(expected, Updates.Run(text, null));

    [Fact]
    public void An_update_of_nothing_creates_the_item()
    {
        Assert.Equal("{}", Updates.Run(Gateway.DynamoCompat.Planning.UpdatePlan.Nothing, null));
        Assert.Equal("""{"a":{"N":"1"}}""", Updates.Run(Gateway.DynamoCompat.Planning.UpdatePlan.Nothing, """{"a":{"N":"1"}}"""));
    }

    [Fact]
    public void Attributes_come_once() => Assert.Equal(["b", "a", "c"], Expr.Update("SET b.x = :n, b.y = a, a[0] = :n REMOVE c").Update!.Attributes);

    [Theory]
    [InlineData("SET pk = :s")]
    [InlineData("SET z = :n, pk.x = :s")]
    [InlineData("REMOVE #pk")]
    [InlineData("ADD pk :n")]
    [InlineData("DELETE pk[0] :ss")]
    public void A_key_attribute_cannot_be_updated(string text) =>
        Assert.Equal(
            "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key",
            Expr.Refusal(() => Expr.Update(text).Update!.CheckKeys(Updates.Schema)));

    private static Gateway.DynamoCompat.Planning.UpdatePlan Bound(string text) =>
        Gateway.DynamoCompat.Planning.UpdatePlan.Bind(new ExpressionCache().Update(text), new Placeholders(null, Expr.Item("""{":ss2":{"SS":["a","b","c"]}}""")));
}

using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Tests.Expressions;

public sealed class ConditionTests
{
    private static readonly Value Item = Expr.Item("""
        {"pk":{"S":"p"},"s":{"S":"hello"},"n":{"N":"2"},"big":{"N":"12345678901234567890123456789012345678"},"b":{"B":"AQID"},"t":{"BOOL":true},"z":{"NULL":true},
         "ss":{"SS":["a","b"]},"ns":{"NS":["1","2"]},"bs":{"BS":["AQI="]},"uni":{"S":"é𝄞"},"nil":{"S":""},
         "l":{"L":[{"S":"a"},{"N":"1"},{"L":[{"M":{"deep":{"S":"s"}}}]},{"SS":["b","a"]}]},"m":{"M":{"k":{"N":"1"},"l":{"L":[]},"a.b":{"S":"dot"}}},"one":{"N":"1.000"}}
        """);

    [Theory]
    [InlineData("s = :hello", true)]
    [InlineData("s = :s", false)]
    [InlineData("one = :n", true)]
    [InlineData("n = :n2", true)]
    [InlineData("s <> :s", true)]
    [InlineData("s <> :n", true)]
    [InlineData("gone <> :s", true)]
    [InlineData("gone = :s", false)]
    [InlineData("gone = lost", false)]
    [InlineData("gone <> lost", true)]
    [InlineData("gone < :n", false)]
    [InlineData("NOT gone < :n", true)]
    [InlineData("n < :n3", true)]
    [InlineData("n <= :n2", true)]
    [InlineData("n > :n2", false)]
    [InlineData("n >= :n2", true)]
    [InlineData(":n < n", true)]
    [InlineData("n < :s", false)]
    [InlineData("n > :s", false)]
    [InlineData("t < :n", false)]
    [InlineData("t = :bool", true)]
    [InlineData("z = :null", true)]
    [InlineData("ss = :ba", true)]
    [InlineData("ss = :ss", false)]
    [InlineData("s < n", false)]
    [InlineData("n BETWEEN :n AND :n3", true)]
    [InlineData("n BETWEEN :n2 AND :n2", true)]
    [InlineData("n BETWEEN :n3 AND :n3", false)]
    [InlineData("s BETWEEN :n AND :n3", false)]
    [InlineData(":n2 BETWEEN one AND n", true)]
    [InlineData("gone BETWEEN :n AND :n3", false)]
    [InlineData("n IN (:s, :n2)", true)]
    [InlineData("n IN (:s, one)", false)]
    [InlineData("gone IN (:s, lost)", false)]
    [InlineData("NOT gone IN (:s)", true)]
    [InlineData("attribute_exists(m.k)", true)]
    [InlineData("attribute_exists(m.gone)", false)]
    [InlineData("attribute_exists(l[3])", true)]
    [InlineData("attribute_exists(l[4])", false)]
    [InlineData("attribute_exists(l[4294967294])", false)]
    [InlineData("attribute_exists(s.k)", false)]
    [InlineData("attribute_exists(m[0])", false)]
    [InlineData("attribute_not_exists(gone)", true)]
    [InlineData("attribute_not_exists(pk)", false)]
    [InlineData("l[2][0].deep = :s", true)]
    [InlineData("attribute_type(l, :typeL)", true)]
    [InlineData("attribute_type(gone, :typeL)", false)]
    [InlineData("attribute_type(m.k, :typeN)", true)]
    [InlineData("begins_with(s, :he)", true)]
    [InlineData("begins_with(s, :empty)", true)]
    [InlineData("begins_with(s, :s)", false)]
    [InlineData("begins_with(b, :b)", true)]
    [InlineData("begins_with(s, :b)", false)]
    [InlineData("begins_with(n, :s)", false)]
    [InlineData("contains(s, :ell)", true)]
    [InlineData("contains(s, :n)", false)]
    [InlineData("contains(s, :empty)", true)]
    [InlineData("contains(b, :b)", true)]
    [InlineData("contains(ss, :a)", true)]
    [InlineData("contains(ss, :n)", false)]
    [InlineData("contains(ns, :n)", true)]
    [InlineData("contains(bs, :b)", true)]
    [InlineData("contains(l, :a)", true)]
    [InlineData("contains(l, :n)", true)]
    [InlineData("contains(l, :ba)", true)]
    [InlineData("contains(l, :s)", false)]
    [InlineData("contains(n, :n)", false)]
    [InlineData("contains(m, :s)", false)]
    [InlineData("contains(gone, :s)", false)]
    [InlineData("contains(:hello, s)", true)]
    [InlineData("size(s) = :n5", true)]
    [InlineData("size(uni) = :n3", true)] // UTF-16 units: ExtendDB/extenddb 60, against AWS
    [InlineData("size(b) = :n3", true)]
    [InlineData("size(ss) = :n2", true)]
    [InlineData("size(l) = :n4", true)]
    [InlineData("size(m) = :n3", true)]
    [InlineData("size(nil) = :n0", true)]
    [InlineData("size(n) >= :n0", false)]
    [InlineData("size(gone) >= :n0", false)]
    [InlineData("NOT size(n) >= :n0", true)]
    [InlineData("size(s) > size(b)", true)]
    [InlineData("big = :big", true)]
    [InlineData("big > :big", false)]
    [InlineData("#m.#k = :n", true)]
    public void A_condition_holds_or_not(string text, bool expected)
    {
        Condition condition = Bind(text);
        Assert.Equal(expected, condition.IsTrue(Item));
        Assert.Equal(expected, condition.IsTrue(Item));
    }

    [Theory]
    [InlineData("n = :n2 OR n = :n AND n = :n", true)]
    [InlineData("(n = :n2 OR n = :n) AND n = :n", false)]
    [InlineData("NOT n = :n AND n = :n", false)]
    [InlineData("NOT (n = :n AND n = :n)", true)]
    [InlineData("NOT n = :n OR n = :n", true)]
    [InlineData("NOT NOT n = :n2", true)]
    [InlineData("n = :n OR n = :n OR n = :n2", true)]
    [InlineData("n = :n2 AND NOT n = :n AND n = :n2", true)]
    [InlineData("n BETWEEN :n AND :n3 AND n = :n2", true)]
    [InlineData("n = :n AND n = :n OR n = :n2 AND n = :n2", true)]
    public void Not_binds_before_and_and_before_or(string text, bool expected) => Assert.Equal(expected, Bind(text).IsTrue(Item));

    [Theory]
    [InlineData("attribute_not_exists(pk)", true)]
    [InlineData("attribute_exists(pk)", false)]
    [InlineData("a = :s", false)]
    [InlineData("a <> :s", true)]
    [InlineData("size(a) = :n", false)]
    [InlineData(":s = :s", true)]
    public void An_absent_item_has_no_attributes(string text, bool expected) => Assert.Equal(expected, Bind(text).IsTrue(default));

    [Fact]
    public void Attributes_come_once_in_the_order_of_the_text() =>
        Assert.Equal(["b", "a", "c", "d"], Expr.Condition("b.x = :n AND (a = :n OR size(b) = :n) AND NOT contains(c, #d)").Attributes);

    private static Condition Bind(string text)
    {
        ParsedCondition parsed = new ExpressionCache().Condition(ExpressionKind.Condition, text);
        Value values = Expr.Item("""
            {":hello":{"S":"hello"},":s":{"S":"s"},":he":{"S":"he"},":ell":{"S":"ell"},":empty":{"S":""},":a":{"S":"a"},":b":{"B":"AQI="},":bool":{"BOOL":true},":null":{"NULL":true},
             ":n0":{"N":"0"},":n":{"N":"1"},":n2":{"N":"2"},":n3":{"N":"3"},":n4":{"N":"4"},":n5":{"N":"5"},":ba":{"SS":["b","a"]},":ss":{"SS":["a"]},
             ":typeL":{"S":"L"},":typeN":{"S":"N"},":big":{"N":"12345678901234567890123456789012345678"}}
            """);
        return Condition.Bind(parsed, ExpressionKind.Condition, new Placeholders(new Dictionary<string, string> { ["#m"] = "m", ["#k"] = "k" }, values));
    }
}

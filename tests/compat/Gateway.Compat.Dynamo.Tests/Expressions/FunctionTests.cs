using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Expressions;

/// <summary>The functions of conditions and filters.</summary>
public sealed class FunctionTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const string Item = "{s: 'hello', n: 5, b: b'AQID', t: true, z: null, l: [1, 'x', <'q'>], m: {x: 1, y: {}}, ss: <'a', 'bc'>, ns: <1, 2>, bs: <b'AA=='>, u: 'äöü€'}";

    [Theory]
    [InlineData("attribute_exists(s)", true)]
    [InlineData("attribute_exists(z)", true)]
    [InlineData("attribute_exists(absent)", false)]
    [InlineData("attribute_exists(m.x)", true)]
    [InlineData("attribute_exists(m.q)", false)]
    [InlineData("attribute_exists(l[2])", true)]
    [InlineData("attribute_exists(l[3])", false)]
    [InlineData("attribute_exists(s[0])", false)]
    [InlineData("attribute_not_exists(s)", false)]
    [InlineData("attribute_not_exists(absent)", true)]
    [InlineData("attribute_not_exists(m.q)", true)]
    [InlineData("attribute_not_exists(absent.q[1])", true)]
    [InlineData("NOT attribute_exists(absent)", true)]
    public async Task Existence(string condition, bool expected) => Assert.Equal(Text(expected), await table.AskedAsync(Item, condition));

    [Theory]
    [InlineData("s", "S")]
    [InlineData("n", "N")]
    [InlineData("b", "B")]
    [InlineData("t", "BOOL")]
    [InlineData("z", "NULL")]
    [InlineData("l", "L")]
    [InlineData("m", "M")]
    [InlineData("ss", "SS")]
    [InlineData("ns", "NS")]
    [InlineData("bs", "BS")]
    [InlineData("m.y", "M")]
    [InlineData("l[2]", "SS")]
    public async Task Attribute_type_knows_every_type(string path, string type)
    {
        Assert.Equal("true", await table.AskedAsync(Item, $"attribute_type({path}, :t)", $"{{:t: '{type}'}}"));
        Assert.Equal("false", await table.AskedAsync(Item, $"attribute_type({path}, :t)", $"{{:t: '{(type == "S" ? "N" : "S")}'}}"));
    }

    [Theory]
    [InlineData("begins_with(s, :v)", "'he'", true)]
    [InlineData("begins_with(s, :v)", "'hello'", true)]
    [InlineData("begins_with(s, :v)", "'hello!'", false)]
    [InlineData("begins_with(s, :v)", "'el'", false)]
    [InlineData("begins_with(s, :v)", "'He'", false)]
    [InlineData("begins_with(s, :v)", "''", true)]
    [InlineData("begins_with(b, :v)", "b'AQI='", true)]
    [InlineData("begins_with(b, :v)", "b'Ag=='", false)]
    [InlineData("begins_with(n, :v)", "'5'", false)]
    [InlineData("begins_with(absent, :v)", "'5'", false)]
    [InlineData("begins_with(l[1], :v)", "'x'", true)]
    [InlineData("begins_with(s, :v)", "b'aGU='", false)]
    [InlineData("NOT begins_with(s, :v)", "'x'", true)]
    public async Task Begins_with(string condition, string value, bool expected) => Assert.Equal(Text(expected), await table.AskedAsync(Item, condition, $"{{:v: {value}}}"));

    [Theory]
    [InlineData("contains(s, :v)", "'ell'", true)]
    [InlineData("contains(s, :v)", "'hello'", true)]
    [InlineData("contains(s, :v)", "'x'", false)]
    [InlineData("contains(s, :v)", "''", true)]
    [InlineData("contains(s, :v)", "5", false)]
    [InlineData("contains(b, :v)", "b'Ag=='", true)]
    [InlineData("contains(b, :v)", "b'AgM='", true)]
    [InlineData("contains(b, :v)", "b'BA=='", false)]
    [InlineData("contains(ss, :v)", "'a'", true)]
    [InlineData("contains(ss, :v)", "'b'", false)]
    [InlineData("contains(ns, :v)", "2.0", true)]
    [InlineData("contains(ns, :v)", "'2'", false)]
    [InlineData("contains(bs, :v)", "b'AA=='", true)]
    [InlineData("contains(l, :v)", "1", true)]
    [InlineData("contains(l, :v)", "'x'", true)]
    [InlineData("contains(l, :v)", "<'q'>", true)]
    [InlineData("contains(l, :v)", "2", false)]
    [InlineData("contains(n, :v)", "5", false)]
    [InlineData("contains(m, :v)", "'x'", false)]
    [InlineData("contains(absent, :v)", "'x'", false)]
    [InlineData("contains(l[2], :v)", "'q'", true)]
    [InlineData("contains(:v, l[1])", "'axb'", true)]
    [InlineData("contains(s, l[1]) OR s = :v", "'hello'", true)]
    public async Task Contains(string condition, string value, bool expected) => Assert.Equal(Text(expected), await table.AskedAsync(Item, condition, $"{{:v: {value}}}"));

    [Theory]
    [InlineData("size(s) = :v", "5", true)]
    [InlineData("size(u) = :v", "4", true, Traits = new[] { "Certainty", "Guess" })]
    [InlineData("size(b) = :v", "3", true)]
    [InlineData("size(l) = :v", "3", true)]
    [InlineData("size(m) = :v", "2", true)]
    [InlineData("size(m.y) = :v", "0", true)]
    [InlineData("size(ss) = :v", "2", true)]
    [InlineData("size(ns) > :v", "1", true)]
    [InlineData("size(bs) <> :v", "1", false)]
    [InlineData("size(s) BETWEEN :v AND n", "4", true)]
    [InlineData("size(s) IN (:v)", "5", true)]
    [InlineData("size(n) = :v", "1", false)]
    [InlineData("size(t) = :v", "1", false)]
    [InlineData("size(z) = :v", "0", false)]
    [InlineData("size(absent) = :v", "0", false)]
    [InlineData("size(n) <> :v", "1", true, Traits = new[] { "Certainty", "Guess" })]
    [InlineData("size(absent) <> :v", "1", true, Traits = new[] { "Certainty", "Guess" })]
    [InlineData(":v < size(s)", "4", true)]
    [InlineData("size(s) = n AND size(l) < :v", "4", true)]
    [InlineData("size(s) = size(l) OR n = :v", "5", true)]
    [InlineData("size(s) = :v", "'5'", false)]
    public async Task Size(string condition, string value, bool expected) => Assert.Equal(Text(expected), await table.AskedAsync(Item, condition, $"{{:v: {value}}}"));

    [Theory]
    [InlineData("attribute_exists(e)", true)]
    [InlineData("size(e) = size(x)", true)]
    [InlineData("begins_with(s, e)", true)]
    [InlineData("contains(s, e)", true)]
    [InlineData("e < s", true)]
    [InlineData("e = x", false)]
    public async Task Empty_values_are_values(string condition, bool expected) => Assert.Equal(Text(expected), await table.AskedAsync("{e: '', x: b'', s: 'a'}", condition));

    private static string Text(bool expected) => expected ? "true" : "false";
}

using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Updates;

/// <summary>SET: values, arithmetic, functions, paths. Source: doc Expressions.UpdateExpressions.</summary>
public sealed class UpdateSetTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const string WrongType = "ValidationException: An operand in the update expression has an incorrect data type";
    private const string Missing = "ValidationException: The provided expression refers to an attribute that does not exist in the item";
    private const string WrongPath = "ValidationException: The document path provided in the update expression is invalid for update";

    [Theory]
    [InlineData("none", "SET a = :v", "{:v: 1}", "{a: 1}")]
    [InlineData("{a: 0, b: 2}", "SET a = :v", "{:v: 'x'}", "{a: 'x', b: 2}")]
    [InlineData("{}", "SET a = :v", "{:v: ''}", "{a: ''}")]
    [InlineData("{}", "SET a = :v", "{:v: b''}", "{a: b''}")]
    [InlineData("{}", "SET a = :v", "{:v: b'AAEC'}", "{a: b'AAEC'}")]
    [InlineData("{}", "SET a = :v", "{:v: true}", "{a: true}")]
    [InlineData("{}", "SET a = :v", "{:v: null}", "{a: null}")]
    [InlineData("{}", "SET a = :v", "{:v: []}", "{a: []}")]
    [InlineData("{}", "SET a = :v", "{:v: {}}", "{a: {}}")]
    [InlineData("{}", "SET a = :v", "{:v: <'y', 'x'>}", "{a: <'x', 'y'>}")]
    [InlineData("{}", "SET a = :v", "{:v: <2, 1>}", "{a: <1, 2>}")]
    [InlineData("{}", "SET a = :v", "{:v: <b'AQ==', b'AA=='>}", "{a: <b'AA==', b'AQ=='>}")]
    [InlineData("{}", "SET a = :v, b = :v, c = :w", "{:v: 1, :w: 2}", "{a: 1, b: 1, c: 2}")]
    [InlineData("{}", "set a = :v", "{:v: 1}", "{a: 1}")]
    [InlineData("{}", "SeT a=:v,b=:v", "{:v: 1}", "{a: 1, b: 1}")]
    [InlineData("{a: 1}", "SET b = a", null, "{a: 1, b: 1}")]
    [InlineData("{a: {x: [1, 2]}}", "SET b = a.x[1]", null, "{a: {x: [1, 2]}, b: 2}")]
    [InlineData("{a: 1, b: 2}", "SET a = b, b = a", null, "{a: 2, b: 1}")]
    [InlineData("{a: 1}", "SET a = :v, b = a", "{:v: 5}", "{a: 5, b: 1}")]
    [InlineData("{a: 1}", "SET a = (:v)", "{:v: 5}", "{a: 5}")]
    [InlineData("{a: 1}", "SET a = (a + :v)", "{:v: 5}", "{a: 6}")]
    public async Task Set_assigns(string before, string update, string? values, string after) => Assert.Equal(Items.Normal(after), await table.UpdatedAsync(before, update, values));

    [Theory]
    [InlineData("{n: 1}", "SET n = n + :v", "{:v: 2}", "{n: 3}")]
    [InlineData("{n: 1}", "SET n = n - :v", "{:v: 2}", "{n: -1}")]
    [InlineData("{n: 1}", "SET n = :v - n", "{:v: 10}", "{n: 9}")]
    [InlineData("{}", "SET n = :v + :w", "{:v: 1, :w: 2.5}", "{n: 3.5}")]
    [InlineData("{a: 1, b: 2}", "SET c = a + b", null, "{a: 1, b: 2, c: 3}")]
    [InlineData("{n: 0.1}", "SET n = n + :v", "{:v: 0.2}", "{n: 0.3}")]
    [InlineData("{n: 5}", "SET n = n - :v", "{:v: 5}", "{n: 0}")]
    [InlineData("{n: 99999999999999999999999999999999999998}", "SET n = n + :v", "{:v: 1}", "{n: 99999999999999999999999999999999999999}")]
    [InlineData("{n: 1}", "SET n = n+:v", "{:v: 1}", "{n: 2}")]
    [InlineData("{m: {n: 1}}", "SET m.n = m.n + :v", "{:v: 1}", "{m: {n: 2}}")]
    [InlineData("{l: [1, 2]}", "SET l[1] = l[0] + l[1]", null, "{l: [1, 3]}")]
    [InlineData("{}", "SET n = if_not_exists(n, :zero) + :v", "{:zero: 0, :v: 4}", "{n: 4}")]
    [InlineData("{n: 3}", "SET n = if_not_exists(n, :zero) + :v", "{:zero: 0, :v: 4}", "{n: 7}")]
    [InlineData("{n: 3}", "SET n = :v - if_not_exists(n, :zero)", "{:zero: 0, :v: 4}", "{n: 1}")]
    public async Task Set_computes(string before, string update, string? values, string after) => Assert.Equal(Items.Normal(after), await table.UpdatedAsync(before, update, values));

    [Theory]
    [InlineData("{}", "SET a = if_not_exists(a, :v)", "{:v: 1}", "{a: 1}")]
    [InlineData("{a: 0}", "SET a = if_not_exists(a, :v)", "{:v: 1}", "{a: 0}")]
    [InlineData("{a: null}", "SET a = if_not_exists(a, :v)", "{:v: 1}", "{a: null}")]
    [InlineData("{b: 7}", "SET a = if_not_exists(a, b)", null, "{a: 7, b: 7}")]
    [InlineData("none", "SET a = if_not_exists(a, :v)", "{:v: 1}", "{a: 1}")]
    [InlineData("{b: 7}", "SET a = if_not_exists(b, :v)", "{:v: 1}", "{a: 7, b: 7}")]
    [InlineData("{m: {}}", "SET m.x = if_not_exists(m.x, :v)", "{:v: 1}", "{m: {x: 1}}")]
    [InlineData("{}", "SET a = if_not_exists(b, if_not_exists(c, :v))", "{:v: 1}", "{a: 1}")]
    public async Task If_not_exists_takes_what_is_there_first(string before, string update, string? values, string after) =>
        Assert.Equal(Items.Normal(after), await table.UpdatedAsync(before, update, values));

    [Theory]
    [InlineData("{l: [1]}", "SET l = list_append(l, :v)", "{:v: [2, 3]}", "{l: [1, 2, 3]}")]
    [InlineData("{l: [1]}", "SET l = list_append(:v, l)", "{:v: [2, 3]}", "{l: [2, 3, 1]}")]
    [InlineData("{l: []}", "SET l = list_append(l, :v)", "{:v: []}", "{l: []}")]
    [InlineData("{}", "SET l = list_append(if_not_exists(l, :e), :v)", "{:e: [], :v: ['x']}", "{l: ['x']}")]
    [InlineData("{a: [1], b: [2]}", "SET c = list_append(a, b)", null, "{a: [1], b: [2], c: [1, 2]}")]
    [InlineData("{l: [1]}", "SET l = list_append(l, l)", null, "{l: [1, 1]}")]
    [InlineData("{m: {l: [1]}}", "SET m.l = list_append(m.l, :v)", "{:v: [{a: 1}]}", "{m: {l: [1, {a: 1}]}}")]
    [InlineData("{l: [[1]]}", "SET l[0] = list_append(l[0], :v)", "{:v: [2]}", "{l: [[1, 2]]}")]
    public async Task List_append_joins_lists(string before, string update, string? values, string after) => Assert.Equal(Items.Normal(after), await table.UpdatedAsync(before, update, values));

    [Theory]
    [InlineData("{m: {a: 1}}", "SET m.b = :v", "{:v: 2}", "{m: {a: 1, b: 2}}")]
    [InlineData("{m: {a: {b: {c: 1}}}}", "SET m.a.b.c = :v", "{:v: 2}", "{m: {a: {b: {c: 2}}}}")]
    [InlineData("{l: [1, 2, 3]}", "SET l[1] = :v", "{:v: 'x'}", "{l: [1, 'x', 3]}")]
    [InlineData("{l: [1, 2]}", "SET l[2] = :v", "{:v: 3}", "{l: [1, 2, 3]}")]
    [InlineData("{l: [1, 2]}", "SET l[99] = :v", "{:v: 3}", "{l: [1, 2, 3]}")]
    [InlineData("{l: []}", "SET l[5] = :v", "{:v: 3}", "{l: [3]}")]
    [InlineData("{l: [1]}", "SET l[9] = :v, l[5] = :w", "{:v: 9, :w: 5}", "{l: [1, 5, 9]}")]
    [InlineData("{l: [{a: 1}]}", "SET l[0].a = :v", "{:v: 2}", "{l: [{a: 2}]}")]
    [InlineData("{l: [[1], [2]]}", "SET l[1][0] = :v", "{:v: 3}", "{l: [[1], [3]]}")]
    [InlineData("{m: {a: 1}}", "SET m = :v", "{:v: {b: 2}}", "{m: {b: 2}}")]
    [InlineData("{m: {a: 1}}", "SET m.a = :v, m.b = :v", "{:v: 2}", "{m: {a: 2, b: 2}}")]
    [InlineData("{l: [1, 2, 3]}", "SET l[0] = l[2], l[2] = l[0]", null, "{l: [3, 2, 1]}")]
    [InlineData("{m: {l: [{x: 1}]}}", "SET m.l[0].y = m.l[0].x", null, "{m: {l: [{x: 1, y: 1}]}}")]
    public async Task Set_reaches_into_documents(string before, string update, string? values, string after) => Assert.Equal(Items.Normal(after), await table.UpdatedAsync(before, update, values));

    [Theory]
    [InlineData("{'a.b': 1}", "SET #n = :v", "{:v: 2}", "#n=a.b", "{'a.b': 2}")]
    [InlineData("{a: {b: 1}}", "SET #n.#m = :v", "{:v: 2}", "#n=a,#m=b", "{a: {b: 2}}")]
    [InlineData("{}", "SET #n = :v", "{:v: 2}", "#n=size", "{size: 2}")]
    [InlineData("{}", "SET #1 = :1", "{:1: 2}", "#1=x", "{x: 2}")]
    [InlineData("{}", "SET #_a = :_a", "{:_a: 2}", "#_a=x y", "{'x y': 2}")]
    [InlineData("{l: [1]}", "SET #l[0] = :v", "{:v: 2}", "#l=l", "{l: [2]}")]
    public async Task Placeholders_stand_for_names_that_are_not_plain(string before, string update, string values, string names, string after) =>
        Assert.Equal(Items.Normal(after), await table.UpdatedAsync(before, update, values, names));

    [Theory]
    [InlineData("{a: 'x'}", "SET a = a + :v", "{:v: 1}", WrongType)]
    [InlineData("{a: true}", "SET a = :v - a", "{:v: 1}", WrongType)]
    [InlineData("{a: <1>}", "SET a = a + :v", "{:v: 1}", WrongType)]
    [InlineData("{a: 'x'}", "SET a = list_append(a, :v)", "{:v: [1]}", WrongType)]
    [InlineData("{a: <'x'>}", "SET a = list_append(:v, a)", "{:v: [1]}", WrongType)]
    [InlineData("{a: 'x'}", "SET b = if_not_exists(a, :v) + :v", "{:v: 1}", WrongType)]
    [InlineData("{}", "SET a = b", null, Missing)]
    [InlineData("none", "SET a = b", null, Missing)]
    [InlineData("{}", "SET a = a + :v", "{:v: 1}", Missing)]
    [InlineData("{}", "SET a = list_append(a, :v)", "{:v: [1]}", Missing)]
    [InlineData("{l: [1]}", "SET a = l[1]", null, Missing)]
    [InlineData("{m: {}}", "SET a = m.b", null, Missing)]
    [InlineData("{a: 1}", "SET b = a.c", null, Missing)]
    [InlineData("{}", "SET m.a = :v", "{:v: 1}", WrongPath)]
    [InlineData("none", "SET m.a = :v", "{:v: 1}", WrongPath)]
    [InlineData("{m: 1}", "SET m.a = :v", "{:v: 1}", WrongPath)]
    [InlineData("{m: [1]}", "SET m.a = :v", "{:v: 1}", WrongPath)]
    [InlineData("{m: {}}", "SET m[0] = :v", "{:v: 1}", WrongPath)]
    [InlineData("{m: {}}", "SET m.a.b = :v", "{:v: 1}", WrongPath)]
    [InlineData("{l: [1]}", "SET l[1].a = :v", "{:v: 1}", WrongPath)]
    [InlineData("{l: <1>}", "SET l[0] = :v", "{:v: 1}", WrongPath)]
    public async Task Set_is_refused_when_the_item_does_not_fit(string before, string update, string? values, string refusal) =>
        Assert.Equal(refusal, await table.UpdatedAsync(before, update, values));

    [Fact]
    public async Task A_refused_update_changes_nothing()
    {
        string key = await table.PutNewAsync("{a: 1}");

        await Refusal.OfAsync(() => table.UpdateAsync(key, "SET b = :v, c = d", "{:v: 1}"));

        Assert.Equal("{a: 1}", await table.ShownAsync(key));
    }

    [Fact]
    public async Task A_refused_update_of_an_absent_item_creates_none()
    {
        string key = table.NextKey();

        await Refusal.OfAsync(() => table.UpdateAsync(key, "SET b = c"));

        Assert.Equal("none", await table.ShownAsync(key));
    }
}

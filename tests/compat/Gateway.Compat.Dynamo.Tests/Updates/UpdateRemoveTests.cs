using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Updates;

/// <summary>REMOVE, and several clauses in one expression.</summary>
public sealed class UpdateRemoveTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const string WrongPath = "ValidationException: The document path provided in the update expression is invalid for update";

    [Theory]
    [InlineData("{a: 1, b: 2}", "REMOVE a", "{b: 2}")]
    [InlineData("{a: 1, b: 2}", "REMOVE a, b", "{}")]
    [InlineData("{a: 1}", "REMOVE b", "{a: 1}")]
    [InlineData("none", "REMOVE b", "none")]
    [InlineData("{m: {a: 1, b: 2}}", "REMOVE m.a", "{m: {b: 2}}")]
    [InlineData("{m: {a: 1}}", "REMOVE m.a", "{m: {}}")]
    [InlineData("{m: {}}", "REMOVE m.a", "{m: {}}")]
    [InlineData("{l: [1, 2, 3]}", "REMOVE l[1]", "{l: [1, 3]}")]
    [InlineData("{l: [1, 2, 3]}", "REMOVE l[0], l[1]", "{l: [3]}")]
    [InlineData("{l: [1, 2, 3]}", "REMOVE l[2], l[0]", "{l: [2]}")]
    [InlineData("{l: [1, 2, 3]}", "REMOVE l[3]", "{l: [1, 2, 3]}")]
    [InlineData("{l: [1]}", "REMOVE l[0]", "{l: []}")]
    [InlineData("{l: [{a: 1, b: 2}]}", "REMOVE l[0].a", "{l: [{b: 2}]}")]
    [InlineData("{l: [[1, 2]]}", "REMOVE l[0][1]", "{l: [[1]]}")]
    public async Task Remove_takes_away(string before, string update, string after) => Assert.Equal(Items.Normal(after), await table.UpdatedAsync(before, update));

    [Theory]
    [InlineData("{a: 1, b: 2}", "SET c = :v REMOVE a", "{:v: 3}", "{b: 2, c: 3}")]
    [InlineData("{a: 1, b: 2}", "REMOVE a SET c = a", null, "{b: 2, c: 1}")]
    [InlineData("{a: 1, n: 1, s: <'x', 'y'>}", "REMOVE a ADD n :one SET b = :one DELETE s :x", "{:one: 1, :x: <'x'>}", "{b: 1, n: 2, s: <'y'>}")]
    [InlineData("{l: [1, 2, 3]}", "SET l[0] = :v REMOVE l[1]", "{:v: 9}", "{l: [9, 3]}")]
    [InlineData("{l: [1, 2, 3]}", "REMOVE l[0] SET l[1] = :v", "{:v: 9}", "{l: [9, 3]}")]
    [InlineData("{l: [1, 2, 3]}", "REMOVE l[0] SET l[3] = :v", "{:v: 9}", "{l: [2, 3, 9]}")]
    [InlineData("{m: {a: 1, b: 2}}", "SET m.c = m.a REMOVE m.a", null, "{m: {b: 2, c: 1}}")]
    [InlineData("{a: 1}", "REMOVE a ADD n :v", "{:v: 1}", "{n: 1}")]
    public async Task Clauses_all_see_the_item_as_it_was(string before, string update, string? values, string after) =>
        Assert.Equal(Items.Normal(after), await table.UpdatedAsync(before, update, values));

    [Theory]
    [InlineData("{}", "REMOVE m.a", WrongPath)]
    [InlineData("{m: 1}", "REMOVE m.a", WrongPath)]
    [InlineData("{m: {}}", "REMOVE m.a.b", WrongPath)]
    [InlineData("{}", "REMOVE l[0]", WrongPath)]
    [InlineData("{l: {}}", "REMOVE l[0]", WrongPath)]
    [InlineData("{l: []}", "REMOVE l[0].a", WrongPath)]
    public async Task Remove_is_refused_when_the_way_there_is_missing(string before, string update, string refusal) => Assert.Equal(refusal, await table.UpdatedAsync(before, update));
}

using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Tests.Expressions;

public sealed class ProjectionTests
{
    private static readonly Value Item = Expr.Item("""
        {"pk":{"S":"p"},"a":{"S":"A"},
         "m":{"M":{"x":{"N":"1"},"y":{"N":"2"},"l":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"M":{"q":{"S":"Q"},"r":{"S":"R"}}}]}}},
         "l":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"L":[{"N":"30"},{"N":"31"}]}]}}
        """);

    [Theory]
    [InlineData("a", """{"M":{"a":{"S":"A"}}}""")]
    [InlineData("pk, #a", """{"M":{"a":{"S":"A"},"pk":{"S":"p"}}}""")]
    [InlineData("m.x, a", """{"M":{"a":{"S":"A"},"m":{"M":{"x":{"N":"1"}}}}}""")]
    [InlineData("m.y,m.x", """{"M":{"m":{"M":{"x":{"N":"1"},"y":{"N":"2"}}}}}""")]
    [InlineData("m.l[2],m.l[0]", """{"M":{"m":{"M":{"l":{"L":[{"N":"0"},{"N":"2"}]}}}}}""")]
    [InlineData("l[3],l[0]", """{"M":{"l":{"L":[{"N":"0"},{"L":[{"N":"30"},{"N":"31"}]}]}}}""")]
    [InlineData("l[3][1]", """{"M":{"l":{"L":[{"L":[{"N":"31"}]}]}}}""")]
    [InlineData("l[1],l[3][0],l[2]", """{"M":{"l":{"L":[{"N":"1"},{"N":"2"},{"L":[{"N":"30"}]}]}}}""")]
    [InlineData("m.l[3].q", """{"M":{"m":{"M":{"l":{"L":[{"M":{"q":{"S":"Q"}}}]}}}}}""")]
    [InlineData("m.gone.x, m.l[9], m.l[3].z", """{"M":{}}""")]
    [InlineData("m.x, m.gone", """{"M":{"m":{"M":{"x":{"N":"1"}}}}}""")]
    [InlineData("l[9], l[4294967294]", """{"M":{}}""")]
    [InlineData("a.x, a2[0], m[0], l.x", """{"M":{}}""")]
    [InlineData("gone", """{"M":{}}""")]
    [InlineData("a [0] . b, pk", """{"M":{"pk":{"S":"p"}}}""")]
    public void The_named_parts_stay_in_their_place(string text, string expected) => Assert.Equal(expected, Expr.Projection(text).Of(Item).ToString());

    [Theory]
    [InlineData("", "The expression can not be empty;")]
    [InlineData("name", "Attribute name is a reserved keyword; reserved keyword: name")]
    [InlineData("a.Name", "Attribute name is a reserved keyword; reserved keyword: Name")]
    [InlineData("#undefined", "An expression attribute name used in the document path is not defined; attribute name: #undefined")]
    [InlineData("a, a", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]")]
    [InlineData("a, #a", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]")]
    [InlineData("m.x, m", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m, x], path two: [m]")]
    [InlineData("m, z, m.x", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, x]")]
    [InlineData("l[0].a, l[0]", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [l, [0], a], path two: [l, [0]]")]
    [InlineData("m.x, m[0]", "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, x], path two: [m, [0]]")]
    [InlineData("m.x, m[0], a, a", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]")]
    [InlineData("a[4294967295]", "List index is not within the allowable range; index: [4294967295]")]
    public void Refusals(string text, string message) => Assert.Equal($"Invalid ProjectionExpression: {message}", Expr.Refusal(ExpressionKind.Projection, text));

    [Fact]
    public void Attributes_come_once() => Assert.Equal(["m", "a"], Expr.Projection("m.x, #a, m.y").Attributes);

    [Fact]
    public void An_item_without_the_parts_gives_an_empty_map() => Assert.Equal(Value.EmptyMap, Expr.Projection("m.x").Of(Value.EmptyMap));
}

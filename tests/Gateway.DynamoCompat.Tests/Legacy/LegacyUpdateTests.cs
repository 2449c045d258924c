using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Planning;
using Gateway.DynamoCompat.Tests.Expressions;
using Gateway.DynamoCompat.Tests.Planning;

namespace Gateway.DynamoCompat.Tests.Legacy;

/// <summary>AttributeUpdates; as dynalite 4.0.0 answers.</summary>
public sealed class LegacyUpdateTests
{
    private const string Invalid = "One or more parameter values were invalid: ";
    private const string Item = """{"n":{"N":"5"},"l":{"L":[{"N":"1"}]},"ss":{"SS":["a","b"]}}""";

    [Theory]
    [InlineData("""{"a":{}}""", "Only DELETE action is allowed when no attribute value is specified")]
    [InlineData("""{"a":{"Action":"PUT"}}""", "Only DELETE action is allowed when no attribute value is specified")]
    [InlineData("""{"a":{"Action":"ADD"}}""", "Only DELETE action is allowed when no attribute value is specified")]
    [InlineData("""{"a":{"Action":"ADD","Value":{"S":"a"}}}""", "ADD action is not supported for the type S")]
    [InlineData("""{"a":{"Action":"ADD","Value":{"B":"AQ=="}}}""", "ADD action is not supported for the type B")]
    [InlineData("""{"a":{"Action":"ADD","Value":{"BOOL":true}}}""", "ADD action is not supported for the type BOOL")]
    [InlineData("""{"a":{"Action":"ADD","Value":{"NULL":true}}}""", "ADD action is not supported for the type NULL")]
    [InlineData("""{"a":{"Action":"ADD","Value":{"M":{}}}}""", "ADD action is not supported for the type M")]
    [InlineData("""{"a":{"Action":"DELETE","Value":{"N":"1"}}}""", "DELETE action with value is not supported for the type N")]
    [InlineData("""{"a":{"Action":"DELETE","Value":{"L":[]}}}""", "DELETE action with value is not supported for the type L")]
    public void Refusals(string updates, string message) => Assert.Equal(Invalid + message, Expr.Refusal(() => Read(updates)));

    [Theory]
    [InlineData("""{"a":{"Value":{"S":"x"}}}""", """{"a":{"S":"x"},"l":{"L":[{"N":"1"}]},"n":{"N":"5"},"ss":{"SS":["a","b"]}}""")]
    [InlineData("""{"n":{"Action":"PUT","Value":{"S":"x"}},"l":{"Action":"DELETE"}}""", """{"n":{"S":"x"},"ss":{"SS":["a","b"]}}""")]
    [InlineData("""{"n":{"Action":"ADD","Value":{"N":"-2"}}}""", """{"l":{"L":[{"N":"1"}]},"n":{"N":"3"},"ss":{"SS":["a","b"]}}""")]
    [InlineData("""{"z":{"Action":"ADD","Value":{"N":"2"}},"ss":{"Action":"DELETE"}}""", """{"l":{"L":[{"N":"1"}]},"n":{"N":"5"},"z":{"N":"2"}}""")]
    [InlineData("""{"l":{"Action":"ADD","Value":{"L":[{"S":"x"}]}}}""", """{"l":{"L":[{"N":"1"},{"S":"x"}]},"n":{"N":"5"},"ss":{"SS":["a","b"]}}""")]
    [InlineData("""{"ss":{"Action":"ADD","Value":{"SS":["c"]}}}""", """{"l":{"L":[{"N":"1"}]},"n":{"N":"5"},"ss":{"SS":["a","b","c"]}}""")]
    [InlineData("""{"ss":{"Action":"DELETE","Value":{"SS":["a","b"]}}}""", """{"l":{"L":[{"N":"1"}]},"n":{"N":"5"}}""")]
    [InlineData("""{"a.b":{"Value":{"S":"x"}},"l":{"Action":"DELETE"},"ss":{"Action":"DELETE"}}""", """{"a.b":{"S":"x"},"n":{"N":"5"}}""")]
    [InlineData("{}", """{"l":{"L":[{"N":"1"}]},"n":{"N":"5"},"ss":{"SS":["a","b"]}}""")]
    public void Updates_leave(string updates, string expected) => Assert.Equal(expected, Updates.Run(Read(updates), Item));

    [Theory]
    [InlineData("""{"a":{"Value":{"S":"x"}}}""", """{"a":{"S":"x"}}""")]
    [InlineData("""{"a":{"Action":"ADD","Value":{"L":[{"S":"x"}]}}}""", """{"a":{"L":[{"S":"x"}]}}""")]
    [InlineData("""{"a":{"Action":"DELETE"}}""", null)]
    [InlineData("{}", "{}")]
    public void An_absent_item_becomes(string updates, string? expected) => Assert.Equal(expected, Updates.Run(Read(updates), null));

    [Theory]
    [InlineData("""{"n":{"Action":"ADD","Value":{"SS":["a"]}}}""")]
    [InlineData("""{"n":{"Action":"ADD","Value":{"L":[]}}}""")]
    [InlineData("""{"ss":{"Action":"ADD","Value":{"NS":["1"]}}}""")]
    [InlineData("""{"l":{"Action":"ADD","Value":{"N":"1"}}}""")]
    [InlineData("""{"n":{"Action":"DELETE","Value":{"SS":["a"]}}}""")]
    [InlineData("""{"ss":{"Action":"DELETE","Value":{"NS":["1"]}}}""")]
    public void Another_type_does_not_fit(string updates) =>
        Assert.Equal("Type mismatch for attribute to update", Expr.Refusal(() => Read(updates).Evaluate(Updates.WithKey(Item), Updates.Key)));

    [Fact]
    public void Without_updates_there_is_still_a_plan() => Assert.Same(UpdatePlan.Nothing, Expr.Read("UpdateItem", ExpressionUse.Update, """{"TableName":"t","Key":{}}""").Update);

    private static UpdatePlan Read(string updates) => Expr.Read("UpdateItem", ExpressionUse.Update, $$"""{"TableName":"t","Key":{},"AttributeUpdates":{{updates}}}""").Update!;
}

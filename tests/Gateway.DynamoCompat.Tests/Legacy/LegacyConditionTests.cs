using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tests.Expressions;

namespace Gateway.DynamoCompat.Tests.Legacy;

/// <summary>Expected, filters and ConditionalOperator; the texts as dynalite 4.0.0 gives them, unless a row says otherwise.</summary>
public sealed class LegacyConditionTests
{
    private const string Invalid = "One or more parameter values were invalid: ";

    private static readonly Value Item = Expr.Item("""{"s":{"S":"hello"},"n":{"N":"2"},"ss":{"SS":["a","b"]},"l":{"L":[{"N":"1"}]},"t":{"BOOL":true}}""");

    [Theory]
    [InlineData("""{"a":{}}""", "Value must be provided when Exists is null for Attribute: a")]
    [InlineData("""{"a":{"Exists":true}}""", "Value must be provided when Exists is true for Attribute: a")]
    [InlineData("""{"a":{"Exists":false,"Value":{"S":"a"}}}""", "Value cannot be used when Exists is false for Attribute: a")]
    [InlineData("""{"a":{"Value":{"S":"a"},"AttributeValueList":[{"S":"a"}]}}""", "Value and AttributeValueList cannot be used together for Attribute: a")]
    [InlineData("""{"a":{"ComparisonOperator":"EQ","Value":{"S":"a"},"AttributeValueList":[{"S":"a"}]}}""", "Value and AttributeValueList cannot be used together for Attribute: a")]
    [InlineData("""{"a":{"AttributeValueList":[{"S":"a"}]}}""", "AttributeValueList can only be used with a ComparisonOperator for Attribute: a")]
    [InlineData("""{"a":{"Exists":true,"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}}""", "Exists and ComparisonOperator cannot be used together for Attribute: a")]
    [InlineData("""{"a":{"Exists":false,"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}}""", "Exists and ComparisonOperator cannot be used together for Attribute: a")]
    [InlineData("""{"a":{"ComparisonOperator":"EQ"}}""", "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a")]
    [InlineData("""{"a":{"ComparisonOperator":"NULL","Value":{"S":"a"}}}""", "Invalid number of argument(s) for the NULL ComparisonOperator")]
    [InlineData("""{"a":{"ComparisonOperator":"IN","AttributeValueList":[{"S":"2"},{"N":"1"}]}}""", "AttributeValues inside AttributeValueList must be of same type")]
    [InlineData("""{"a":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"2"},{"N":"1"}]}}""", "Invalid number of argument(s) for the EQ ComparisonOperator")]
    [InlineData("""{"a":{"Exists":false},"b":{}}""", "Value must be provided when Exists is null for Attribute: b")]
    public void Expected_that_is_refused(string expected, string message) =>
        Assert.Equal(Invalid + message, Expr.Refusal("PutItem", ExpressionUse.Write, $$"""{"TableName":"t","Item":{},"Expected":{{expected}}}"""));

    [Theory]
    [InlineData("EQ", "1")]
    [InlineData("NE", "1")]
    [InlineData("LE", "1")]
    [InlineData("LT", "1")]
    [InlineData("GE", "1")]
    [InlineData("GT", "1")]
    [InlineData("CONTAINS", "1")]
    [InlineData("NOT_CONTAINS", "1")]
    [InlineData("BEGINS_WITH", "1")]
    [InlineData("NULL", "0")]
    [InlineData("NOT_NULL", "0")]
    [InlineData("BETWEEN", "2")]
    [InlineData("IN", "123")]
    public void Each_comparison_takes_so_many_arguments(string comparison, string counts)
    {
        for (int count = 0; count <= 3; count++)
        {
            string list = string.Join(',', Enumerable.Repeat("""{"S":"a"}""", count));
            string? expected = counts.Contains((char)('0' + count), StringComparison.Ordinal) ? null : $"{Invalid}Invalid number of argument(s) for the {comparison} ComparisonOperator";

            Assert.Equal(expected, Filter($$$"""{"a":{"ComparisonOperator":"{{{comparison}}}","AttributeValueList":[{{{list}}}]}}"""));
        }
    }

    [Theory]
    [InlineData("EQ", "")]
    [InlineData("NE", "")]
    [InlineData("LT", "BOOL NULL L M SS NS BS")]
    [InlineData("GE", "BOOL NULL L M SS NS BS")]
    [InlineData("CONTAINS", "BOOL NULL L M SS NS BS")]
    [InlineData("NOT_CONTAINS", "BOOL NULL L M SS NS BS")]
    [InlineData("BEGINS_WITH", "N BOOL NULL L M SS NS BS")]
    [InlineData("IN", "BOOL NULL L M SS NS BS")]
    [InlineData("BETWEEN", "BOOL NULL L M SS NS BS")]
    public void Each_comparison_takes_values_of_some_types(string comparison, string refused)
    {
        Dictionary<string, string> values = new() { ["S"] = "\"a\"", ["N"] = "\"1\"", ["B"] = "\"AQ==\"", ["BOOL"] = "true", ["NULL"] = "true", ["L"] = "[]", ["M"] = "{}", ["SS"] = "[\"a\"]", ["NS"] = "[\"1\"]", ["BS"] = "[\"AQ==\"]" };
        foreach ((string type, string value) in values)
        {
            string list = string.Join(',', Enumerable.Repeat($$"""{"{{type}}":{{value}}}""", comparison == "BETWEEN" ? 2 : 1));
            string? expected = refused.Split(' ').Contains(type) ? $"{Invalid}ComparisonOperator {comparison} is not valid for {type} AttributeValue type" : null;

            Assert.Equal(expected, Filter($$$"""{"a":{"ComparisonOperator":"{{{comparison}}}","AttributeValueList":[{{{list}}}]}}"""));
        }
    }

    [Fact]
    public void Bounds_must_be_in_order() => Assert.Equal(
        "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound",
        Filter("""{"a":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"N":"2"},{"N":"1"}]}}"""));

    [Theory]
    [InlineData("""{"n":{"ComparisonOperator":"EQ","AttributeValueList":[{"N":"2.0"}]}}""", true)]
    [InlineData("""{"t":{"ComparisonOperator":"EQ","AttributeValueList":[{"BOOL":true}]}}""", true)]
    [InlineData("""{"n":{"ComparisonOperator":"NE","AttributeValueList":[{"N":"2"}]}}""", false)]
    [InlineData("""{"gone":{"ComparisonOperator":"NE","AttributeValueList":[{"N":"2"}]}}""", true)]
    [InlineData("""{"n":{"ComparisonOperator":"LT","AttributeValueList":[{"N":"3"}]}}""", true)]
    [InlineData("""{"n":{"ComparisonOperator":"LE","AttributeValueList":[{"N":"1"}]}}""", false)]
    [InlineData("""{"n":{"ComparisonOperator":"GT","AttributeValueList":[{"N":"1"}]}}""", true)]
    [InlineData("""{"n":{"ComparisonOperator":"GE","AttributeValueList":[{"N":"2"}]}}""", true)]
    [InlineData("""{"n":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"N":"1"},{"N":"2"}]}}""", true)]
    [InlineData("""{"n":{"ComparisonOperator":"IN","AttributeValueList":[{"N":"1"},{"N":"2"}]}}""", true)]
    [InlineData("""{"s":{"ComparisonOperator":"BEGINS_WITH","AttributeValueList":[{"S":"he"}]}}""", true)]
    [InlineData("""{"s":{"ComparisonOperator":"CONTAINS","AttributeValueList":[{"S":"ell"}]}}""", true)]
    [InlineData("""{"ss":{"ComparisonOperator":"CONTAINS","AttributeValueList":[{"S":"c"}]}}""", false)]
    [InlineData("""{"ss":{"ComparisonOperator":"NOT_CONTAINS","AttributeValueList":[{"S":"c"}]}}""", true)]
    [InlineData("""{"l":{"ComparisonOperator":"CONTAINS","AttributeValueList":[{"N":"1"}]}}""", true)]
    [InlineData("""{"gone":{"ComparisonOperator":"NULL"}}""", true)]
    [InlineData("""{"s":{"ComparisonOperator":"NOT_NULL"}}""", true)]
    [InlineData("""{"s":{"Value":{"S":"hello"}}}""", true)]
    [InlineData("""{"s":{"Value":{"S":"hello"},"Exists":true}}""", true)]
    [InlineData("""{"s":{"Exists":false}}""", false)]
    [InlineData("""{"gone":{"Exists":false}}""", true)]
    [InlineData("""{"n":{"Value":{"N":"2"},"ComparisonOperator":"EQ"}}""", true)]
    [InlineData("""{"a.b":{"Exists":false}}""", true)]
    [InlineData("""{"s":{"Exists":false},"n":{"Value":{"N":"2"}}}""", false)]
    public void Expected_holds_or_not(string expected, bool holds) =>
        Assert.Equal(holds, Expr.Read("PutItem", ExpressionUse.Write, $$"""{"TableName":"t","Item":{},"Expected":{{expected}}}""").Condition!.IsTrue(Item));

    [Theory]
    [InlineData("AND", false)]
    [InlineData("OR", true)]
    public void The_conditional_operator_joins_them(string conditionalOperator, bool holds) => Assert.Equal(holds, Expr.Read(
        "Scan",
        ExpressionUse.Scan,
        $$$$"""{"TableName":"t","ConditionalOperator":"{{{{conditionalOperator}}}}","ScanFilter":{"s":{"ComparisonOperator":"NULL"},"n":{"ComparisonOperator":"NOT_NULL"}}}""").Filter!.IsTrue(Item));

    [Fact]
    public void Nothing_expected_is_no_condition() => Assert.Null(Expr.Read("PutItem", ExpressionUse.Write, """{"TableName":"t","Item":{},"Expected":{}}""").Condition);

    private static string? Filter(string filter) => Expr.Refusal("Scan", ExpressionUse.Scan, $$"""{"TableName":"t","ScanFilter":{{filter}}}""");
}

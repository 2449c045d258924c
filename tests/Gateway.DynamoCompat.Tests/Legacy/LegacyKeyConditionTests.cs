using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tests.Expressions;

namespace Gateway.DynamoCompat.Tests.Legacy;

/// <summary>KeyConditions; as dynalite 4.0.0 answers.</summary>
public sealed class LegacyKeyConditionTests
{
    private const string Invalid = "One or more parameter values were invalid: ";

    private static readonly KeySchema Key = new([new("pk", ValueKind.String)], [new("sk", ValueKind.Number)]);

    [Theory]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[]}}""", Invalid + "Invalid number of argument(s) for the EQ ComparisonOperator")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"L":[]}]}}""", Invalid + "ComparisonOperator EQ is not valid for L AttributeValue type")]
    [InlineData("""{"sk":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"N":"2"},{"N":"1"}]}}""", "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound")]
    [InlineData("""{"sk":{"ComparisonOperator":"BEGINS_WITH","AttributeValueList":[{"N":"1"}]}}""", Invalid + "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type")]
    public void Refused_before_the_table_is_known(string conditions, string message) => Assert.Equal(message, Expr.Refusal(() => Read(conditions)));

    [Theory]
    [InlineData("{}", "Conditions can be of length 1 or 2 only")]
    [InlineData("""{"pk":{"ComparisonOperator":"LT","AttributeValueList":[{"S":"a"}]}}""", "Query key condition not supported")]
    [InlineData("""{"pk":{"ComparisonOperator":"NE","AttributeValueList":[{"S":"a"}]}}""", "Attempted conditional constraint is not an indexable operation")]
    [InlineData("""{"pk":{"ComparisonOperator":"IN","AttributeValueList":[{"S":"a"}]}}""", "Attempted conditional constraint is not an indexable operation")]
    [InlineData("""{"pk":{"ComparisonOperator":"NULL"}}""", "Attempted conditional constraint is not an indexable operation")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"N":"1"}]}}""", Invalid + "Condition parameter type does not match schema type")]
    [InlineData("""{"sk":{"ComparisonOperator":"EQ","AttributeValueList":[{"N":"1"}]}}""", "Query condition missed key schema element: pk")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]},"zz":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}}""", "Query condition missed key schema element: sk")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]},"sk":{"ComparisonOperator":"NE","AttributeValueList":[{"N":"1"}]}}""", "Attempted conditional constraint is not an indexable operation")]
    [InlineData("""{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]},"sk":{"ComparisonOperator":"BEGINS_WITH","AttributeValueList":[{"S":"a"}]}}""", Invalid + "Condition parameter type does not match schema type")]
    [InlineData("""{"pk":{"ComparisonOperator":"LT","AttributeValueList":[{"S":"a"}]},"sk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}}""", "Query key condition not supported")]
    public void Refused_by_the_key(string conditions, string message) => Assert.Equal(message, Expr.Refusal(() => Read(conditions).For(Key)));

    [Theory]
    [InlineData("LT", "1", "Less")]
    [InlineData("LE", "1", "LessOrEqual")]
    [InlineData("GT", "1", "Greater")]
    [InlineData("GE", "1", "GreaterOrEqual")]
    [InlineData("BETWEEN", "1 2", "Between")]
    public void A_range_selects(string comparison, string numbers, string expected)
    {
        string list = string.Join(',', numbers.Split(' ').Select(number => $$"""{"N":"{{number}}"}"""));

        KeySelection selection = Read($$$"""{"sk":{"ComparisonOperator":"{{{comparison}}}","AttributeValueList":[{{{list}}}]},"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}}""").For(Key);

        Assert.Equal([Value.String("a")], selection.Partition);
        Assert.Equal(expected, selection.Operator.ToString());
        Assert.Equal(Value.Number("1"), selection.Operand);
    }

    private static KeyCondition Read(string conditions) => Expr.Read("Query", ExpressionUse.Query, $$"""{"TableName":"t","KeyConditions":{{conditions}}}""").KeyCondition!;
}

using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Tests.Expressions;

/// <summary>What a query may ask of a key; the texts as dynalite 4.0.0 gives them, unless a row says otherwise.</summary>
public sealed class KeyConditionTests
{
    private static readonly KeySchema Key = new([new("pk", ValueKind.String)], [new("sk", ValueKind.Number)]);

    [Theory]
    [InlineData("pk = :s", "Any", null, null)]
    [InlineData(":s = pk", "Any", null, null)]
    [InlineData("(pk = :s) AND (sk < :n)", "Less", "1", null)]
    [InlineData("pk = (:s) AND :n < sk", "Greater", "1", null)]
    [InlineData("sk >= :n and pk = :s", "GreaterOrEqual", "1", null)]
    [InlineData("((pk = :s) AND (:n >= sk))", "LessOrEqual", "1", null)]
    [InlineData("pk = :s AND sk BETWEEN :n AND :n2", "Between", "1", "2")]
    public void A_condition_that_fits_selects(string text, string expected, string? operand, string? upper)
    {
        KeySelection selection = Expr.Key(text).For(Key);

        Assert.Equal([Value.String("s")], selection.Partition);
        Assert.Empty(selection.SortEquals);
        Assert.Equal(expected, selection.Operator.ToString());
        Assert.Equal(operand is null ? default : Value.Number(operand), selection.Operand);
        Assert.Equal(upper is null ? default : Value.Number(upper), selection.Upper);
    }

    [Fact]
    public void Equality_of_the_sort_key_is_no_range()
    {
        KeySelection selection = Expr.Key("sk = :n AND pk = :s").For(Key);

        Assert.Equal([Value.Number("1")], selection.SortEquals);
        Assert.Equal(SortOperator.Any, selection.Operator);
    }

    [Fact]
    public void A_text_key_can_begin_with_something() =>
        Assert.Equal(SortOperator.BeginsWith, Expr.Key("pk = :s AND begins_with(sk, :s)").For(new KeySchema(Key.Partition, [new("sk", ValueKind.String)])).Operator);

    [Theory]
    [InlineData("pk = :s OR sk = :n", "Invalid operator used in KeyConditionExpression: OR")]
    [InlineData("NOT pk = :s", "Invalid operator used in KeyConditionExpression: NOT")]
    [InlineData("pk = :s AND sk <> :n", "Invalid operator used in KeyConditionExpression: <>")]
    [InlineData("pk IN (:s)", "Invalid operator used in KeyConditionExpression: IN")]
    [InlineData("pk = :s AND contains(sk, :n)", "Invalid operator used in KeyConditionExpression: contains")]
    [InlineData("attribute_exists(pk)", "Invalid operator used in KeyConditionExpression: attribute_exists")]
    [InlineData("pk.x <> :s", "Invalid operator used in KeyConditionExpression: <>")]
    [InlineData("size(pk) = :n", "KeyConditionExpressions cannot contain nested operations")]
    [InlineData("pk = :s AND sk = size(sk)", "KeyConditionExpressions cannot contain nested operations")]
    [InlineData("pk.a = :s", "KeyConditionExpressions cannot have conditions on nested attributes")]
    [InlineData("pk[0] = :s", "KeyConditionExpressions cannot have conditions on nested attributes")]
    [InlineData("pk.x = :s AND (pk = :s OR sk = :n)", "KeyConditionExpressions cannot have conditions on nested attributes")]
    [InlineData("pk = sk", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition")]
    [InlineData("pk = :s AND begins_with(sk, pk)", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition")]
    [InlineData("pk = :s AND sk BETWEEN :n AND sk", "Invalid KeyConditionExpression: The first operand must be distinct from the remaining operands for this operator or function; operator: BETWEEN, first operand: [sk]")]
    [InlineData(":s = :s", "Invalid condition in KeyConditionExpression: No key attribute specified")]
    [InlineData("begins_with(:s, pk)", "Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand")]
    [InlineData(":n BETWEEN sk AND sk", "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand")]
    [InlineData("pk = :s AND pk = :s", "KeyConditionExpressions must only contain one condition per key")]
    [InlineData("pk = :s AND sk > :n AND sk < :n2", "KeyConditionExpressions must only contain one condition per key")]
    [InlineData("pk = :l", "One or more parameter values were invalid: ComparisonOperator EQ is not valid for L AttributeValue type")]
    [InlineData("pk = :bool", "One or more parameter values were invalid: ComparisonOperator EQ is not valid for BOOL AttributeValue type")]
    [InlineData("foo(pk)", "Invalid KeyConditionExpression: Invalid function name; function: foo")]
    [InlineData("pk = pk", "Invalid KeyConditionExpression: The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [pk]")]
    [InlineData("pk = :s AND begins_with(sk, :n)", "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N")]
    [InlineData("pk = :s AND sk BETWEEN :n2 AND :n", "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}")]
    [InlineData("name = :s OR pk = :s", "Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: name")]
    public void A_condition_that_no_key_can_answer_is_refused_at_once(string text, string message) => Assert.Equal(message, Expr.Refusal(ExpressionKind.KeyCondition, text));

    [Theory]
    [InlineData("sk = :n", "Query condition missed key schema element: pk")]
    [InlineData("zz = :s", "Query condition missed key schema element: pk")]
    [InlineData("zz = :s AND sk = :n", "Query condition missed key schema element: pk")]
    [InlineData("pk = :s AND zz = :s", "Query condition missed key schema element: sk")]
    [InlineData("pk > :s", "Query key condition not supported")]
    [InlineData("pk < :s AND sk = :s", "Query key condition not supported")]
    [InlineData("begins_with(pk, :s)", "Query key condition not supported")]
    [InlineData("pk BETWEEN :s AND :s", "Query key condition not supported")]
    [InlineData("pk = :n", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("pk < :n", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("pk = :ss", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("pk = :s AND sk = :s", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("pk = :empty", "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk")] // the text of PutItem
    [InlineData("pk = :s AND sk = :n AND zz = :s", "Conditions can be of length 1 or 2 only")]
    public void A_condition_that_does_not_fit_the_key(string text, string message) => Assert.Equal(message, Expr.Refusal(() => Expr.Key(text).For(Key)));

    [Theory]
    [InlineData("pk = :s AND sk = :n")]
    [InlineData("zz = :s AND yy = :s")]
    public void A_second_condition_needs_a_sort_key(string text) => Assert.Equal("Query key condition not supported", Expr.Refusal(() => Expr.Key(text).For(new KeySchema(Key.Partition, []))));

    [Theory]
    [InlineData("p1 = :s AND p2 = :n", 0, "Any")]
    [InlineData("s1 = :s AND p2 = :n AND p1 = :s", 1, "Any")]
    [InlineData("p1 = :s AND p2 = :n AND s1 > :s", 0, "Greater")]
    [InlineData("p1 = :s AND p2 = :n AND s2 BETWEEN :n AND :n2 AND s1 = :s", 1, "Between")]
    [InlineData("p1 = :s AND p2 = :n AND s1 = :s AND s2 = :n AND s3 = :b", 3, "Any")]
    public void Keys_of_several_attributes_go_from_left_to_right(string text, int equals, string expected)
    {
        KeySelection selection = Expr.Key(text).For(Several);

        Assert.Equal([Value.String("s"), Value.Number("1")], selection.Partition);
        Assert.Equal(equals, selection.SortEquals.Count);
        Assert.Equal(expected, selection.Operator.ToString());
    }

    [Theory]
    [InlineData("p1 = :s", "Query condition missed key schema element: p2")]
    [InlineData("p1 = :s AND p2 > :n", "Query key condition not supported")]
    [InlineData("p1 = :s AND p2 = :n AND s2 = :n", "Query condition missed key schema element: s1")]
    [InlineData("p1 = :s AND p2 = :n AND s1 > :s AND s2 = :n", "Query key condition not supported")]
    [InlineData("p1 = :s AND p2 = :n AND s1 = :s AND s2 = :s", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("p1 = :s AND p2 = :n AND s1 = :s AND s2 = :n AND s3 = :b AND zz = :s", "Query key condition not supported")]
    public void Keys_of_several_attributes_refuse_gaps_and_ranges_before_the_last(string text, string message) =>
        Assert.Equal(message, Expr.Refusal(() => Expr.Key(text).For(Several)));

    private static KeySchema Several => new([new("p1", ValueKind.String), new("p2", ValueKind.Number)], [new("s1", ValueKind.String), new("s2", ValueKind.Number), new("s3", ValueKind.Binary)]);
}

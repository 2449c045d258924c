using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Tests.Expressions;

/// <summary>Conditions whose syntax is right and that are refused all the same; the texts as dynalite 4.0.0 gives them, unless a row says otherwise.</summary>
public sealed class ConditionFaultTests
{
    [Theory]
    [InlineData("", "The expression can not be empty;")]
    [InlineData("((a = :s))", "The expression has redundant parentheses;")]
    [InlineData("((a)) = :s", "The expression has redundant parentheses;")]
    [InlineData("NOT ((a = :s))", "The expression has redundant parentheses;")]
    [InlineData("(((a = :s)))", "The expression has redundant parentheses;")]
    [InlineData("((attribute_exists(a)))", "The expression has redundant parentheses;")]
    [InlineData("a = ((:s))", "The expression has redundant parentheses;")]
    [InlineData("foo(a)", "Invalid function name; function: foo")]
    [InlineData("foo(a) = :s", "Invalid function name; function: foo")]
    [InlineData("SIZE(a) = :n", "Invalid function name; function: SIZE")]
    [InlineData("Attribute_exists(a)", "Invalid function name; function: Attribute_exists")]
    [InlineData("list_append(a, :l) = :l", "The function is not allowed in a condition expression; function: list_append")] // the words are those of aws/aws-dax-go
    [InlineData("if_not_exists(a, :s) = :s", "The function is not allowed in a condition expression; function: if_not_exists")] // the same
    [InlineData("size(a)", "The function is not allowed to be used this way in an expression; function: size")]
    [InlineData("(size(a))", "The function is not allowed to be used this way in an expression; function: size")]
    [InlineData("a = :s AND size(a)", "The function is not allowed to be used this way in an expression; function: size")]
    [InlineData("attribute_exists(a) = :s", "The function is not allowed to be used this way in an expression; function: attribute_exists")]
    [InlineData("a = attribute_exists(b)", "The function is not allowed to be used this way in an expression; function: attribute_exists")]
    [InlineData("contains(a, attribute_exists(b))", "The function is not allowed to be used this way in an expression; function: attribute_exists")]
    [InlineData("a IN (begins_with(a, b))", "The function is not allowed to be used this way in an expression; function: begins_with")]
    [InlineData("a BETWEEN contains(a, b) AND :n", "The function is not allowed to be used this way in an expression; function: contains")]
    [InlineData("size(contains(a, b)) = :n", "The function is not allowed to be used this way in an expression; function: contains")]
    [InlineData("name = :s", "Attribute name is a reserved keyword; reserved keyword: name")]
    [InlineData("a.Path = :s", "Attribute name is a reserved keyword; reserved keyword: Path")]
    [InlineData("#undefined = :s", "An expression attribute name used in the document path is not defined; attribute name: #undefined")]
    [InlineData("a = :undefined", "An expression attribute value used in expression is not defined; attribute value: :undefined")]
    [InlineData("attribute_exists(:s)", "Operator or function requires a document path; operator or function: attribute_exists")]
    [InlineData("attribute_not_exists(size(a))", "Operator or function requires a document path; operator or function: attribute_not_exists")]
    [InlineData("attribute_exists(a, b)", "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2")]
    [InlineData("size(a, b) = :n", "Incorrect number of operands for operator or function; operator or function: size, number of operands: 2")]
    [InlineData("contains(a)", "Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1")]
    [InlineData("begins_with(a, b, c)", "Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 3")]
    [InlineData("begins_with(a, :n)", "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N")]
    [InlineData("begins_with(:l, a)", "Incorrect operand type for operator or function; operator or function: begins_with, operand type: L")]
    [InlineData("begins_with(size(a), :s)", "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N")]
    [InlineData("size(:n) = :n", "Incorrect operand type for operator or function; operator or function: size, operand type: N")]
    [InlineData("size(:bool) = :n", "Incorrect operand type for operator or function; operator or function: size, operand type: BOOL")]
    [InlineData("size(:null) = :n", "Incorrect operand type for operator or function; operator or function: size, operand type: NULL")]
    [InlineData("size(size(a)) = :n", "Incorrect operand type for operator or function; operator or function: size, operand type: N")]
    [InlineData("attribute_type(a, :s)", "Invalid attribute type name found; type: s, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")]
    [InlineData("attribute_type(a, :n)", "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N")]
    [InlineData("attribute_type(a, b)", "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}")]
    [InlineData("a < :bool", "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL")] // that it is refused: ExtendDB/extenddb 216
    [InlineData(":l >= a", "Incorrect operand type for operator or function; operator or function: >=, operand type: L")]
    [InlineData("a BETWEEN :null AND :null", "Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: NULL")]
    [InlineData("a BETWEEN :n2 AND :n", "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}")]
    [InlineData("a BETWEEN :n AND :s", "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:s}")]
    [InlineData("a = a", "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]")]
    [InlineData("a < #a", "The first operand must be distinct from the remaining operands for this operator or function; operator: <, first operand: [a]")]
    [InlineData("a.b[1] <> a.b[1]", "The first operand must be distinct from the remaining operands for this operator or function; operator: <>, first operand: [a, b, [1]]")]
    [InlineData("contains(a, a)", "The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a]")]
    [InlineData("a IN (b, a)", "The first operand must be distinct from the remaining operands for this operator or function; operator: IN, first operand: [a]")] // observed DynamoDB local 2020
    [InlineData("a BETWEEN b AND a", "The first operand must be distinct from the remaining operands for this operator or function; operator: BETWEEN, first operand: [a]")] // observed DynamoDB local 2020
    [InlineData("begins_with(a, a)", "The first operand must be distinct from the remaining operands for this operator or function; operator: begins_with, first operand: [a]")]
    [InlineData("attribute_type(a, a)", "The first operand must be distinct from the remaining operands for this operator or function; operator: attribute_type, first operand: [a]")]
    [InlineData("a[4294967295] = :s", "List index is not within the allowable range; index: [4294967295]")] // floci-io/floci 3073
    [InlineData("a[99999999999999] = :s", "List index is not within the allowable range; index: [99999999999999]")] // scylladb/scylladb 25951
    public void Refusals(string text, string message) => Assert.Equal($"Invalid ConditionExpression: {message}", Expr.Refusal(ExpressionKind.Condition, text));

    [Theory]
    [InlineData("(a = :s)")]
    [InlineData("(a) = :s")]
    [InlineData("a = (:s)")]
    [InlineData("size((a)) = :n")]
    [InlineData("(size(a)) = :n")]
    [InlineData("((a = :s) AND (b = :s))")]
    [InlineData("((a = :s) OR b = :s)")]
    [InlineData("(NOT (a = :s))")]
    [InlineData("NOT NOT a = :s")]
    [InlineData("( ( ( size ( #a )) < #b.c ) AND ( #d > :n ) )")] // architect/dynalite 117
    [InlineData(":s = :s")]
    [InlineData("size(a) = size(a)")]
    [InlineData("a[0] = a[1]")]
    [InlineData("a = a.b")]
    [InlineData("a. b = :s")]
    [InlineData("a [ 0 ] . b = :s")]
    [InlineData("a between :n and :n2")]
    [InlineData("not a in (:s) Or b = :s")]
    [InlineData("attribute_type(:s, :typeS)")]
    [InlineData("contains(:s, a)")]
    [InlineData("a[4294967294] = :s")]
    [InlineData("notify = :s AND inbox = :s AND orders = :s AND android = :s")]
    public void Accepted(string text) => Assert.Null(Expr.Refusal(ExpressionKind.Condition, text));

    /// <summary>Of two faults of different kinds AWS names the one that is looked for first, wherever they stand.</summary>
    [Theory]
    [InlineData("((a = :s))", "foo(a)")]
    [InlineData("foo(a)", "size(a)")]
    [InlineData("size(a)", "name = :s")]
    [InlineData("name = :s", "#undefined = :s")]
    [InlineData("name = :s", "a = a")]
    public void The_kind_of_fault_decides_before_its_place(string first, string second)
    {
        string? expected = Expr.Refusal(ExpressionKind.Condition, first);

        Assert.NotNull(expected);
        Assert.Equal(expected, Expr.Refusal(ExpressionKind.Condition, $"{first} AND {second}"));
        Assert.Equal(expected, Expr.Refusal(ExpressionKind.Condition, $"{second} AND {first}"));
    }

    /// <summary>Faults that need the names and values are found in the order of the text.</summary>
    [Theory]
    [InlineData("#undefined = :s", "a = :undefined")]
    [InlineData("a = a", "contains(a)")]
    [InlineData("a BETWEEN :n2 AND :n", "begins_with(a, :n)")]
    public void Faults_of_operands_count_in_the_order_of_the_text(string one, string two)
    {
        Assert.Equal(Expr.Refusal(ExpressionKind.Condition, one), Expr.Refusal(ExpressionKind.Condition, $"{one} AND {two}"));
        Assert.Equal(Expr.Refusal(ExpressionKind.Condition, two), Expr.Refusal(ExpressionKind.Condition, $"{two} AND {one}"));
    }

    [Fact]
    public void The_prefix_names_the_parameter() => Assert.Equal("Invalid FilterExpression: Invalid function name; function: foo", Expr.Refusal(ExpressionKind.Filter, "foo(a)"));

    [Fact]
    public void In_takes_a_hundred_operands_and_no_more()
    {
        string hundred = string.Join(", ", Enumerable.Repeat(":s", 100));

        Assert.Null(Expr.Refusal(ExpressionKind.Condition, $"a IN ({hundred})"));
        Assert.Equal("Invalid ConditionExpression: The IN operator is provided with too many operands; number of operands: 101", Expr.Refusal(ExpressionKind.Condition, $"a IN ({hundred}, :s)"));
    }

    [Fact]
    public void Three_hundred_operators_are_enough()
    {
        string allowed = "size(a) = :n AND " + string.Join(" AND ", Enumerable.Repeat("a=:s", 149));

        Assert.Null(Expr.Refusal(ExpressionKind.Condition, allowed));
        Assert.Equal("Invalid ConditionExpression: The expression contains too many operators; operator count: 301", Expr.Refusal(ExpressionKind.Condition, "NOT " + allowed)); // aws/aws-sdk-js 3721
    }

    [Fact]
    public void A_path_has_up_to_32_elements()
    {
        string path = string.Join('.', Enumerable.Range(0, 32).Select(level => $"e{level}"));

        Assert.Null(Expr.Refusal(ExpressionKind.Condition, $"{path} = :s"));
        Assert.StartsWith("Invalid ConditionExpression: The document path has too many nesting levels", Expr.Refusal(ExpressionKind.Condition, $"{path}.e = :s"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Condition")]
    [InlineData("Filter")]
    [InlineData("KeyCondition")]
    public void Length_is_bounded_in_bytes(string name)
    {
        ExpressionKind kind = Enum.Parse<ExpressionKind>(name);
        string fits = "pk = :s".PadRight(4096);

        Assert.Null(Expr.Refusal(kind, fits));
        Assert.Equal($"Invalid {name}Expression: Expression size has exceeded the maximum allowed size; expression size: 4097", Expr.Refusal(kind, fits + " "));
        Assert.Equal($"Invalid {name}Expression: Expression size has exceeded the maximum allowed size; expression size: 4098", Expr.Refusal(kind, new string('é', 2049)));
    }
}

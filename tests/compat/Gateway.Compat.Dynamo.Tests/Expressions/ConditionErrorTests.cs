using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Expressions;

/// <summary>Conditions and filters that are refused. Each row is asked as both, and both say the same but for their name.</summary>
public sealed class ConditionErrorTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const string Prefix = "ValidationException: Invalid ConditionExpression: ";

    [Theory]
    [InlineData("a", "Syntax error; token: \"<EOF>\", near: \"a\"")]
    [InlineData("a =", "Syntax error; token: \"<EOF>\", near: \"=\"")]
    [InlineData("= a", "Syntax error; token: \"=\", near: \"= a\"")]
    [InlineData("a == b", "Syntax error; token: \"=\", near: \"== b\"")]
    [InlineData("a != b", "Syntax error; token: \"!\", near: \"a !=\"")]
    [InlineData("a = b AND", "Syntax error; token: \"<EOF>\", near: \"AND\"")]
    [InlineData("AND a = b", "Syntax error; token: \"AND\", near: \"AND a\"")]
    [InlineData("a = b OR OR a = b", "Syntax error; token: \"OR\", near: \"OR OR a\"")]
    [InlineData("NOT", "Syntax error; token: \"<EOF>\", near: \"NOT\"")]
    [InlineData("(a = b", "Syntax error; token: \"<EOF>\", near: \"b\"")]
    [InlineData("a = b)", "Syntax error; token: \")\", near: \"b)\"")]
    [InlineData("()", "Syntax error; token: \")\", near: \"()\"")]
    [InlineData("a BETWEEN b", "Syntax error; token: \"<EOF>\", near: \"b\"")]
    [InlineData("a BETWEEN b AND", "Syntax error; token: \"<EOF>\", near: \"AND\"")]
    [InlineData("a IN b", "Syntax error; token: \"b\", near: \"IN b\"")]
    [InlineData("a IN ()", "Syntax error; token: \")\", near: \"()\"")]
    [InlineData("a IN (b", "Syntax error; token: \"<EOF>\", near: \"b\"")]
    [InlineData("a < b < c", "Syntax error; token: \"<\", near: \"b < c\"")]
    [InlineData("a = 5", "Syntax error; token: \"5\", near: \"= 5\"")]
    [InlineData("a.b.[0] = c", "Syntax error; token: \"[\", near: \".[0\"")]
    [InlineData("a[0 = c", "Syntax error; token: \"=\", near: \"0 = c\"")]
    [InlineData("attribute_exists a", "Syntax error; token: \"a\", near: \"attribute_exists a\"")]
    [InlineData("attribute_exists()", "Syntax error; token: \")\", near: \"()\"")]
    [InlineData("attribute_exists(a", "Syntax error; token: \"<EOF>\", near: \"a\"")]
    [InlineData("a = b, c = d", "Syntax error; token: \",\", near: \"b, c\"")]
    [InlineData("a & b", "Syntax error; token: \"&\", near: \"a & b\"")]
    [InlineData("a = #", "Syntax error; token: \"#\", near: \"= #\"")]
    [InlineData("a = :", "Syntax error; token: \":\", near: \"= :\"")]
    [InlineData("ä = b", "Syntax error; token: \"ä\", near: \"ä =\"")]
    public async Task Malformed_text_names_the_token(string condition, string refusal) => Assert.Equal(Prefix + refusal, await table.AskedAsync("{a: 1}", condition));

    [Theory]
    [InlineData("((a = b))", "The expression has redundant parentheses;")]
    [InlineData("NOT ((a = b) AND ((c = d)))", "The expression has redundant parentheses;")]
    [InlineData("foo(a)", "Invalid function name; function: foo")]
    [InlineData("Attribute_Exists(a)", "Invalid function name; function: Attribute_Exists")]
    [InlineData("if_not_exists(a, b)", "The function is not allowed in a condition expression; function: if_not_exists")]
    [InlineData("list_append(a, b) = c", "The function is not allowed in a condition expression; function: list_append")]
    [InlineData("size(a)", "The function is not allowed to be used this way in an expression; function: size")]
    [InlineData("a = attribute_exists(b)", "The function is not allowed to be used this way in an expression; function: attribute_exists")]
    [InlineData("begins_with(a, b) = c", "The function is not allowed to be used this way in an expression; function: begins_with")]
    [InlineData("size(size(a)) = b", "Incorrect operand type for operator or function; operator or function: size, operand type: N")]
    [InlineData("attribute_exists(a, b)", "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2")]
    [InlineData("begins_with(a)", "Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1")]
    [InlineData("contains(a, b, c)", "Incorrect number of operands for operator or function; operator or function: contains, number of operands: 3")]
    [InlineData("size(a, b) = c", "Incorrect number of operands for operator or function; operator or function: size, number of operands: 2")]
    [InlineData("attribute_type(a)", "Incorrect number of operands for operator or function; operator or function: attribute_type, number of operands: 1")]
    [InlineData("a = a", "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]")]
    [InlineData("a.b[1] <> a.b[1]", "The first operand must be distinct from the remaining operands for this operator or function; operator: <>, first operand: [a, b, [1]]")]
    [InlineData("a IN (b, a)", "The first operand must be distinct from the remaining operands for this operator or function; operator: IN, first operand: [a]")]
    [InlineData("a BETWEEN a AND b", "The first operand must be distinct from the remaining operands for this operator or function; operator: BETWEEN, first operand: [a]")]
    [InlineData("contains(a, a)", "The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a]")]
    [InlineData("begins_with(a, a)", "The first operand must be distinct from the remaining operands for this operator or function; operator: begins_with, first operand: [a]")]
    [InlineData("size = a", "Attribute name is a reserved keyword; reserved keyword: size", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("name = a", "Attribute name is a reserved keyword; reserved keyword: name")]
    [InlineData("a = b.Date", "Attribute name is a reserved keyword; reserved keyword: Date")]
    [InlineData("attribute_exists(STATUS)", "Attribute name is a reserved keyword; reserved keyword: STATUS")]
    [InlineData("a = :v", "An expression attribute value used in expression is not defined; attribute value: :v")]
    [InlineData("#a = b", "An expression attribute name used in the document path is not defined; attribute name: #a")]
    public async Task Wrong_words_are_named(string condition, string refusal) => Assert.Equal(Prefix + refusal, await table.AskedAsync("{a: 1}", condition));

    [Theory]
    [InlineData("attribute_exists(:v)", "'x'", "Operator or function requires a document path; operator or function: attribute_exists")]
    [InlineData("attribute_not_exists(:v)", "'x'", "Operator or function requires a document path; operator or function: attribute_not_exists")]
    [Guess("attribute_type(a, :v)", "'X'", "Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")]
    [InlineData("attribute_type(a, :v)", "5", "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N")]
    [InlineData("begins_with(a, :v)", "5", "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N")]
    [InlineData("begins_with(a, :v)", "<'x'>", "Incorrect operand type for operator or function; operator or function: begins_with, operand type: SS")]
    [InlineData("begins_with(:v, a)", "true", "Incorrect operand type for operator or function; operator or function: begins_with, operand type: BOOL")]
    [InlineData("size(:v) = a", "5", "Incorrect operand type for operator or function; operator or function: size, operand type: N")]
    [InlineData("size(:v) = a", "true", "Incorrect operand type for operator or function; operator or function: size, operand type: BOOL")]
    [InlineData("a < :v", "true", "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL")]
    [InlineData("a <= :v", "null", "Incorrect operand type for operator or function; operator or function: <=, operand type: NULL")]
    [InlineData("a > :v", "[1]", "Incorrect operand type for operator or function; operator or function: >, operand type: L")]
    [InlineData("a >= :v", "{x: 1}", "Incorrect operand type for operator or function; operator or function: >=, operand type: M")]
    [InlineData(":v < a", "<'x'>", "Incorrect operand type for operator or function; operator or function: <, operand type: SS")]
    [InlineData("a BETWEEN :v AND b", "true", "Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: BOOL")]
    [InlineData("a BETWEEN b AND :v", "[1]", "Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: L")]
    public async Task A_literal_of_the_wrong_type_is_named(string condition, string value, string refusal) => Assert.Equal(Prefix + refusal, await table.AskedAsync("{a: 1}", condition, $"{{:v: {value}}}"));

    [Theory]
    [InlineData("{:a: 2, :b: 1}", "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}")]
    [InlineData("{:a: 'b', :b: 'a'}", "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}")]
    [InlineData("{:a: 'b', :b: 1}", "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {N:1}")]
    public async Task Between_needs_bounds_in_order(string values, string refusal) => Assert.Equal(Prefix + refusal, await table.AskedAsync("{a: 1}", "a BETWEEN :a AND :b", values));

    [Fact]
    public async Task At_most_300_operators()
    {
        string condition = string.Join(" AND ", Enumerable.Repeat("attribute_exists(a)", 150));

        Assert.Equal("true", await table.AskedAsync("{a: 1}", condition));
        Assert.Equal($"{Prefix}The expression contains too many operators; operator count: 301", await table.AskedAsync("{a: 1}", $"{condition} AND a <> b"));
    }

    [Fact]
    [Trait("Certainty", "Guess")]
    public async Task At_most_100_values_in_a_list()
    {
        string Values(int count) => "{" + string.Join(", ", Enumerable.Range(0, count).Select(number => $":v{number}: {number}")) + "}";
        string Condition(int count) => $"a IN ({string.Join(", ", Enumerable.Range(0, count).Select(number => $":v{number}"))})";

        Assert.Equal("true", await table.AskedAsync("{a: 1}", Condition(100), Values(100)));
        Assert.Equal($"{Prefix}The IN operator is provided with too many operands; number of operands: 101", await table.AskedAsync("{a: 1}", Condition(101), Values(101)));
    }

    [Fact]
    public async Task An_expression_has_at_most_4096_bytes()
    {
        string condition = $"attribute_exists({new string('a', 4078)})";

        Assert.Equal("false", await table.AskedAsync("{b: 1}", condition));
        Assert.Equal($"{Prefix}Expression size has exceeded the maximum allowed size; expression size: 4097", await table.AskedAsync("{b: 1}", condition + " "));
    }

    [Fact]
    public async Task The_empty_expression_is_refused()
    {
        Assert.Equal($"{Prefix}The expression can not be empty;", await table.AskedAsync("{b: 1}", ""));
    }

    [Theory]
    [InlineData("a = :v", "{:v: 1, :w: 2}", null, "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}")]
    [InlineData("a = :v", "{:v: 1}", "#x=x", "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}")]
    [InlineData("#x = :v", "{:v: 1}", "#x=x,#y=y", "Value provided in ExpressionAttributeNames unused in expressions: keys: {#y}")]
    public async Task Unused_placeholders_are_refused(string condition, string values, string? names, string refusal) =>
        Assert.Equal($"ValidationException: {refusal}", await table.AskedAsync("{a: 1}", condition, values, names));

    [Theory]
    [InlineData("a-b", "#a = :v")]
    [InlineData("a.b", "#a = :v")]
    [InlineData("size", "#a = :v")]
    [InlineData("ü", "#a = :v")]
    [InlineData("with space", "#a = :v")]
    [InlineData("[0]", "#a = :v")]
    public async Task A_placeholder_takes_its_name_literally(string name, string condition) => Assert.Equal("true", await table.AskedAsync($"{{'{name}': 1}}", condition, "{:v: 1}", $"#a={name}"));
}

using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Updates;

/// <summary>Update expressions that are refused whatever the item holds.</summary>
public sealed class UpdateExpressionErrorTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const string Prefix = "ValidationException: Invalid UpdateExpression: ";

    [Theory]
    [InlineData("", "The expression can not be empty;")]
    [InlineData("SET", "Syntax error; token: \"<EOF>\", near: \"SET\"")]
    [InlineData("SET a", "Syntax error; token: \"<EOF>\", near: \"a\"")]
    [InlineData("SET a =", "Syntax error; token: \"<EOF>\", near: \"=\"")]
    [InlineData("SET a = :v,", "Syntax error; token: \"<EOF>\", near: \",\"")]
    [InlineData("SET a = :v b = :v", "Syntax error; token: \"b\", near: \":v b =\"")]
    [InlineData("SET a = 1", "Syntax error; token: \"1\", near: \"= 1\"")]
    [InlineData("SET a = :v + :v + :v", "Syntax error; token: \"+\", near: \":v + :v\"")]
    [InlineData("SET a = :v * :v", "Syntax error; token: \"*\", near: \":v * :v\"")]
    [InlineData("SET a := :v", "Syntax error; token: \":\", near: \"a :=\"")]
    [InlineData("SET a[x] = :v", "Syntax error; token: \"x\", near: \"[x]\"")]
    [InlineData("SET a[-1] = :v", "Syntax error; token: \"-\", near: \"[-1\"")]
    [InlineData("SET a. = :v", "Syntax error; token: \"=\", near: \". = :v\"")]
    [InlineData("SET .a = :v", "Syntax error; token: \".\", near: \"SET .a\"")]
    [InlineData("a = :v", "Syntax error; token: \"a\", near: \"a =\"")]
    [InlineData("FOO a = :v", "Syntax error; token: \"FOO\", near: \"FOO a\"")]
    [InlineData("REMOVE", "Syntax error; token: \"<EOF>\", near: \"REMOVE\"")]
    [InlineData("REMOVE a = :v", "Syntax error; token: \"=\", near: \"a = :v\"")]
    [InlineData("REMOVE :v", "Syntax error; token: \":v\", near: \"REMOVE :v\"")]
    [InlineData("ADD a", "Syntax error; token: \"<EOF>\", near: \"a\"")]
    [InlineData("ADD a b", "Syntax error; token: \"b\", near: \"a b\"")]
    [InlineData("ADD a = :v", "Syntax error; token: \"=\", near: \"a = :v\"")]
    [InlineData("DELETE a", "Syntax error; token: \"<EOF>\", near: \"a\"")]
    [InlineData("SET a = (:v", "Syntax error; token: \"<EOF>\", near: \":v\"")]
    [InlineData("SET a = if_not_exists(a, :v", "Syntax error; token: \"<EOF>\", near: \":v\"")]
    [InlineData("SET a = :v; REMOVE b", "Syntax error; token: \";\", near: \":v; REMOVE\"")]
    public async Task Malformed_text_names_the_token(string update, string refusal) => Assert.Equal(Prefix + refusal, await table.UpdatedAsync("{a: 1}", update, update.Contains(":v", StringComparison.Ordinal) ? "{:v: 1}" : null));

    [Theory]
    [InlineData("SET a = :v SET b = :v", "The \"SET\" section can only be used once in an update expression;")]
    [InlineData("REMOVE a REMOVE b SET c = :v", "The \"REMOVE\" section can only be used once in an update expression;")]
    [InlineData("ADD a :v ADD b :v", "The \"ADD\" section can only be used once in an update expression;")]
    [InlineData("SET size = :v", "Attribute name is a reserved keyword; reserved keyword: size")]
    [InlineData("SET a.status = :v", "Attribute name is a reserved keyword; reserved keyword: status")]
    [InlineData("SET a = :v, Count = :v", "Attribute name is a reserved keyword; reserved keyword: Count")]
    [InlineData("SET a = b.Name + :v", "Attribute name is a reserved keyword; reserved keyword: Name")]
    [InlineData("SET a = foo(:v)", "Invalid function name; function: foo")]
    [InlineData("SET a = IF_NOT_EXISTS(a, :v)", "Invalid function name; function: IF_NOT_EXISTS")]
    [InlineData("SET a = size(:v)", "The function is not allowed in an update expression; function: size")]
    [InlineData("SET a = attribute_exists(a), b = :v", "The function is not allowed in an update expression; function: attribute_exists")]
    [InlineData("SET a = begins_with(a, :v)", "The function is not allowed in an update expression; function: begins_with")]
    [InlineData("SET a = if_not_exists(:v)", "Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1")]
    [InlineData("SET a = if_not_exists(a, :v, :v)", "Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 3")]
    [InlineData("SET a = list_append(:v)", "Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1")]
    [InlineData("SET a = if_not_exists(:v, :v)", "Operator or function requires a document path; operator or function: if_not_exists")]
    [InlineData("SET a = list_append(a, :v)", "Incorrect operand type for operator or function; operator or function: list_append, operand type: N")]
    [InlineData("SET a = :w, b = :v", "An expression attribute value used in expression is not defined; attribute value: :w")]
    [InlineData("SET #a = :v", "An expression attribute name used in the document path is not defined; attribute name: #a")]
    [InlineData("REMOVE a.#b SET c = :v", "An expression attribute name used in the document path is not defined; attribute name: #b")]
    public async Task Wrong_words_are_named(string update, string refusal) => Assert.Equal(Prefix + refusal, await table.UpdatedAsync("{}", update, "{:v: 1}"));

    [Theory]
    [InlineData("SET a = a + :v", "{:v: 'x'}", "operator or function: +, operand type: S")]
    [InlineData("SET a = :v + a", "{:v: true}", "operator or function: +, operand type: BOOL")]
    [InlineData("SET a = a - :v", "{:v: [1]}", "operator or function: -, operand type: L")]
    [InlineData("SET a = a - :v", "{:v: {x: 1}}", "operator or function: -, operand type: M")]
    [InlineData("SET a = a - :v", "{:v: null}", "operator or function: -, operand type: NULL")]
    [InlineData("SET a = a - :v", "{:v: <1>}", "operator or function: -, operand type: NS")]
    [InlineData("SET a = list_append(a, :v)", "{:v: 'x'}", "operator or function: list_append, operand type: S")]
    [InlineData("SET a = list_append(:v, a)", "{:v: <'x'>}", "operator or function: list_append, operand type: SS")]
    [InlineData("SET a = list_append(:v, a)", "{:v: {x: 1}}", "operator or function: list_append, operand type: M")]
    public async Task A_literal_of_the_wrong_type_is_refused_before_the_item_is_read(string update, string values, string refusal) =>
        Assert.Equal($"{Prefix}Incorrect operand type for operator or function; {refusal}", await table.UpdatedAsync("none", update, values));

    [Theory]
    [InlineData("SET a = :v, a = :v", "overlap", "[a]", "[a]")]
    [InlineData("SET a = :v REMOVE a", "overlap", "[a]", "[a]")]
    [InlineData("SET a = :v, a.b = :v", "overlap", "[a]", "[a, b]")]
    [InlineData("SET a.b = :v REMOVE a", "overlap", "[a, b]", "[a]")]
    [InlineData("SET a[0] = :v, a[0] = :v", "overlap", "[a, [0]]", "[a, [0]]")]
    [InlineData("SET a[0].b = :v REMOVE a[0]", "overlap", "[a, [0], b]", "[a, [0]]")]
    [InlineData("SET a.b = :v, a[0] = :v", "conflict", "[a, b]", "[a, [0]]")]
    [InlineData("SET a.b.c = :v REMOVE a.b[1]", "conflict", "[a, b, c]", "[a, b, [1]]")]
    [InlineData("ADD a :v SET a = :v", "overlap", "[a]", "[a]")]
    public async Task Two_paths_must_keep_apart(string update, string how, string one, string two) =>
        Assert.Equal($"{Prefix}Two document paths {how} with each other; must remove or rewrite one of these paths; path one: {one}, path two: {two}", await table.UpdatedAsync("{}", update, "{:v: 1}"));

    [Theory]
    [InlineData("SET pk = :v")]
    [InlineData("REMOVE pk ADD n :v")]
    [InlineData("ADD pk :v")]
    public async Task A_key_attribute_cannot_be_changed(string update) =>
        Assert.Equal("ValidationException: One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key", await table.UpdatedAsync("{}", update, "{:v: 1}"));

    [Theory]
    [InlineData("SET a = :v", "{:v: 1, :w: 2}", null, "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}")]
    [InlineData("SET a = :v", "{:v: 1}", "#x=x", "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}")]
    [InlineData("SET a = :v", "{:v: 1, w: 2}", null, "ExpressionAttributeValues contains invalid key: Syntax error; key: \"w\"")]
    [InlineData("SET a = :v", "{:v: 1}", "x=x", "ExpressionAttributeNames contains invalid key: Syntax error; key: \"x\"")]
    [InlineData("SET a = :v", "{:v: 1, ':': 2}", null, "ExpressionAttributeValues contains invalid key: Syntax error; key: \":\"")]
    [InlineData("SET a = :v", "{:v: 1, ':a-b': 2}", null, "ExpressionAttributeValues contains invalid key: Syntax error; key: \":a-b\"")]
    public async Task Placeholders_are_checked(string update, string values, string? names, string refusal) =>
        Assert.Equal($"ValidationException: {refusal}", await table.UpdatedAsync("{}", update, values, names));

    [Fact]
    public async Task Placeholders_without_an_expression_are_refused()
    {
        string key = table.NextKey();

        Assert.Equal("ValidationException: ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null", await Refusal.OfAsync(() => table.UpdateAsync(key, null, "{:v: 1}")));
        Assert.Equal("ValidationException: ExpressionAttributeNames can only be specified when using expressions", await Refusal.OfAsync(() => table.UpdateAsync(key, null, null, "#a=a")));
    }

    [Fact]
    public async Task An_expression_has_at_most_4096_bytes()
    {
        string update = $"SET {new string('a', 4087)} = :v";

        Assert.Equal("200", await Refusal.OfAsync(() => table.UpdateAsync(table.NextKey(), update[..4] + update[5..], "{:v: 1}")));
        Assert.Equal($"{Prefix}Expression size has exceeded the maximum allowed size;", await table.UpdatedAsync("{}", update + " ", "{:v: 1}"));
    }

    [Fact]
    public async Task An_update_without_an_expression_creates_the_item()
    {
        string key = table.NextKey();

        await table.UpdateAsync(key, null);

        Assert.Equal("{}", await table.ShownAsync(key));
    }
}

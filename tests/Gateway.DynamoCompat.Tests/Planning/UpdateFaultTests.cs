using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tests.Expressions;

namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>Updates that are refused, for their text or for the item that they meet; the texts as dynalite 4.0.0 gives them, unless a row says otherwise.</summary>
public sealed class UpdateFaultTests
{
    private const string Missing = "The provided expression refers to an attribute that does not exist in the item";
    private const string BadPath = "The document path provided in the update expression is invalid for update";
    private const string BadType = "An operand in the update expression has an incorrect data type";
    private const string Item = """{"n":{"N":"5"},"s":{"S":"x"},"l":{"L":[{"N":"1"}]},"ss":{"SS":["a","b"]},"m":{"M":{"k":{"N":"1"}}},"high":{"N":"9.9E125"},"tiny":{"N":"1E-130"},"wide":{"N":"12345678901234567890123456789012345678"}}""";

    [Theory]
    [InlineData("", "The expression can not be empty;")]
    [InlineData("SET a = :n SET b = :n", "The \"SET\" section can only be used once in an update expression;")]
    [InlineData("REMOVE a REMOVE b", "The \"REMOVE\" section can only be used once in an update expression;")]
    [InlineData("ADD a :n SET c = :n add b :n", "The \"ADD\" section can only be used once in an update expression;")] // getmoto/moto 3972, against AWS
    [InlineData("DELETE a :ss DELETE b :ss", "The \"DELETE\" section can only be used once in an update expression;")]
    [InlineData("SET a = ((b + :n))", "The expression has redundant parentheses;")] // grammar of aws/aws-dax-go
    [InlineData("SET a = foo(l)", "Invalid function name; function: foo")]
    [InlineData("SET a = size(l)", "The function is not allowed in an update expression; function: size")] // the words are those of aws/aws-dax-go
    [InlineData("SET a = attribute_exists(l)", "The function is not allowed in an update expression; function: attribute_exists")] // the same
    [InlineData("SET name = :n", "Attribute name is a reserved keyword; reserved keyword: name")]
    [InlineData("SET a = b.Name", "Attribute name is a reserved keyword; reserved keyword: Name")]
    [InlineData("REMOVE status", "Attribute name is a reserved keyword; reserved keyword: status")]
    [InlineData("SET #undefined = :n", "An expression attribute name used in the document path is not defined; attribute name: #undefined")]
    [InlineData("SET a = :undefined", "An expression attribute value used in expression is not defined; attribute value: :undefined")]
    [InlineData("SET a = :n, a = :n", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]")]
    [InlineData("SET m = :n, m.k = :n", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, k]")]
    [InlineData("SET m.k = :n REMOVE m", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m, k], path two: [m]")]
    [InlineData("ADD a :n DELETE #a :ss", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]")]
    [InlineData("SET m.k = :n, m[0] = :n", "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, k], path two: [m, [0]]")]
    [InlineData("SET l[0] = :n, l.x = :n", "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [l, [0]], path two: [l, x]")]
    [InlineData("SET a = list_append(l)", "Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1")]
    [InlineData("SET a = if_not_exists(a, :n, :n)", "Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 3")]
    [InlineData("SET a = if_not_exists(:n, :n)", "Operator or function requires a document path; operator or function: if_not_exists")]
    [InlineData("SET a = if_not_exists(if_not_exists(a, :n), :n)", "Operator or function requires a document path; operator or function: if_not_exists")]
    [InlineData("SET a = list_append(:n, l)", "Incorrect operand type for operator or function; operator or function: list_append, operand type: N")]
    [InlineData("SET a = list_append(l, :m)", "Incorrect operand type for operator or function; operator or function: list_append, operand type: M")] // aws/aws-sdk-js-v3 7171
    [InlineData("SET a = b + :s", "Incorrect operand type for operator or function; operator or function: +, operand type: S")]
    [InlineData("SET a = :l - b", "Incorrect operand type for operator or function; operator or function: -, operand type: L")]
    [InlineData("SET a = list_append(l, :l) + :n", "Incorrect operand type for operator or function; operator or function: +, operand type: L")] // a guess
    [InlineData("ADD a :s", "Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND")]
    [InlineData("ADD a :l", "Incorrect operand type for operator or function; operator: ADD, operand type: LIST, typeSet: ALLOWED_FOR_ADD_OPERAND")]
    [InlineData("ADD a :bool", "Incorrect operand type for operator or function; operator: ADD, operand type: BOOLEAN, typeSet: ALLOWED_FOR_ADD_OPERAND")]
    [InlineData("DELETE a :n", "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND")]
    [InlineData("DELETE a :m", "Incorrect operand type for operator or function; operator: DELETE, operand type: MAP, typeSet: ALLOWED_FOR_DELETE_OPERAND")]
    [InlineData("SET l[4294967295] = :n", "List index is not within the allowable range; index: [4294967295]")] // floci-io/floci 3073
    public void Texts_that_are_refused(string text, string message) => Assert.Equal($"Invalid UpdateExpression: {message}", Expr.Refusal(ExpressionKind.Update, text));

    /// <summary>Of two faults of different kinds AWS names the one that is looked for first, wherever they stand.</summary>
    [Theory]
    [InlineData("name = :n", "b = foo(a)")]
    [InlineData("b = foo(a)", "#undefined = :n")]
    [InlineData("#undefined = :n", "b = :undefined")]
    [InlineData("b = :undefined", "c = list_append(a)")]
    [InlineData("#a = :n, a = :n", "c = list_append(b)")]
    public void The_kind_of_fault_decides_before_its_place(string first, string second)
    {
        string? expected = Expr.Refusal(ExpressionKind.Update, $"SET {first}");

        Assert.NotNull(expected);
        Assert.Equal(expected, Expr.Refusal(ExpressionKind.Update, $"SET {first}, {second}"));
        Assert.Equal(expected, Expr.Refusal(ExpressionKind.Update, $"SET {second}, {first}"));
    }

    [Theory]
    [InlineData("SET a = gone", Missing)]
    [InlineData("SET a = m.gone", Missing)]
    [InlineData("SET a = l[7]", Missing)]
    [InlineData("SET a = s.x", Missing)]
    [InlineData("SET a = gone + :n", Missing)]
    [InlineData("SET gone = gone + :n", Missing)]
    [InlineData("SET a = list_append(gone, :l)", Missing)]
    [InlineData("SET a = if_not_exists(gone, lost)", Missing)]
    [InlineData("SET l[7] = l[7] + :n", Missing)]
    [InlineData("SET a = s + :n", BadType)]
    [InlineData("SET s = s + :n", BadType)]
    [InlineData("SET gone = if_not_exists(gone, :s) + :n", BadType)]
    [InlineData("SET a = list_append(l, s)", BadType)]
    [InlineData("SET n = list_append(n, :l)", BadType)]
    [InlineData("ADD s :n", BadType)]
    [InlineData("ADD n :ss", BadType)]
    [InlineData("ADD ss :n", BadType)]
    [InlineData("ADD ss :ns", BadType)]
    [InlineData("DELETE n :ss", BadType)]
    [InlineData("DELETE ss :ns", BadType)]
    [InlineData("SET gone.x = :n", BadPath)]
    [InlineData("SET s.x = :n", BadPath)]
    [InlineData("SET l.x = :n", BadPath)]
    [InlineData("SET m[0] = :n", BadPath)]
    [InlineData("SET gone[0] = :n", BadPath)]
    [InlineData("SET m.gone.x = :n", BadPath)]
    [InlineData("SET l[5].x = :n", BadPath)]
    [InlineData("SET n.x = if_not_exists(n.x, :n)", BadPath)]
    [InlineData("REMOVE gone.x", BadPath)]
    [InlineData("REMOVE s.x", BadPath)]
    [InlineData("REMOVE m[0]", BadPath)]
    [InlineData("REMOVE l.x", BadPath)]
    [InlineData("ADD gone.x :n", BadPath)]
    [InlineData("DELETE gone.x :ss", BadPath)]
    [InlineData("SET z = high + high", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [InlineData("SET high = high + high", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [InlineData("SET z = wide + tiny", "Attempting to store more than 38 significant digits in a Number")]
    [InlineData("SET wide = wide - tiny", "Attempting to store more than 38 significant digits in a Number")]
    public void Items_that_do_not_fit(string text, string message) => Assert.Equal(message, Expr.Refusal(() => Updates.Evaluate(text, Item)));

    [Theory]
    [InlineData("SET a = a + :n", Missing)]
    [InlineData("REMOVE a.b", BadPath)]
    [InlineData("REMOVE a[0]", BadPath)]
    [InlineData("SET a.b = :n", BadPath)]
    public void An_absent_item_fits_no_better(string text, string message) => Assert.Equal(message, Expr.Refusal(() => Updates.Evaluate(text, null)));

    [Fact]
    public void A_result_nests_up_to_32_levels()
    {
        string inner = string.Concat(Enumerable.Repeat("""{"M":{"k":""", 30)) + """{"M":{}}""" + string.Concat(Enumerable.Repeat("}}", 30));
        string item = $$$"""{"deep":{{{inner}}},"m":{"M":{}},"l":{"L":[]}}""";
        const string TooDeep = "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";

        Assert.Null(Expr.Refusal(() => Updates.Evaluate("SET m.a = deep", item)));
        Assert.Null(Expr.Refusal(() => Updates.Evaluate("SET l[0] = deep", item)));
        Assert.Equal(TooDeep, Expr.Refusal(() => Updates.Evaluate("SET m.a = deep", item.Replace("""{"M":{}}}}""", """{"M":{"k":{"N":"1"}}}}}""", StringComparison.Ordinal))));
    }
}

using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Tests.Expressions;

/// <summary>The token at which an expression stops making sense, and its neighbours as they stand in the text.</summary>
public sealed class SyntaxErrorTests
{
    /// <summary>Texts that were reported from AWS itself, in issues of public projects.</summary>
    [Theory]
    [InlineData("Condition", "attribute_exists(car_id) AND NOT #x", "<EOF>", "#x")] // truora/minidyn 21
    [InlineData("Condition", "a-b", "-", "a-b")] // floci-io/floci 1512
    [InlineData("Filter", "a-b", "-", "a-b")]
    [InlineData("KeyCondition", "a-b", "-", "a-b")]
    [InlineData("Filter", "#articleId attribute_not_exists :ckpst", "attribute_not_exists", "#articleId attribute_not_exists :ckpst")] // kritish-dhaubanjar/dynamodb-dashboard 735
    [InlineData("KeyCondition", "begins_with()", ")", "()")] // ServiceStack/ServiceStack.Aws 5
    [InlineData("KeyCondition", "PK = :pk and begins_with(LSI_SK_1, G_M#)", "#", "G_M#)")] // aws/aws-sdk-js-v3 2079
    [InlineData("KeyCondition", "pk = :pk AND _sortKey = :sk", "_", "AND _sortKey")] // Dynamoid/dynamoid 808
    [InlineData("KeyCondition", "GI-1-PK = :partitionKeyVal", "-", "GI-1")] // AntonShuvaev/intellij-dynamodb 3
    [InlineData("Filter", "tenantAgent:abc123-4 = :x", ":abc123", "tenantAgent:abc123-")] // researchwiseai/langgraphjs-checkpoint-dynamodb 8
    [InlineData("Filter", "_type = :x", "_", "_type")] // Arattian/DynamoDb-GUI-Client 89
    [InlineData("Update", "ADD hits : incr", ":", "hits : incr")] // aws/aws-cdk 7591
    [InlineData("Update", "INVALID SYNTAX HERE", "INVALID", "INVALID SYNTAX")] // nubo-db/dynoxide 12
    [InlineData("Update", "set _something = :something", "_", "set _something")] // aws/aws-sdk-js 1691
    [InlineData("Update", "SET #as, #LambdaPowertoolsContext = :x", ",", "#as, #LambdaPowertoolsContext")] // getndazn/dazn-lambda-powertools 251
    [InlineData("Update", "SET #a = :b, #, c = :c", "#", ", #,")] // getndazn/dazn-lambda-powertools 242
    [InlineData("Projection", "!!!", "!", "!!")] // nubo-db/dynoxide 16
    [InlineData("Projection", "#AMZN_MAPPED_mymap.#AMZN_MAPPED_2021-03-03", "-", "#AMZN_MAPPED_2021-0")] // aws/aws-sdk-java-v2 2310
    [InlineData("Projection", "dummy-id", "-", "dummy-id")] // aaronshaf/dynamodb-admin 75
    public void Errors_that_AWS_gave(string kind, string text, string token, string near) => Fails(kind, text, token, near);

    [Theory]
    [InlineData("Condition", " ", "<EOF>", "")]
    [InlineData("Condition", "a", "<EOF>", "a")]
    [InlineData("Condition", "a =", "<EOF>", "=")]
    [InlineData("Condition", "a = :s AND", "<EOF>", "AND")]
    [InlineData("Condition", "a = :s OR  ", "<EOF>", "OR")]
    [InlineData("Condition", "(a = :s", "<EOF>", ":s")]
    [InlineData("Condition", "a = :s)", ")", ":s)")]
    [InlineData("Condition", "()", ")", "()")]
    [InlineData("Condition", "a AND b = :s", "AND", "a AND b")]
    [InlineData("Condition", "(a) AND b = :s", "AND", ") AND b")]
    [InlineData("Condition", "(a = :s) = :s", "=", ") = :s")]
    [InlineData("Condition", "a = (b = :s)", "=", "b = :s")]
    [InlineData("Condition", "a = NOT b", "NOT", "= NOT b")]
    [InlineData("Condition", "a == :s", "=", "== :s")]
    [InlineData("Condition", "a != :s", "!", "a !=")]
    [InlineData("Condition", "a < > :s", ">", "< > :s")]
    [InlineData("Condition", "a = 1", "1", "= 1")]
    [InlineData("Condition", "a = \"x\"", "\"", "= \"x")]
    [InlineData("Condition", "a = :s; b", ";", ":s; b")]
    [InlineData("Condition", "a,b", ",", "a,b")]
    [InlineData("Condition", "a IN ()", ")", "()")]
    [InlineData("Condition", "a IN :s", ":s", "IN :s")]
    [InlineData("Condition", "a IN (:s,)", ")", ",)")]
    [InlineData("Condition", "a IN (:s :s)", ":s", ":s :s)")]
    [InlineData("Condition", "a BETWEEN :n", "<EOF>", ":n")]
    [InlineData("Condition", "a BETWEEN :n OR :n", "OR", ":n OR :n")]
    [InlineData("Condition", "and = :s", "and", "and =")]
    [InlineData("Condition", "a.set = :s", "set", ".set =")]
    [InlineData("Projection", "a, Remove", "Remove", ", Remove")]
    [InlineData("Update", "SET a = b.in", "in", ".in")]
    [InlineData("Update", "SET a = (a + :n) + :n", "+", ") + :n")]
    [InlineData("Update", "SET a = a + (b + :n)", "+", "b + :n")]
    [InlineData("Update", "SET a = list_append((a + :n), b)", "+", "a + :n")]
    [InlineData("Condition", "a.b. = :s", "=", ". = :s")]
    [InlineData("Condition", "a[x] = :s", "x", "[x]")]
    [InlineData("Condition", "a[-1] = :s", "-", "[-1")]
    [InlineData("Condition", "a[01] = :s", "1", "01]")]
    [InlineData("Condition", "a[0 = :s", "=", "0 = :s")]
    [InlineData("Condition", "1a = :s", "1", "1a")]
    [InlineData("Condition", "é = :s", "é", "é =")]
    [InlineData("Condition", "a = :é", ":", "= :é")]
    [InlineData("Condition", "a = 𝄞𝄞", "𝄞", "= 𝄞𝄞")]
    [InlineData("Condition", "a\t=\r\n  &", "&", "=\r\n  &")]
    [InlineData("Condition", "attribute_exists(a", "<EOF>", "a")]
    [InlineData("Condition", "attribute_exists(a)(b)", "(", ")(b")]
    [InlineData("Condition", "#f(a)", "(", "#f(a")]
    [InlineData("Update", "SET", "<EOF>", "SET")]
    [InlineData("Update", "SET a", "<EOF>", "a")]
    [InlineData("Update", "SET a =", "<EOF>", "=")]
    [InlineData("Update", "SET a = :n,", "<EOF>", ",")]
    [InlineData("Update", "a = :n", "a", "a =")]
    [InlineData("Update", "SET a = :n b = :n", "b", ":n b =")]
    [InlineData("Update", "SET a = a + :n + :n", "+", ":n + :n")]
    [InlineData("Update", "SET a = -:n", "-", "= -:n")]
    [InlineData("Update", "SET a = a * :n", "*", "a * :n")]
    [InlineData("Update", "SET a = b = :n", "=", "b = :n")]
    [InlineData("Update", "SET a = (b", "<EOF>", "b")]
    [InlineData("Update", "SET (a) = :n", "(", "SET (a")]
    [InlineData("Update", "SET size(a) = :n", "(", "size(a")]
    [InlineData("Update", "SET :n = a", ":n", "SET :n =")]
    [InlineData("Update", "SET a = list_append(a + :n, b)", "+", "a + :n")]
    [InlineData("Update", "SET set = :n", "set", "SET set =")]
    [InlineData("Update", "SET a = :n, REMOVE b", "REMOVE", ", REMOVE b")]
    [InlineData("Update", "REMOVE a = :n", "=", "a = :n")]
    [InlineData("Update", "REMOVE :n", ":n", "REMOVE :n")]
    [InlineData("Update", "ADD a", "<EOF>", "a")]
    [InlineData("Update", "ADD a b", "b", "a b")]
    [InlineData("Update", "ADD a = :n", "=", "a = :n")]
    [InlineData("Update", "ADD a (:n)", "(", "a (:n")]
    [InlineData("Update", "DELETE a", "<EOF>", "a")]
    [InlineData("Projection", "a,", "<EOF>", ",")]
    [InlineData("Projection", "a b", "b", "a b")]
    [InlineData("Projection", "a,,b", ",", ",,b")]
    [InlineData("Projection", ":a", ":a", ":a")]
    [InlineData("Projection", ".a", ".", ".a")]
    [InlineData("Projection", "a[", "<EOF>", "[")]
    [InlineData("Projection", "a[]", "]", "[]")]
    [InlineData("Projection", "a[1.5]", ".", "1.5")]
    [InlineData("Projection", "a[0]]", "]", "]]")]
    [InlineData("Projection", "a[0]b", "b", "]b")]
    [InlineData("Projection", "size(a)", "(", "size(a")]
    [InlineData("Projection", "a.1", "1", ".1")]
    public void Errors_by_the_same_rule(string kind, string text, string token, string near) => Fails(kind, text, token, near);

    private static void Fails(string kind, string text, string token, string near) =>
        Assert.Equal($"Invalid {kind}Expression: Syntax error; token: \"{token}\", near: \"{near}\"", Expr.Refusal(Enum.Parse<ExpressionKind>(kind), text));
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tests.Wire;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tests.Expressions;

/// <summary>Requests made of an expression and nothing else: every <c>#name</c> stands for <c>name</c>, every <c>:value</c> for the one here.</summary>
internal static partial class Expr
{
    private static readonly Dictionary<string, string> KnownValues = new()
    {
        [":s"] = """{"S":"s"}""",
        [":empty"] = """{"S":""}""",
        [":n"] = """{"N":"1"}""",
        [":n0"] = """{"N":"0"}""",
        [":n2"] = """{"N":"2"}""",
        [":n3"] = """{"N":"3"}""",
        [":minus"] = """{"N":"-1"}""",
        [":b"] = """{"B":"AQI="}""",
        [":bool"] = """{"BOOL":true}""",
        [":null"] = """{"NULL":true}""",
        [":l"] = """{"L":[{"N":"9"}]}""",
        [":l0"] = """{"L":[]}""",
        [":m"] = """{"M":{"k":{"N":"9"}}}""",
        [":ss"] = """{"SS":["a"]}""",
        [":ns"] = """{"NS":["1"]}""",
        [":bs"] = """{"BS":["AQI="]}""",
        [":typeS"] = """{"S":"S"}""",
    };

    /// <summary>An item from DynamoDB's JSON.</summary>
    public static Value Item(string json) => Request.Read("PutItem", $$"""{"TableName":"t","Item":{{json}}}""").Item("Item");

    public static Condition Condition(string text) => Request1(ExpressionKind.Condition, text).Condition!;

    public static Projection Projection(string text) => Request1(ExpressionKind.Projection, text).Projection!;

    public static RequestExpressions Update(string text) => Request1(ExpressionKind.Update, text);

    public static KeyCondition Key(string text) => Request1(ExpressionKind.KeyCondition, text).KeyCondition!;

    /// <summary>Reads the one expression; placeholders that are not known here, and <c>#undefined</c>, stay undefined.</summary>
    public static RequestExpressions Request1(ExpressionKind kind, string text)
    {
        (string operation, ExpressionUse use) = kind switch
        {
            ExpressionKind.Condition => ("PutItem", ExpressionUse.Write),
            ExpressionKind.Filter => ("Scan", ExpressionUse.Scan),
            ExpressionKind.KeyCondition => ("Query", ExpressionUse.Query),
            ExpressionKind.Projection => ("GetItem", ExpressionUse.Get),
            _ => ("UpdateItem", ExpressionUse.Update),
        };
        string[] names = [.. NamePlaceholder().Matches(text).Select(match => match.Value).Where(name => name != "#undefined").Distinct()];
        string[] values = [.. ValuePlaceholder().Matches(text).Select(match => match.Value).Where(KnownValues.ContainsKey).Distinct()];
        string body = $$"""{"TableName":"t","{{kind}}Expression":{{JsonSerializer.Serialize(text)}}""";
        if (names.Length > 0) body += $",\"ExpressionAttributeNames\":{{{string.Join(',', names.Select(name => $"\"{name}\":\"{name[1..]}\""))}}}";
        if (values.Length > 0 && kind != ExpressionKind.Projection) body += $",\"ExpressionAttributeValues\":{{{string.Join(',', values.Select(value => $"\"{value}\":{KnownValues[value]}"))}}}";
        return Read(operation, use, body + "}");
    }

    public static RequestExpressions Read(string operation, ExpressionUse use, string body)
    {
        WireStructure input = Request.Read(operation, body);
        return RequestExpressions.Read(input, use).Parse(new ExpressionCache());
    }

    /// <summary>Why the expression is refused; null if it is not.</summary>
    public static string? Refusal(ExpressionKind kind, string text) => Refusal(() => Request1(kind, text));

    public static string? Refusal(string operation, ExpressionUse use, string body) => Refusal(() => Read(operation, use, body));

    public static string? Refusal(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (WireException refusal)
        {
            Assert.Equal("ValidationException", refusal.Error.Code);
            return refusal.Error.Message;
        }
    }

    [GeneratedRegex("#[A-Za-z0-9_]+")]
    private static partial Regex NamePlaceholder();

    [GeneratedRegex(":[A-Za-z0-9_]+")]
    private static partial Regex ValuePlaceholder();
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Functions;

/// <summary>Statements of resource policies, and policies as Lambda shows them.</summary>
internal static class PolicyRules
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the statement that a request adds.</summary>
    /// <param name="input">AddPermission's or AddLayerVersionPermission's.</param>
    /// <param name="resource">The ARN that it is about.</param>
    public static PolicyStatement Make(WireInput input, string resource)
    {
        string sid = input.Required("StatementId");
        string action = input.Required("Action");
        string principal = input.Required("Principal");
        string? urlAuthType = Optional(input, "FunctionUrlAuthType");
        string text = Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("Sid"u8, sid);
            json.WriteString("Effect"u8, "Allow"u8);
            WritePrincipal(json, principal);
            json.WriteString("Action"u8, action);
            json.WriteString("Resource"u8, resource);
            WriteCondition(json, input);
            json.WriteEndObject();
        });
        return new PolicyStatement(sid, text, action, principal, urlAuthType);
    }

    /// <summary>A policy as it is answered, as a text of JSON.</summary>
    public static string Print(PolicyRecord policy) =>
        $$"""{"Version":"2012-10-17","Id":"default","Statement":[{{string.Join(',', policy.Statements.Select(statement => statement.Json))}}]}""";

    /// <summary>Adds a statement; refused if there is one of that name.</summary>
    public static PolicyRecord Add(PolicyRecord? policy, PolicyStatement statement, string revisionId)
    {
        if (policy?.Statements.Any(other => other.Sid == statement.Sid) == true) throw LambdaErrors.StatementExists(statement.Sid);
        return new PolicyRecord(revisionId, [.. policy?.Statements ?? [], statement]);
    }

    /// <summary>Removes a statement; refused if there is none of that name.</summary>
    /// <returns>Null if it was the last one.</returns>
    public static PolicyRecord? Remove(PolicyRecord policy, string sid, string revisionId)
    {
        List<PolicyStatement> rest = [.. policy.Statements.Where(statement => statement.Sid != sid)];
        if (rest.Count == policy.Statements.Count) throw LambdaErrors.StatementMissing(sid);
        return rest.Count == 0 ? null : new PolicyRecord(revisionId, rest);
    }

    /// <summary>Whether everybody may call the function's URL.</summary>
    public static bool LetsEverybodyCallUrl(PolicyRecord? policy) => policy?.Statements.Any(statement =>
        statement.Principal == "*" && statement.Action is "lambda:InvokeFunctionUrl" or "lambda:*" or "*" && statement.UrlAuthType is null or "NONE") == true;

    private static void WritePrincipal(Utf8JsonWriter json, string principal)
    {
        if (principal == "*")
        {
            json.WriteString("Principal"u8, "*"u8);
            return;
        }

        json.WriteStartObject("Principal"u8);
        if (principal.Length == 12 && principal.All(char.IsAsciiDigit)) json.WriteString("AWS"u8, $"arn:aws:iam::{principal}:root");
        else if (principal.StartsWith("arn:", StringComparison.Ordinal)) json.WriteString("AWS"u8, principal);
        else json.WriteString("Service"u8, principal);
        json.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter json, WireInput input)
    {
        List<(string Operator, string Key, string Value)> conditions = [];
        Add("StringEquals", "AWS:SourceAccount", Optional(input, "SourceAccount"));
        Add("StringEquals", "aws:PrincipalOrgID", Optional(input, "PrincipalOrgID") ?? Optional(input, "OrganizationId"));
        Add("StringEquals", "lambda:FunctionUrlAuthType", Optional(input, "FunctionUrlAuthType"));
        Add("StringEquals", "lambda:EventSourceToken", Optional(input, "EventSourceToken"));
        Add("Bool", "lambda:InvokedViaFunctionUrl", input.Shape.Positions.ContainsKey("InvokedViaFunctionUrl") && input.Flag("InvokedViaFunctionUrl") is { } via ? (via ? "true" : "false") : null);
        Add("ArnLike", "AWS:SourceArn", Optional(input, "SourceArn"));
        if (conditions.Count == 0) return;

        json.WriteStartObject("Condition"u8);
        foreach (IGrouping<string, (string Operator, string Key, string Value)> group in conditions.GroupBy(condition => condition.Operator))
        {
            json.WriteStartObject(group.Key);
            foreach ((_, string key, string value) in group) json.WriteString(key, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();

        void Add(string operation, string key, string? value)
        {
            if (value is not null) conditions.Add((operation, key, value));
        }
    }

    private static string? Optional(WireInput input, string member) => input.Shape.Positions.ContainsKey(member) ? input.Text(member) : null;

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Options)) write(json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}

using System.Text.Json;
using Gateway.StackCompat.Logs.Storage;
using Gateway.Wire.Answers;
using Gateway.Wire.Faces;
using Gateway.Wire.Input;

namespace Gateway.StackCompat.Logs;

/// <summary>A request to CloudWatch Logs, read and checked.</summary>
internal sealed record LogCall(FaceRequest Request, WireInput Input, IFaceAnswer Answer)
{
    private const string ContentType = "application/x-amz-json-1.1";

    public string Account => Request.AccountId;

    public string Region => Request.Region;

    /// <summary>The group's name, or the name in its ARN.</summary>
    public string GroupName => Input.Text("logGroupName") is { } name
        ? name
        : Input.Shape.Positions.ContainsKey("logGroupIdentifier") && Input.Text("logGroupIdentifier") is { } identifier ? NameIn(identifier) : throw LogErrors.Parameter("Exactly one of logGroupName and logGroupIdentifier must be specified.");

    /// <summary>A group's ARN without the <c>:*</c> that some operations add.</summary>
    public string ArnOf(string group) => $"arn:aws:logs:{Region}:{Account}:log-group:{group}";

    /// <summary>The name in an ARN of a group; a name stays.</summary>
    public static string NameIn(string identifier)
    {
        const string Kind = ":log-group:";
        int at = identifier.IndexOf(Kind, StringComparison.Ordinal);
        if (!identifier.StartsWith("arn:", StringComparison.Ordinal) || at < 0) return identifier;
        string name = identifier[(at + Kind.Length)..];
        return name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
    }

    public LogGroupRecord RequireGroup(FunctionLogStore logs) => logs.FindGroup(Account, Region, GroupName) ?? throw LogErrors.GroupMissing;

    /// <summary>Answers with an object.</summary>
    public ValueTask WriteAsync(Action<Utf8JsonWriter> members)
    {
        Answer.WriteJson(200, ContentType, json =>
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }

    /// <summary>Answers without a body, as CloudWatch does where there is nothing to say.</summary>
    public void WriteNothing() => Answer.AddHeader("Content-Type", ContentType);
}

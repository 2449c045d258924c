using System.Text.Json;

namespace Gateway.DynamoCompat;

/// <summary>An error as it goes out on the wire.</summary>
/// <param name="Code">AWS's short name, as <c>ValidationException</c>.</param>
/// <param name="Message">AWS's text; null where AWS sends none.</param>
public record DynamoError(string Code, string? Message)
{
    /// <summary>The HTTP status: 400 unless it is the server's fault.</summary>
    public int Status { get; init; } = 400;

    /// <summary>What stands before the name in <c>__type</c>.</summary>
    public string Namespace { get; init; } = "com.amazonaws.dynamodb.v20120810";

    /// <summary>True where AWS writes <c>Message</c> instead of <c>message</c>.</summary>
    public bool IsMessageCapital { get; init; }

    /// <summary>True for what is wrong with a request whatever its table holds, and that PutItem and UpdateItem say with a count before it.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Writes what this kind of error says beside its message: an item, reasons.</summary>
    /// <param name="answer">Stands in the error's object, before the message.</param>
    protected internal virtual void WriteMembers(Utf8JsonWriter answer)
    {
    }
}

using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>The model refuses a request.</summary>
/// <param name="code">DynamoDB's short name of the error.</param>
/// <param name="texts">What DynamoDB may say, one of these: a request with several faults is refused for one of them. Null where the model cannot say it.</param>
internal sealed class RefusedException(string code, IReadOnlyList<string>? texts) : Exception($"{code}: {(texts is null ? "?" : string.Join(" / ", texts))}")
{
    public string Code => code;

    public IReadOnlyList<string>? Texts => texts;

    /// <summary>The item that a failed condition shows.</summary>
    public JsonObject? Item { get; init; }

    /// <summary>Of a transaction: for each item why it is cancelled; null for an item that is not to blame.</summary>
    public IReadOnlyList<RefusedException?>? Reasons { get; init; }

    public static RefusedException Validation(string text) => new("ValidationException", [text]);
}

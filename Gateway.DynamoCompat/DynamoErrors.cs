namespace Gateway.DynamoCompat;

/// <summary>Every text that leaves on DynamoDB's wire when a request is refused; grouped by subject in <c>DynamoErrors.*.cs</c>.</summary>
internal static partial class DynamoErrors
{
    /// <summary>What PutItem and UpdateItem say of a faulty request: they found one error, and which. Source: observed dynoxide 1.2.1, which recorded it from the service in 2026.</summary>
    /// <summary>True for the regions that count what is wrong with a PutItem or an UpdateItem; the others say it as they have for ten years. Source: ADR 0013.</summary>
    public static bool CountsIn(string region) => region is "eu-west-2" or "eu-central-1";

    public static DynamoError Counted(DynamoError error) => error with { Message = $"1 validation error detected: {error.Message}", IsCounted = false };

    public static DynamoError Validation(string message) => new("ValidationException", message) { Namespace = "com.amazon.coral.validate" };
}

namespace Gateway.DynamoCompat;

/// <summary>Every text that leaves on DynamoDB's wire when a request is refused; grouped by subject in <c>DynamoErrors.*.cs</c>.</summary>
internal static partial class DynamoErrors
{
    /// <summary>What PutItem and UpdateItem say of a faulty request: they found one error, and which. Source: observed dynoxide 1.2.1, which recorded it from the service in 2026.</summary>
    public static DynamoError Counted(DynamoError error) => error with { Message = $"1 validation error detected: {error.Message}", IsCounted = false };

    public static DynamoError Validation(string message) => new("ValidationException", message) { Namespace = "com.amazon.coral.validate" };
}

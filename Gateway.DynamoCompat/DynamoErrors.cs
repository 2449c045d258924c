namespace Gateway.DynamoCompat;

/// <summary>Every text that leaves on DynamoDB's wire when a request is refused; grouped by subject in <c>DynamoErrors.*.cs</c>.</summary>
internal static partial class DynamoErrors
{
    public static DynamoError Validation(string message) => new("ValidationException", message) { Namespace = "com.amazon.coral.validate" };
}

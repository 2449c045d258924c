using Amazon.DynamoDBv2;

namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>How a call through the SDK was refused.</summary>
internal static class Refusal
{
    private const string Envelope = "1 validation error detected: ";

    /// <summary>The words without the envelope that AWS puts around most texts of PutItem and UpdateItem since 2026; EnvelopeTests has the rules for it.</summary>
    public static string Bare(string message) =>
        message.StartsWith(Envelope, StringComparison.Ordinal) && !message.Contains("failed to satisfy constraint", StringComparison.Ordinal) ? message[Envelope.Length..] : message;

    /// <summary>The error's name and text, or <c>200</c> when the call was not refused.</summary>
    public static async Task<string> OfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return "200";
        }
        catch (AmazonDynamoDBException error)
        {
            return $"{error.ErrorCode}: {Bare(error.Message)}";
        }
    }
}

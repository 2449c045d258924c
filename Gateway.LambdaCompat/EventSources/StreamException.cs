namespace Gateway.LambdaCompat.EventSources;

/// <summary>A stream cannot be read.</summary>
internal sealed class StreamException(string code, string message) : Exception(message)
{
    /// <summary>DynamoDB's name of the error, as <c>TrimmedDataAccessException</c>.</summary>
    public string Code { get; } = code;
}

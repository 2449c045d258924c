namespace Gateway.DynamoCompat;

/// <summary>How a request ended; its answer, or its error, is already written.</summary>
/// <param name="Status">The HTTP status.</param>
public readonly record struct WireResult(int Status)
{
    /// <summary>200.</summary>
    public static WireResult Ok => new(200);
}

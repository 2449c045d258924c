namespace Gateway.DynamoCompat.Tables;

/// <summary>A stream that was switched off: its records stay readable for a day.</summary>
/// <param name="Stream">The stream as it was.</param>
/// <param name="EndedAt">When it was switched off, or its table dropped.</param>
internal sealed record PastStream(StreamDefinition Stream, DateTimeOffset EndedAt);

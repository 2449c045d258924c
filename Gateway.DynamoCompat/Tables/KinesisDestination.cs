namespace Gateway.DynamoCompat.Tables;

/// <summary>A Kinesis stream that was given for the table: stored and described, not written to.</summary>
/// <param name="StreamArn">The stream.</param>
/// <param name="IsActive">False after it was disabled.</param>
/// <param name="Precision"><c>MILLISECOND</c> or <c>MICROSECOND</c>; null if none was given.</param>
internal sealed record KinesisDestination(string StreamArn, bool IsActive, string? Precision);

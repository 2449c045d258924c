using Gateway.DynamoCompat.Streams;

namespace Gateway.DynamoCompat;

/// <content>Streams.</content>
internal static partial class DynamoErrors
{
    public static DynamoError InvalidIterator { get; } = Validation("Invalid ShardIterator");

    public static DynamoError ExpiredIterator { get; } = new("ExpiredIteratorException", "Iterator expired. The iterator was created more than 15 minutes ago.");

    public static DynamoError TrimmedData { get; } =
        new("TrimmedDataAccessException", "The operation attempted to read past the oldest stream record in a shard. The data has been trimmed.");

    public static DynamoError SequenceNumberMissing { get; } =
        Validation("1 validation error detected: Value null at 'sequenceNumber' failed to satisfy constraint: Member must not be null");

    public static DynamoError StreamNotFound(string arn) => new("ResourceNotFoundException", $"Requested resource not found: Stream: {arn} not found");

    public static DynamoError ShardNotFound(ChangeStream stream, string shard) =>
        new("ResourceNotFoundException", $"Requested resource not found: Shard: {shard} not found in Stream: {stream.Arn}");

    public static DynamoError InvalidSequenceNumber(string text) => Validation($"Invalid SequenceNumber: {text}");
}

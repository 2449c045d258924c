using System.Text.Json;
using Gateway.DynamoCompat.Streams;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>GetRecords: the next records of a shard. Source: model GetRecordsInput (DynamoDB Streams); doc API_streams_GetRecords.</summary>
internal sealed class GetRecords(TableCatalog tables, ShardReader shards, TimeProvider time) : IDynamoOperation
{
    private const int RecordsMax = 1000;

    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token) => ValueTask.FromResult(Run(caller, input, answer));

    private DynamoError? Run(Caller caller, WireStructure input, Utf8JsonWriter answer)
    {
        if (!ShardIterator.TryParse(input.Text("ShardIterator")!, out ShardIterator? iterator)) return DynamoErrors.InvalidIterator;
        if (!ChangeStream.TryFind(tables, caller, iterator.StreamArn, out ChangeStream? stream)) return DynamoErrors.StreamNotFound(iterator.StreamArn);
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (now - iterator.Millisecond > ShardIterator.Lifetime.TotalMilliseconds) return DynamoErrors.ExpiredIterator;
        if (iterator.Next < shards.Horizon(stream)) return DynamoErrors.TrimmedData;

        (List<StreamRecord> records, long? next) = shards.Read(stream, iterator.Next, (int)Math.Min(input.Number("Limit") ?? RecordsMax, RecordsMax));

        answer.WriteStartObject();
        if (next is { } place) answer.WriteString("NextShardIterator"u8, new ShardIterator(stream.Arn, place, now).ToString());
        answer.WriteStartArray("Records"u8);
        foreach (StreamRecord record in records) StreamRecordWriter.Write(answer, stream, record, caller.SeesLineage);
        answer.WriteEndArray();
        answer.WriteEndObject();
        return null;
    }
}

using System.Text.Json;
using Gateway.DynamoCompat.Streams;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>GetShardIterator: a place in a shard to read from. Source: model GetShardIteratorInput (DynamoDB Streams); doc API_streams_GetShardIterator.</summary>
internal sealed class GetShardIterator(TableCatalog tables, ShardReader shards, TimeProvider time) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token) => ValueTask.FromResult(Run(caller, input, answer));

    private DynamoError? Run(Caller caller, WireStructure input, Utf8JsonWriter answer)
    {
        string arn = input.Text("StreamArn")!;
        if (!ChangeStream.TryFind(tables, caller, arn, out ChangeStream? stream)) return DynamoErrors.StreamNotFound(arn);
        if (input.Text("ShardId") != stream.ShardId) return DynamoErrors.ShardNotFound(stream, input.Text("ShardId")!);

        long place;
        switch (input.Text("ShardIteratorType"))
        {
            case "TRIM_HORIZON":
                place = shards.Horizon(stream);
                break;
            case "LATEST":
                place = shards.End;
                break;
            default:
                if (input.Text("SequenceNumber") is not { } number) return DynamoErrors.SequenceNumberMissing;
                if (!SequenceNumber.TryParse(number, out long sequence)) return DynamoErrors.InvalidSequenceNumber(number);
                if (sequence < shards.Horizon(stream)) return DynamoErrors.TrimmedData;
                place = input.Text("ShardIteratorType") == "AT_SEQUENCE_NUMBER" ? sequence : sequence + 1;
                break;
        }

        answer.WriteStartObject();
        answer.WriteString("ShardIterator"u8, new ShardIterator(stream.Arn, Math.Max(place, shards.Horizon(stream)), time.GetUtcNow().ToUnixTimeMilliseconds()).ToString());
        answer.WriteEndObject();
        return null;
    }
}

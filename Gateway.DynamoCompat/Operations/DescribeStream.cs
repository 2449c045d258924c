using System.Text.Json;
using Gateway.DynamoCompat.Streams;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DescribeStream: a stream and its shard. Source: model DescribeStreamInput (DynamoDB Streams); doc API_streams_DescribeStream.</summary>
internal sealed class DescribeStream(TableCatalog tables, ShardReader shards) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token) => ValueTask.FromResult(Run(caller, input, answer));

    private DynamoError? Run(Caller caller, WireStructure input, Utf8JsonWriter answer)
    {
        string arn = input.Text("StreamArn")!;
        if (!ChangeStream.TryFind(tables, caller, arn, out ChangeStream? stream)) return DynamoErrors.StreamNotFound(arn);

        answer.WriteStartObject();
        answer.WriteStartObject("StreamDescription"u8);
        answer.WriteNumber("CreationRequestDateTime"u8, stream.CreatedAt.ToUnixTimeMilliseconds() / 1000m);
        answer.WriteStartArray("KeySchema"u8);
        foreach (KeyElement element in stream.Table.Key)
        {
            answer.WriteStartObject();
            answer.WriteString("AttributeName"u8, element.Name);
            answer.WriteString("KeyType"u8, element.Role);
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        answer.WriteStartArray("Shards"u8);

        // The only shard: it comes on the first page, and it has no children.
        if (input.Text("ExclusiveStartShardId") is null && input.Structure("ShardFilter") is null) WriteShard(answer, stream);
        answer.WriteEndArray();
        answer.WriteString("StreamArn"u8, stream.Arn);
        answer.WriteString("StreamLabel"u8, stream.Definition.Label);
        answer.WriteString("StreamStatus"u8, stream.IsEnabled ? "ENABLED"u8 : "DISABLED"u8);
        answer.WriteString("StreamViewType"u8, StreamRecordWriter.NameOf(stream.Definition.View));
        answer.WriteString("TableName"u8, stream.Table.Name);
        answer.WriteEndObject();
        answer.WriteEndObject();
        return null;
    }

    private void WriteShard(Utf8JsonWriter answer, ChangeStream stream)
    {
        answer.WriteStartObject();
        answer.WriteStartObject("SequenceNumberRange"u8);
        long start = shards.FirstIn(stream, ScanDirection.Forward) ?? shards.Horizon(stream);
        if (!stream.IsEnabled) answer.WriteString("EndingSequenceNumber"u8, SequenceNumber.Of(shards.FirstIn(stream, ScanDirection.Backward) ?? start));
        answer.WriteString("StartingSequenceNumber"u8, SequenceNumber.Of(start));
        answer.WriteEndObject();
        answer.WriteString("ShardId"u8, stream.ShardId);
        answer.WriteEndObject();
    }
}

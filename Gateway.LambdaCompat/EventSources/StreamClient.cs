using System.Buffers;
using System.Text.Json;
using Gateway.DynamoCompat;
using Gateway.LambdaCompat.Invocation;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>Reads change streams through DynamoDB's public service.</summary>
internal sealed class StreamClient(DynamoFace dynamo)
{
    private const string Target = "DynamoDBStreams_20120810.";

    /// <summary>The stream's shard, of which there is one.</summary>
    /// <returns>Null if there is no such stream.</returns>
    public async Task<string?> FindShardAsync(string accountId, string region, string streamArn, CancellationToken token)
    {
        try
        {
            JsonElement answer = await CallAsync(accountId, region, "DescribeStream", json => json.WriteString("StreamArn"u8, streamArn), token).ConfigureAwait(false);
            return answer.GetProperty("StreamDescription").GetProperty("Shards")[0].GetProperty("ShardId").GetString();
        }
        catch (StreamException missing) when (missing.Code is "ResourceNotFoundException" or "ValidationException")
        {
            return null;
        }
    }

    /// <summary>A place to read from.</summary>
    /// <param name="mapping">Whose stream.</param>
    /// <param name="shardId">Which shard.</param>
    /// <param name="afterSequence">After which record; null for the first that is there.</param>
    /// <param name="token">Ends the wait.</param>
    public async Task<string> IteratorAsync(MappingRecord mapping, string shardId, string? afterSequence, CancellationToken token)
    {
        JsonElement answer = await CallAsync(mapping.AccountId, mapping.Region, "GetShardIterator", json =>
        {
            json.WriteString("StreamArn"u8, mapping.EventSourceArn);
            json.WriteString("ShardId"u8, shardId);
            json.WriteString("ShardIteratorType"u8, afterSequence is null ? "TRIM_HORIZON"u8 : "AFTER_SEQUENCE_NUMBER"u8);
            if (afterSequence is not null) json.WriteString("SequenceNumber"u8, afterSequence);
        }, token).ConfigureAwait(false);
        return answer.GetProperty("ShardIterator").GetString()!;
    }

    /// <summary>The next records.</summary>
    public async Task<StreamPage> ReadAsync(MappingRecord mapping, string iterator, int recordsMax, CancellationToken token)
    {
        JsonElement answer = await CallAsync(mapping.AccountId, mapping.Region, "GetRecords", json =>
        {
            json.WriteString("ShardIterator"u8, iterator);
            json.WriteNumber("Limit"u8, recordsMax);
        }, token).ConfigureAwait(false);
        string? next = answer.TryGetProperty("NextShardIterator", out JsonElement place) ? place.GetString() : null;
        return new StreamPage([.. answer.GetProperty("Records").EnumerateArray().Select(StreamItem.Of)], next);
    }

    private async Task<JsonElement> CallAsync(string accountId, string region, string operation, Action<Utf8JsonWriter> write, CancellationToken token)
    {
        byte[] body = Destinations.Json(json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        });
        ArrayBufferWriter<byte> answer = new();
        WireResult result = await dynamo.RunAsync(new Caller(accountId, region) { SeesLineage = true }, Target + operation, body, answer, token).ConfigureAwait(false);
        using JsonDocument document = JsonDocument.Parse(answer.WrittenMemory);
        JsonElement root = document.RootElement.Clone();
        if (result.Status == 200) return root;
        string type = root.TryGetProperty("__type", out JsonElement found) ? found.GetString()! : "";
        throw new StreamException(type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..], root.TryGetProperty("message", out JsonElement message) ? message.ToString() : type);
    }
}

using System.Text.Json;
using Gateway.DynamoCompat.Streams;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>ListStreams: the streams of one table or of all. Source: model ListStreamsInput (DynamoDB Streams); doc API_streams_ListStreams.</summary>
internal sealed class ListStreams(TableCatalog tables) : IDynamoOperation
{
    private const int StreamsMax = 100;

    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string? after = input.Text("ExclusiveStartStreamArn");
        int limit = (int)Math.Min(input.Number("Limit") ?? StreamsMax, StreamsMax);
        string? name = input.Text("TableName");
        ChangeStream[] streams = [.. ChangeStream.Of(tables, caller).Where(stream => name is null || stream.Table.Name == name).OrderBy(stream => stream.Arn, StringComparer.Ordinal)];
        ChangeStream[] page = [.. streams.Where(stream => after is null || string.CompareOrdinal(stream.Arn, after) > 0).Take(limit)];

        answer.WriteStartObject();
        if (page.Length > 0 && page[^1] != streams[^1]) answer.WriteString("LastEvaluatedStreamArn"u8, page[^1].Arn);
        answer.WriteStartArray("Streams"u8);
        foreach (ChangeStream stream in page)
        {
            answer.WriteStartObject();
            answer.WriteString("StreamArn"u8, stream.Arn);
            answer.WriteString("StreamLabel"u8, stream.Definition.Label);
            answer.WriteString("TableName"u8, stream.Table.Name);
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        answer.WriteEndObject();
        return ValueTask.FromResult<DynamoError?>(null);
    }
}

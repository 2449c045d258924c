using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DescribeKinesisStreamingDestination. Source: model DescribeKinesisStreamingDestinationInput.</summary>
internal sealed class DescribeKinesisStreamingDestination(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        TableDefinition table = TableNames.Made(tables, caller, input, time);
        answer.WriteStartObject();
        answer.WriteString("TableName", table.Name);
        answer.WriteStartArray("KinesisDataStreamDestinations");
        foreach (KinesisDestination destination in table.KinesisDestinations)
        {
            answer.WriteStartObject();
            answer.WriteString("StreamArn", destination.StreamArn);
            answer.WriteString("DestinationStatus", destination.IsActive ? "ACTIVE" : "DISABLED");
            if (destination.Precision is { } precision) answer.WriteString("ApproximateCreationDateTimePrecision", precision);
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        answer.WriteEndObject();
        return default;
    }
}

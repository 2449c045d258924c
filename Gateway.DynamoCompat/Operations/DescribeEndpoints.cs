using System.Text.Json;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DescribeEndpoints: DynamoDB has one endpoint for a region, and says so.</summary>
/// <remarks>Clients that were told an endpoint do not ask for another one. Source: doc API_DescribeEndpoints.</remarks>
internal sealed class DescribeEndpoints : IDynamoOperation
{
    private const int CacheMinutes = 1440;

    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        answer.WriteStartObject();
        answer.WriteStartArray("Endpoints");
        answer.WriteStartObject();
        answer.WriteString("Address", $"dynamodb.{caller.Region}.amazonaws.com");
        answer.WriteNumber("CachePeriodInMinutes", CacheMinutes);
        answer.WriteEndObject();
        answer.WriteEndArray();
        answer.WriteEndObject();
        return default;
    }
}

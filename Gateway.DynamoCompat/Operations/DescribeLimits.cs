using System.Text.Json;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DescribeLimits: the figures of an AWS account that nobody has changed. They are not enforced.</summary>
internal sealed class DescribeLimits : IDynamoOperation
{
    private const int AccountUnits = 80_000;
    private const int TableUnits = 40_000;

    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        answer.WriteStartObject();
        answer.WriteNumber("AccountMaxReadCapacityUnits", AccountUnits);
        answer.WriteNumber("AccountMaxWriteCapacityUnits", AccountUnits);
        answer.WriteNumber("TableMaxReadCapacityUnits", TableUnits);
        answer.WriteNumber("TableMaxWriteCapacityUnits", TableUnits);
        answer.WriteEndObject();
        return default;
    }
}

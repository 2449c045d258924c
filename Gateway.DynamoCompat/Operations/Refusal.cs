using System.Text.Json;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>An operation that is always refused: with the error that DynamoDB gives where the thing is not there, or is not switched on.</summary>
/// <param name="refuse">From the caller and the request to the error.</param>
internal sealed class Refusal(Func<Caller, WireStructure, DynamoError> refuse) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token) => ValueTask.FromResult<DynamoError?>(refuse(caller, input));
}

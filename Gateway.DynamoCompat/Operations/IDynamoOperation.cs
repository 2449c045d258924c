using System.Text.Json;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>One operation of the API: one straight walk from the parsed request to the answer.</summary>
internal interface IDynamoOperation
{
    /// <summary>Runs it.</summary>
    /// <param name="caller">Whose tables.</param>
    /// <param name="input">The request, read and checked against the model.</param>
    /// <param name="answer">Takes the answer's JSON; what was written is dropped when an error is returned or thrown.</param>
    /// <param name="token">The client has gone. A commit that has begun is not cancelled.</param>
    /// <returns>Null when the answer is written, else the error.</returns>
    ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token);
}

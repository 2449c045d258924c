using System.Text.Json;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>Lists of what nobody can make here: ListExports, ListImports, ListGlobalTables.</summary>
/// <param name="member">The member that has the list.</param>
internal sealed class EmptyList(string member) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        answer.WriteStartObject();
        answer.WriteStartArray(member);
        answer.WriteEndArray();
        answer.WriteEndObject();
        return default;
    }
}

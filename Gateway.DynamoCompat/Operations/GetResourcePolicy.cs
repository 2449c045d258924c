using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>GetResourcePolicy. Source: model GetResourcePolicyInput; doc API_GetResourcePolicy.</summary>
internal sealed class GetResourcePolicy(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string arn = input.Text("ResourceArn")!;
        (TableDefinition table, bool isStream) = ResourceArns.ForPolicy(tables, caller, arn, time);
        if ((isStream ? table.StreamPolicy : table.Policy) is not { } policy) return ValueTask.FromResult<DynamoError?>(DynamoErrors.PolicyMissing(arn));

        answer.WriteStartObject();
        answer.WriteString("Policy", policy.Document);
        answer.WriteString("RevisionId", policy.RevisionId);
        answer.WriteEndObject();
        return default;
    }
}

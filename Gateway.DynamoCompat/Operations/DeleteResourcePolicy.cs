using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DeleteResourcePolicy: of none it answers without a revision. Source: model DeleteResourcePolicyInput; doc API_DeleteResourcePolicy.</summary>
internal sealed class DeleteResourcePolicy(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string? expected = input.Text("ExpectedRevisionId");
        (TableDefinition table, bool isStream) = ResourceArns.ForPolicy(tables, caller, input.Text("ResourceArn")!, time);
        ResourcePolicy? deleted = null;
        await tables.ChangeAsync(table.Number, (before, _) =>
        {
            if (before.Phase == TablePhase.Deleting) throw new WireException(DynamoErrors.TableIsDeleted(before.Name));
            deleted = isStream ? before.StreamPolicy : before.Policy;
            PutResourcePolicy.Check(expected, before.Name, deleted);
            if (deleted is null) return before;
            return isStream ? before with { StreamPolicy = null } : before with { Policy = null };
        }).ConfigureAwait(false);

        answer.WriteStartObject();
        if (deleted is not null) answer.WriteString("RevisionId", deleted.RevisionId);
        answer.WriteEndObject();
        return null;
    }
}

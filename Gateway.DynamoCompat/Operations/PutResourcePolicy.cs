using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>PutResourcePolicy: kept and shown, not enforced. Putting what is there already changes nothing. Source: model PutResourcePolicyInput; doc API_PutResourcePolicy.</summary>
internal sealed class PutResourcePolicy(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    /// <summary>The revision that stands for none. Source: doc API_PutResourcePolicy.</summary>
    private const string NoPolicy = "NO_POLICY";

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string document = PolicyRules.Read(input.Text("Policy")!);
        string? expected = input.Text("ExpectedRevisionId");
        (TableDefinition table, bool isStream) = ResourceArns.ForPolicy(tables, caller, input.Text("ResourceArn")!, time);
        string revision = TableIds.RevisionOf(time.GetUtcNow());
        await tables.ChangeAsync(table.Number, (before, _) =>
        {
            if (before.Phase == TablePhase.Deleting) throw new WireException(DynamoErrors.TableIsDeleted(before.Name));
            ResourcePolicy? current = isStream ? before.StreamPolicy : before.Policy;
            Check(expected, before.Name, current);
            if (current?.Document == document)
            {
                revision = current.RevisionId;
                return before;
            }

            ResourcePolicy policy = new(document, revision == current?.RevisionId ? revision + "0" : revision);
            revision = policy.RevisionId;
            return isStream ? before with { StreamPolicy = policy } : before with { Policy = policy };
        }).ConfigureAwait(false);

        answer.WriteStartObject();
        answer.WriteString("RevisionId", revision);
        answer.WriteEndObject();
        return null;
    }

    /// <summary>Refuses a revision that is not the one that is there.</summary>
    public static void Check(string? expected, string table, ResourcePolicy? current)
    {
        if (expected is null || expected == current?.RevisionId) return;
        if (expected == NoPolicy)
        {
            if (current is not null) throw new WireException(DynamoErrors.PolicyUnexpected(table, current.RevisionId));
            return;
        }

        throw new WireException(current is null ? DynamoErrors.PolicyRevisionOfNone(expected, table) : DynamoErrors.PolicyRevision(expected, table, current.RevisionId));
    }
}

using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>TagResource. Source: model TagResourceInput; doc API_TagResource.</summary>
internal sealed class TagResource(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        IReadOnlyList<WireStructure> asked = input.Structures("Tags") ?? [];
        if (asked.Count == 0) return DynamoErrors.NoTags;
        Tag[] tags = TagRules.Read(asked);
        TableDefinition table = ResourceArns.ForTags(tables, caller, input.Text("ResourceArn")!, time);
        await tables.ChangeAsync(table.Number, (before, _) =>
        {
            if (before.Phase == TablePhase.Deleting) throw new WireException(DynamoErrors.TableIsDeleted(before.Name));
            return before with { Tags = TagRules.Merge(before.Tags, tags) };
        }).ConfigureAwait(false);
        return null; // with an empty body: the model gives this operation no output
    }
}

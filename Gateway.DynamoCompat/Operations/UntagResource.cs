using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>UntagResource: keys that no tag has do not matter. Source: model UntagResourceInput; doc API_UntagResource.</summary>
internal sealed class UntagResource(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        IReadOnlyList<string> keys = input.Texts("TagKeys") ?? [];
        if (keys.Count == 0) return DynamoErrors.NoTagKeys;
        foreach (string key in keys) TagRules.CheckKey(key);
        TableDefinition table = ResourceArns.ForTags(tables, caller, input.Text("ResourceArn")!, time);
        await tables.ChangeAsync(table.Number, (before, _) =>
        {
            if (before.Phase == TablePhase.Deleting) throw new WireException(DynamoErrors.TableIsDeleted(before.Name));
            return before with { Tags = [.. before.Tags.Where(tag => !keys.Contains(tag.Key))] };
        }).ConfigureAwait(false);
        return null; // with an empty body: the model gives this operation no output
    }
}

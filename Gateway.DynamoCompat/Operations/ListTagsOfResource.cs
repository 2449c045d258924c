using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>ListTagsOfResource: all of them at once, there are 50 at most; a token that no answer gave is taken for none, as DynamoDB does.</summary>
/// <remarks>Source: model ListTagsOfResourceInput; doc API_ListTagsOfResource.</remarks>
internal sealed class ListTagsOfResource(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        TableDefinition table = ResourceArns.ForTags(tables, caller, input.Text("ResourceArn")!, time);
        answer.WriteStartObject();
        answer.WriteStartArray("Tags");
        foreach ((string key, string value) in table.Tags)
        {
            answer.WriteStartObject();
            answer.WriteString("Key", key);
            answer.WriteString("Value", value);
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        answer.WriteEndObject();
        return default;
    }
}

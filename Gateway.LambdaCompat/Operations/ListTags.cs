using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>ListTags. Source: model ListTagsRequest; doc API_ListTags.</summary>
internal sealed class ListTags(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        IReadOnlyDictionary<string, string> tags = TagRules.MappingOf(call, services.Mappings)?.Tags ?? services.Functions.Get(call, TagRules.AddressOf(call)).Tags;
        call.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("Tags"u8);
            foreach ((string name, string value) in tags) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}

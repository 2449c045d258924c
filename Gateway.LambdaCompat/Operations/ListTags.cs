using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>ListTags. Source: model ListTagsRequest; doc API_ListTags.</summary>
internal sealed class ListTags(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionRecord function = services.Functions.Get(call, TagRules.AddressOf(call));
        call.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("Tags"u8);
            foreach ((string name, string value) in function.Tags) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}

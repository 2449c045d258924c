using Gateway.LambdaCompat.EventSources;
using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>ListEventSourceMappings. Source: model ListEventSourceMappingsRequest; doc API_ListEventSourceMappings.</summary>
internal sealed class ListEventSourceMappings(LambdaServices services) : ILambdaOperation
{
    private const int PageMax = 100;

    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        string? source = call.Input.Text("EventSourceArn");
        FunctionAddress? function = call.Input.Has("FunctionName") ? call.Address() : null;
        IEnumerable<MappingRecord> found = services.Mappings.All
            .Where(mapping => mapping.AccountId == call.AccountId && mapping.Region == call.Region)
            .Where(mapping => source is null || mapping.EventSourceArn == source)
            .Where(mapping => function is null || mapping.FunctionArn == call.ArnOf(function))
            .OrderBy(mapping => mapping.Uuid, StringComparer.Ordinal);
        (IReadOnlyList<MappingRecord> page, string? next) = PageToken.Cut(found, mapping => mapping.Uuid, call.Marker(), call.PageSize(PageMax));
        call.Json(200, json =>
        {
            json.WriteStartObject();
            if (next is not null) json.WriteString("NextMarker"u8, next);
            json.WriteStartArray("EventSourceMappings"u8);
            foreach (MappingRecord mapping in page) MappingRules.Write(json, mapping, MappingRules.RestingState(mapping));
            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}

using Gateway.LambdaCompat.EventSources;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetEventSourceMapping. Source: model GetEventSourceMappingRequest; doc API_GetEventSourceMapping.</summary>
internal sealed class GetEventSourceMapping(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        MappingRecord mapping = services.Mappings.Get(call);
        call.Json(200, json => MappingRules.Write(json, mapping, MappingRules.RestingState(mapping)));
        return ValueTask.CompletedTask;
    }
}

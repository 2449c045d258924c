using Gateway.LambdaCompat.EventSources;

namespace Gateway.LambdaCompat.Operations;

/// <summary>DeleteEventSourceMapping. Source: model DeleteEventSourceMappingRequest; doc API_DeleteEventSourceMapping.</summary>
internal sealed class DeleteEventSourceMapping(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        MappingRecord? mapping = null;
        await services.Mappings.ChangeAsync(MappingCatalog.KeyOf(call), before =>
        {
            mapping = before ?? throw LambdaErrors.ResourceMissing();
            return null;
        }).ConfigureAwait(false);
        await services.EventSources.ForgetAsync(mapping!).ConfigureAwait(false);
        call.Json(202, json => MappingRules.Write(json, mapping!, "Deleting"));
    }
}

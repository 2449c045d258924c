using Gateway.LambdaCompat.EventSources;

namespace Gateway.LambdaCompat.Operations;

/// <summary>UpdateEventSourceMapping: also enables and disables. Source: model UpdateEventSourceMappingRequest; doc API_UpdateEventSourceMapping.</summary>
internal sealed class UpdateEventSourceMapping(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        string? functionArn = call.Input.Has("FunctionName") ? MappingRules.FunctionArnOf(call, services.Functions) : null;
        bool wasEnabled = false;
        MappingRecord after = (await services.Mappings.ChangeAsync(MappingCatalog.KeyOf(call), before =>
        {
            if (before is null) throw LambdaErrors.ResourceMissing();
            wasEnabled = before.IsEnabled;
            MappingRecord mapping = functionArn is null ? before : before with { FunctionArn = functionArn };
            return MappingRules.Apply(mapping, call, services.Functions) with { LastModified = services.Publisher.Now };
        }).ConfigureAwait(false))!;
        string state = after.IsEnabled == wasEnabled ? "Updating" : after.IsEnabled ? "Enabling" : "Disabling";
        call.Json(202, json => MappingRules.Write(json, after, state));
    }
}

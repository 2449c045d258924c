using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>UpdateFunctionEventInvokeConfig: keeps what the request does not name. Source: model UpdateFunctionEventInvokeConfigRequest; doc API_UpdateFunctionEventInvokeConfig.</summary>
internal sealed class UpdateFunctionEventInvokeConfig(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        string key = EventInvokeRules.KeyOf(address);
        EventInvokeRecord? config = null;
        FunctionRecord after = (await services.Functions.ChangeAsync(call.KeyOf(address), function =>
        {
            if (function?.Resolve(address.Qualifier) is null) throw LambdaErrors.EventInvokeFunctionMissing();
            EventInvokeRecord start = function.EventInvokes.GetValueOrDefault(key) ?? throw LambdaErrors.EventInvokeMissing(call.ArnOf(address with { Qualifier = key }));
            config = EventInvokeRules.Apply(start, call, address, services.Functions) with { LastModified = services.Publisher.Now };
            return function with { EventInvokes = function.EventInvokes.With(key, config) };
        }).ConfigureAwait(false))!;
        call.Json(200, json => EventInvokeRules.Write(json, after, key, config!));
    }
}

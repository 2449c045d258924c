using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetFunctionEventInvokeConfig. Source: model GetFunctionEventInvokeConfigRequest; doc API_GetFunctionEventInvokeConfig.</summary>
internal sealed class GetFunctionEventInvokeConfig(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        string key = EventInvokeRules.KeyOf(address);
        FunctionRecord? function = services.Functions.Find(call.AccountId, call.Region, address.Name);
        EventInvokeRecord config = function?.EventInvokes.GetValueOrDefault(key) ?? throw LambdaErrors.EventInvokeMissing(call.ArnOf(address with { Qualifier = key }));
        call.Json(200, json => EventInvokeRules.Write(json, function, key, config));
        return ValueTask.CompletedTask;
    }
}

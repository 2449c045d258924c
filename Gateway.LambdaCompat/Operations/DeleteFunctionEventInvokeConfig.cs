using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>DeleteFunctionEventInvokeConfig. Source: model DeleteFunctionEventInvokeConfigRequest; doc API_DeleteFunctionEventInvokeConfig.</summary>
internal sealed class DeleteFunctionEventInvokeConfig(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        string key = EventInvokeRules.KeyOf(address);
        await services.Functions.ChangeAsync(call.KeyOf(address), function =>
            function?.EventInvokes.ContainsKey(key) == true
                ? function with { EventInvokes = function.EventInvokes.Without(key) }
                : throw LambdaErrors.EventInvokeMissing(call.ArnOf(address with { Qualifier = key }))).ConfigureAwait(false);
        call.Empty(204);
    }
}

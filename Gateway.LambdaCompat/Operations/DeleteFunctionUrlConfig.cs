using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>DeleteFunctionUrlConfig. Source: model DeleteFunctionUrlConfigRequest; doc API_DeleteFunctionUrlConfig.</summary>
internal sealed class DeleteFunctionUrlConfig(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        string key = UrlRules.KeyOf(address);
        await services.Functions.ChangeAsync(call.KeyOf(address), function =>
            function?.Urls.ContainsKey(key) == true ? function with { Urls = function.Urls.Without(key) } : throw LambdaErrors.ResourceMissing()).ConfigureAwait(false);
        call.Empty(204);
    }
}

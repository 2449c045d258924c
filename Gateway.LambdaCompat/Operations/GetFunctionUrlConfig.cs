using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetFunctionUrlConfig. Source: model GetFunctionUrlConfigRequest; doc API_GetFunctionUrlConfig.</summary>
internal sealed class GetFunctionUrlConfig(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        FunctionRecord? function = services.Functions.Find(call.AccountId, call.Region, address.Name);
        UrlRecord url = function?.Urls.GetValueOrDefault(UrlRules.KeyOf(address)) ?? throw LambdaErrors.ResourceMissing();
        call.Json(200, json => UrlRules.Write(json, function, UrlRules.KeyOf(address), url));
        return ValueTask.CompletedTask;
    }
}

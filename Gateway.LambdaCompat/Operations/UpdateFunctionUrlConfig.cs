using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>UpdateFunctionUrlConfig. Source: model UpdateFunctionUrlConfigRequest; doc API_UpdateFunctionUrlConfig.</summary>
internal sealed class UpdateFunctionUrlConfig(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        WireInput input = call.Input;
        string key = UrlRules.KeyOf(address);
        UrlRecord? changed = null;
        FunctionRecord after = (await services.Functions.ChangeAsync(call.KeyOf(address), before =>
        {
            FunctionRecord function = UrlRules.Existing(before, address);
            UrlRecord url = function.Urls.GetValueOrDefault(key) ?? throw LambdaErrors.ResourceMissing();
            changed = url with
            {
                AuthType = input.Text("AuthType") ?? url.AuthType,
                Cors = UrlRules.CorsOf(input.Structure("Cors"), url.Cors),
                InvokeMode = input.Text("InvokeMode") ?? url.InvokeMode,
                LastModified = services.Publisher.Now,
            };
            return function with { Urls = function.Urls.With(key, changed) };
        }).ConfigureAwait(false))!;
        call.Json(200, json => UrlRules.Write(json, after, key, changed!));
    }
}

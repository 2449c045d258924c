using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>CreateFunctionUrlConfig. Source: model CreateFunctionUrlConfigRequest; doc API_CreateFunctionUrlConfig.</summary>
internal sealed class CreateFunctionUrlConfig(LambdaServices services) : ILambdaOperation
{
    private const int IdLetters = 32;

    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        WireInput input = call.Input;
        string key = UrlRules.KeyOf(address);
        string id = services.Ids.Letters(IdLetters);
        UrlRecord url = new()
        {
            UrlId = id,
            Url = services.FunctionUrlOf(call, id),
            AuthType = input.Required("AuthType"),
            Cors = UrlRules.CorsOf(input.Structure("Cors"), null),
            InvokeMode = input.Text("InvokeMode"),
            CreatedAt = services.Publisher.Now,
            LastModified = services.Publisher.Now,
        };
        FunctionRecord after = (await services.Functions.ChangeAsync(call.KeyOf(address), before =>
        {
            FunctionRecord function = UrlRules.Existing(before, address);
            if (function.Urls.ContainsKey(key)) throw LambdaErrors.UrlExists(call.ArnOf(address));
            return function with { Urls = function.Urls.With(key, url) };
        }).ConfigureAwait(false))!;
        call.Json(201, json => UrlRules.Write(json, after, key, url, isNew: true));
    }
}

using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetFunctionCodeSigningConfig: no function has one. Source: model GetFunctionCodeSigningConfigRequest; doc API_GetFunctionCodeSigningConfig.</summary>
internal sealed class GetFunctionCodeSigningConfig(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionRecord function = services.Functions.Get(call, call.Address());
        call.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("CodeSigningConfigArn"u8, ""u8);
            json.WriteString("FunctionName"u8, function.Name);
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}

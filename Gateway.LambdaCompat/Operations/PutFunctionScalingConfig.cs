using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>PutFunctionScalingConfig: kept and shown. Source: model PutFunctionScalingConfigRequest; doc API_PutFunctionScalingConfig.</summary>
internal sealed class PutFunctionScalingConfig(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        WireInput? scaling = call.Input.Structure("FunctionScalingConfig");
        await services.Functions.ChangeAsync(call, address, function => function with
        {
            Scaling = scaling is null
                ? function.Scaling.Without(address.Qualifier!)
                : function.Scaling.With(address.Qualifier!, new ScalingRecord(scaling.Int("MinExecutionEnvironments"), scaling.Int("MaxExecutionEnvironments"))),
        }).ConfigureAwait(false);
        call.Json(202, json =>
        {
            json.WriteStartObject();
            json.WriteString("FunctionState"u8, "Active"u8);
            json.WriteEndObject();
        });
    }
}

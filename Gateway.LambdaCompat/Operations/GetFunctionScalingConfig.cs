using System.Text.Json;
using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetFunctionScalingConfig. Source: model GetFunctionScalingConfigRequest; doc API_GetFunctionScalingConfig.</summary>
internal sealed class GetFunctionScalingConfig(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        FunctionRecord function = services.Functions.Get(call, address);
        ScalingRecord? scaling = function.Scaling.GetValueOrDefault(address.Qualifier!);
        call.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("FunctionArn"u8, call.ArnOf(address));
            Write(json, "AppliedFunctionScalingConfig"u8, scaling);
            Write(json, "RequestedFunctionScalingConfig"u8, scaling);
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, ScalingRecord? scaling)
    {
        if (scaling is null) return;
        json.WriteStartObject(name);
        if (scaling.Min is { } min) json.WriteNumber("MinExecutionEnvironments"u8, min);
        if (scaling.Max is { } max) json.WriteNumber("MaxExecutionEnvironments"u8, max);
        json.WriteEndObject();
    }
}

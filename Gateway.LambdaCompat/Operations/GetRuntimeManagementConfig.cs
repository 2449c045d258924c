using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetRuntimeManagementConfig. Source: model GetRuntimeManagementConfigRequest; doc API_GetRuntimeManagementConfig.</summary>
internal sealed class GetRuntimeManagementConfig(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        (FunctionRecord function, VersionRecord version) = services.Functions.GetVersion(call, address);
        Write(call, $"{function.Arn}:{address.Qualifier ?? "$LATEST"}", function.RuntimeManagement.GetValueOrDefault(version.Version) ?? new RuntimeManagementRecord("Auto", null));
        return ValueTask.CompletedTask;
    }

    internal static void Write(LambdaCall call, string arn, RuntimeManagementRecord config) => call.Json(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("UpdateRuntimeOn"u8, config.UpdateRuntimeOn);
        json.WriteString("FunctionArn"u8, arn);
        if (config.RuntimeVersionArn is { } runtime) json.WriteString("RuntimeVersionArn"u8, runtime);
        json.WriteEndObject();
    });
}

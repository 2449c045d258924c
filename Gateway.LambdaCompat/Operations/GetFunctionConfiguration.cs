using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetFunctionConfiguration. Source: model GetFunctionConfigurationRequest; doc API_GetFunctionConfiguration.</summary>
internal sealed class GetFunctionConfiguration(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        (FunctionRecord function, VersionRecord version) = services.Functions.GetVersion(call, address);
        call.Json(200, json =>
        {
            json.WriteStartObject();
            FunctionWriter.WriteMembers(json, function, version, call.ArnOf(address), services.ViewOf(version));
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}

using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>PutRuntimeManagementConfig: kept and shown. Source: model PutRuntimeManagementConfigRequest; doc API_PutRuntimeManagementConfig.</summary>
internal sealed class PutRuntimeManagementConfig(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        string update = call.Input.Required("UpdateRuntimeOn");
        string? runtime = call.Input.Text("RuntimeVersionArn");
        if (update == "Manual" && runtime is null) throw LambdaErrors.InvalidParameter("You must provide a runtime version ARN when UpdateRuntimeOn is set to Manual.");
        RuntimeManagementRecord config = new(update, update == "Manual" ? runtime : null);
        FunctionRecord after = await services.Functions.ChangeAsync(call, address with { Qualifier = null }, function =>
        {
            VersionRecord version = function.Resolve(address.Qualifier) ?? throw LambdaErrors.FunctionMissing(call.ArnOf(address));
            return function with { RuntimeManagement = function.RuntimeManagement.With(version.Version, config) };
        }).ConfigureAwait(false);
        GetRuntimeManagementConfig.Write(call, $"{after.Arn}:{address.Qualifier ?? "$LATEST"}", config);
    }
}

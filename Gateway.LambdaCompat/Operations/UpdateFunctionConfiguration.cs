using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Packages;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>UpdateFunctionConfiguration. Source: model UpdateFunctionConfigurationRequest; doc API_UpdateFunctionConfiguration.</summary>
internal sealed class UpdateFunctionConfiguration(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        WireInput input = call.Input;
        FunctionAddress address = call.Address() with { Qualifier = null };
        if (input.Has("ImageConfig")) throw LambdaErrors.ImagesNotOffered();
        if (input.Has("CapacityProviderConfig")) throw LambdaErrors.NotOffered("CapacityProviderConfig");
        if (input.Has("DurableConfig")) throw LambdaErrors.NotOffered("DurableConfig");

        FunctionRecord after = await services.Functions.ChangeAsync(call, address, function =>
        {
            Publisher.CheckRevision(input.Text("RevisionId"), function.Latest.RevisionId);
            VersionRecord latest = services.Settings.Apply(function.Latest, input, call.AccountId, call.Region);
            if (input.Has("Layers")) services.CheckSizes(PackageStore.SizeOf(services.Packages.CodeFolder(latest.CodeHash)), latest);
            return services.Publisher.Changed(function, latest);
        }).ConfigureAwait(false);

        call.Json(200, json =>
        {
            json.WriteStartObject();
            FunctionWriter.WriteMembers(json, after, after.Latest with { RevisionId = services.Publisher.NewRevision() }, after.Arn, StateView.Updating);
            json.WriteEndObject();
        });
    }
}

using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Layers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>RemoveLayerVersionPermission. Source: model RemoveLayerVersionPermissionRequest; doc API_RemoveLayerVersionPermission.</summary>
internal sealed class RemoveLayerVersionPermission(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        LayerAddress address = LayerAddress.Of(call).Own(call);
        await services.Layers.ChangeAsync(address.KeyIn(call), layer =>
        {
            LayerVersionRecord version = layer?.FindVersion(address.Version) ?? throw LambdaErrors.LayerVersionMissing(address.VersionArnIn(call));
            PolicyRecord policy = version.Policy ?? throw LambdaErrors.NoPolicyToRemoveFrom();
            if (call.Input.Text("RevisionId") is { } revision && revision != policy.RevisionId) throw LambdaErrors.StaleLayerRevision();
            return layer.WithVersion(version with { Policy = PolicyRules.Remove(policy, call.Input.Required("StatementId"), services.Publisher.NewRevision()) });
        }).ConfigureAwait(false);
        call.Empty(204);
    }
}

using Gateway.LambdaCompat.Layers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>DeleteLayerVersion: well also when there is none; functions keep it. Source: model DeleteLayerVersionRequest; doc API_DeleteLayerVersion.</summary>
internal sealed class DeleteLayerVersion(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        LayerAddress address = LayerAddress.Of(call).Own(call);
        await services.Layers.ChangeAsync(address.KeyIn(call), layer => layer?.FindVersion(address.Version) is null
            ? layer
            : layer with { Versions = [.. layer.Versions.Where(version => version.Version != address.Version)] }).ConfigureAwait(false);
        call.Empty(204);
    }
}

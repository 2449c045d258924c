using Gateway.LambdaCompat.Layers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetLayerVersion. Source: model GetLayerVersionRequest; doc API_GetLayerVersion.</summary>
internal sealed class GetLayerVersion(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        (LayerRecord layer, LayerVersionRecord version) = LayerAddress.Of(call).Get(services, call);
        LayerWriter.WriteWhole(services, call, 200, layer, version);
        return ValueTask.CompletedTask;
    }
}

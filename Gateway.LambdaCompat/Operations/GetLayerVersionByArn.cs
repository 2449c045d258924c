using Gateway.LambdaCompat.Layers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetLayerVersionByArn. Source: model GetLayerVersionByArnRequest; doc API_GetLayerVersionByArn.</summary>
internal sealed class GetLayerVersionByArn(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        string arn = call.Input.Required("Arn");
        LayerVersionRecord version = services.Layers.FindByVersionArn(arn, call.AccountId, call.Region) ?? throw LambdaErrors.ResourceMissing();
        string[] parts = arn.Split(':');
        LayerWriter.WriteWhole(services, call, 200, services.Layers.Find(parts[4], call.Region, parts[6])!, version);
        return ValueTask.CompletedTask;
    }
}

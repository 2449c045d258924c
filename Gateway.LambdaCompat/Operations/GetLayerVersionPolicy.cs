using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Layers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetLayerVersionPolicy. Source: model GetLayerVersionPolicyRequest; doc API_GetLayerVersionPolicy.</summary>
internal sealed class GetLayerVersionPolicy(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        LayerAddress address = LayerAddress.Of(call).Own(call);
        LayerVersionRecord version = services.Layers.Find(address.AccountId, call.Region, address.Name)?.FindVersion(address.Version) ?? throw LambdaErrors.LayerVersionMissing(address.VersionArnIn(call));
        PolicyRecord policy = version.Policy ?? throw LambdaErrors.NoPolicyToRemoveFrom();
        call.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("Policy"u8, PolicyRules.Print(policy));
            json.WriteString("RevisionId"u8, policy.RevisionId);
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}

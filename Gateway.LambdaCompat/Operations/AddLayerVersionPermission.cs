using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Layers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>AddLayerVersionPermission. Source: model AddLayerVersionPermissionRequest; doc API_AddLayerVersionPermission.</summary>
internal sealed class AddLayerVersionPermission(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        LayerAddress address = LayerAddress.Of(call).Own(call);
        PolicyStatement statement = PolicyRules.Make(call.Input, address.VersionArnIn(call));
        PolicyRecord? policy = null;
        await services.Layers.ChangeAsync(address.KeyIn(call), layer =>
        {
            LayerVersionRecord version = layer?.FindVersion(address.Version) ?? throw LambdaErrors.LayerVersionMissing(address.VersionArnIn(call));
            if (call.Input.Text("RevisionId") is { } revision && revision != version.Policy?.RevisionId) throw LambdaErrors.StaleLayerRevision();
            policy = PolicyRules.Add(version.Policy, statement, services.Publisher.NewRevision());
            return layer.WithVersion(version with { Policy = policy });
        }).ConfigureAwait(false);
        call.Json(201, json =>
        {
            json.WriteStartObject();
            json.WriteString("Statement"u8, statement.Json);
            json.WriteString("RevisionId"u8, policy!.RevisionId);
            json.WriteEndObject();
        });
    }
}

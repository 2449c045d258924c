using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetProvisionedConcurrencyConfig. Source: model GetProvisionedConcurrencyConfigRequest; doc API_GetProvisionedConcurrencyConfig.</summary>
internal sealed class GetProvisionedConcurrencyConfig(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        (FunctionRecord function, string qualifier) = ProvisionedRules.Find(services.Functions, call);
        ProvisionedRecord provisioned = function.Provisioned.GetValueOrDefault(qualifier) ?? throw LambdaErrors.ProvisionedMissing();
        call.Json(200, json =>
        {
            json.WriteStartObject();
            ProvisionedRules.WriteMembers(json, provisioned);
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}

using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>DeleteProvisionedConcurrencyConfig. Source: model DeleteProvisionedConcurrencyConfigRequest; doc API_DeleteProvisionedConcurrencyConfig.</summary>
internal sealed class DeleteProvisionedConcurrencyConfig(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        (_, string qualifier) = ProvisionedRules.Find(services.Functions, call);
        await services.Functions.ChangeAsync(call, call.Address() with { Qualifier = null }, function => function with { Provisioned = function.Provisioned.Without(qualifier) }).ConfigureAwait(false);
        call.Empty(204);
    }
}

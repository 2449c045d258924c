using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>PutProvisionedConcurrencyConfig. Source: model PutProvisionedConcurrencyConfigRequest; doc API_PutProvisionedConcurrencyConfig.</summary>
internal sealed class PutProvisionedConcurrencyConfig(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        (FunctionRecord function, string qualifier) = ProvisionedRules.Find(services.Functions, call);
        ProvisionedRules.RequireOneVersion(function, qualifier);
        int wanted = call.Input.Int("ProvisionedConcurrentExecutions")!.Value;
        if (function.ReservedConcurrency is { } reserved && wanted > reserved) throw LambdaErrors.ProvisionedMoreThanReserved();
        if (wanted > services.Options.AccountConcurrencyMax - services.Options.UnreservedConcurrencyMin) throw LambdaErrors.UnreservedTooSmall(services.Options.UnreservedConcurrencyMin);
        ProvisionedRecord provisioned = new() { Requested = wanted, Status = "IN_PROGRESS", LastModified = services.Publisher.Now };
        await services.Functions.ChangeAsync(call, call.Address() with { Qualifier = null }, before => before with { Provisioned = before.Provisioned.With(qualifier, provisioned) }).ConfigureAwait(false);
        call.Json(202, json =>
        {
            json.WriteStartObject();
            ProvisionedRules.WriteMembers(json, provisioned);
            json.WriteEndObject();
        });
    }
}

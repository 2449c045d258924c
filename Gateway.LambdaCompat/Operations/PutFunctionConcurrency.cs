using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>PutFunctionConcurrency. Source: model PutFunctionConcurrencyRequest; doc API_PutFunctionConcurrency.</summary>
internal sealed class PutFunctionConcurrency(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.Address();
        if (address.Qualifier is not null) throw LambdaErrors.UnqualifiedOnly();
        int wanted = call.Input.Int("ReservedConcurrentExecutions")!.Value;
        await services.Functions.ChangeAsync(call, address, function =>
        {
            long others = services.Functions.Of(call.AccountId, call.Region).Where(other => other.Name != function.Name).Sum(other => (long)(other.ReservedConcurrency ?? 0));
            int minimum = services.Options.UnreservedConcurrencyMin;
            if (services.Options.AccountConcurrencyMax - others - wanted < minimum) throw LambdaErrors.UnreservedTooSmall(minimum);
            return function with { ReservedConcurrency = wanted };
        }).ConfigureAwait(false);
        GetFunctionConcurrency.Write(call, wanted);
    }
}

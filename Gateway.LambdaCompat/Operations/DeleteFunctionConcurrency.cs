using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>DeleteFunctionConcurrency. Source: model DeleteFunctionConcurrencyRequest; doc API_DeleteFunctionConcurrency.</summary>
internal sealed class DeleteFunctionConcurrency(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.Address();
        if (address.Qualifier is not null) throw LambdaErrors.UnqualifiedOnly();
        await services.Functions.ChangeAsync(call, address, function => function with { ReservedConcurrency = null }).ConfigureAwait(false);
        call.Empty(204);
    }
}

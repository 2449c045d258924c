namespace Gateway.LambdaCompat.Operations;

/// <summary>DeleteFunctionCodeSigningConfig: no function has one, so there is nothing to remove. Source: doc API_DeleteFunctionCodeSigningConfig.</summary>
internal sealed class DeleteFunctionCodeSigningConfig(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        _ = services.Functions.Get(call, call.Address());
        call.Empty(204);
        return ValueTask.CompletedTask;
    }
}

using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetFunctionConcurrency: empty without a reservation. Source: model GetFunctionConcurrencyRequest; doc API_GetFunctionConcurrency.</summary>
internal sealed class GetFunctionConcurrency(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.Address();
        if (address.Qualifier is not null) throw LambdaErrors.UnqualifiedOnly();
        Write(call, services.Functions.Get(call, address).ReservedConcurrency);
        return ValueTask.CompletedTask;
    }

    internal static void Write(LambdaCall call, int? reserved) => call.Json(200, json =>
    {
        json.WriteStartObject();
        if (reserved is { } count) json.WriteNumber("ReservedConcurrentExecutions"u8, count);
        json.WriteEndObject();
    });
}

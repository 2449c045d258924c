using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>InvokeAsync: the older way to queue an event. Source: model InvokeAsyncRequest; doc API_InvokeAsync.</summary>
internal sealed class InvokeAsync(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.Address();
        FunctionRecord function = services.Functions.Get(call, address with { Qualifier = null });
        if (function.Resolve(address.Qualifier) is null) throw LambdaErrors.FunctionMissing(call.ArnOf(address));
        ReadOnlyMemory<byte> payload = InvokeRequest.ReadPayload(call, call.Input.Bytes("InvokeArgs") ?? [], isAsynchronous: true);
        await services.Queue.AddAsync(services.Invoker.NewEvent(function, address.Qualifier, call.Request.RequestId, call.Request.Header("X-Amzn-Trace-Id") ?? ""), payload).ConfigureAwait(false);
        call.Json(202, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("Status"u8, 202);
            json.WriteEndObject();
        });
    }
}

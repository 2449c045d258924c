using System.Buffers;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Invocation;

namespace Gateway.LambdaCompat.Operations;

/// <summary>Invoke: at once, later, or not at all. Source: model InvocationRequest; doc API_Invoke.</summary>
internal sealed class Invoke(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        (FunctionRecord function, string? qualifier) = InvokeRequest.Find(services, call);
        string type = call.Input.Text("InvocationType") ?? "RequestResponse";
        if (call.Input.Has("DurableExecutionName")) throw LambdaErrors.NotOffered("Durable execution");
        ReadOnlyMemory<byte> payload = InvokeRequest.ReadPayload(call, call.Input.Bytes("Payload") ?? [], type == "Event");
        switch (type)
        {
            case "DryRun":
                call.Empty(204);
                break;
            case "Event":
                await EnqueueAsync(services, call, function, qualifier, payload).ConfigureAwait(false);
                call.Empty(202);
                break;
            default:
                await RunNowAsync(call, function, qualifier, payload, token).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Queues an event; durable when it ends.</summary>
    internal static async ValueTask EnqueueAsync(LambdaServices services, LambdaCall call, FunctionRecord function, string? qualifier, ReadOnlyMemory<byte> payload)
    {
        FunctionInvocation invocation = InvokeRequest.Make(call, payload, null);
        (_, int depth) = TraceLineage.Next(invocation.TraceId, function.Arn, services.Publisher.Now, services.Ids);
        if (depth > TraceLineage.DepthMax && !function.AllowsRecursion) throw LambdaErrors.Recursive();
        QueuedEvent head = services.Invoker.NewEvent(function, qualifier, invocation.RequestId, invocation.TraceId);
        await services.Queue.AddAsync(head, payload).ConfigureAwait(false);
    }

    private async Task RunNowAsync(LambdaCall call, FunctionRecord function, string? qualifier, ReadOnlyMemory<byte> payload, CancellationToken token)
    {
        InvocationRun run = InvokeRequest.Ran(await services.Invoker.RunAsync(function, qualifier, InvokeRequest.Make(call, payload, null), token).ConfigureAwait(false), call);
        InvocationOutcome outcome = run.Outcome;
        call.Answer.Status = 200;
        call.Answer.AddHeader("Content-Type", "application/json");
        call.Answer.AddHeader("X-Amz-Executed-Version", run.ExecutedVersion);
        if (outcome.Status == InvocationStatus.Failed) call.Answer.AddHeader("X-Amz-Function-Error", "Unhandled");
        if (outcome.LogTail is { } tail) call.Answer.AddHeader("X-Amz-Log-Result", Convert.ToBase64String(tail));
        call.Answer.Body.Write(outcome.Payload.Span);
    }
}

using System.Text.Json;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Invocation;

namespace Gateway.LambdaCompat.Operations;

/// <summary>InvokeWithResponseStream: the response piece by piece, as an event stream. Source: model InvokeWithResponseStreamRequest; doc API_InvokeWithResponseStream.</summary>
internal sealed class InvokeWithResponseStream(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        (FunctionRecord function, string? qualifier) = InvokeRequest.Find(services, call);
        ReadOnlyMemory<byte> payload = InvokeRequest.ReadPayload(call, call.Input.Bytes("Payload") ?? [], isAsynchronous: false);
        if (call.Input.Text("InvocationType") == "DryRun")
        {
            call.Empty(204);
            return;
        }

        EventStreamSink sink = new(call.Answer);
        VersionRecord version = services.Invoker.Choose(function, qualifier)!;
        call.Answer.AddHeader("X-Amz-Executed-Version", version.Version);
        InvocationRun run = InvokeRequest.Ran(await services.Invoker.RunAsync(function, version, qualifier, InvokeRequest.Make(call, payload, sink), token).ConfigureAwait(false), call);
        await sink.EndAsync(run.Outcome, token).ConfigureAwait(false);
    }

    /// <summary>What is wrong, as the last message says it.</summary>
    internal static (string Code, string Details)? ErrorOf(InvocationOutcome outcome)
    {
        if (outcome.Status != InvocationStatus.Failed) return null;
        string details = System.Text.Encoding.UTF8.GetString(outcome.Payload.Span);
        return (outcome.ErrorType ?? "Unhandled", details);
    }

    /// <summary>The members of the last message.</summary>
    internal static void WriteComplete(Utf8JsonWriter json, InvocationOutcome outcome)
    {
        json.WriteStartObject();
        if (ErrorOf(outcome) is { } error)
        {
            json.WriteString("ErrorCode"u8, error.Code);
            json.WriteString("ErrorDetails"u8, error.Details);
        }

        if (outcome.LogTail is { } tail) json.WriteString("LogResult"u8, Convert.ToBase64String(tail));
        json.WriteEndObject();
    }
}

using System.Text;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Invocation;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>What the three ways to invoke have in common: finding, reading, limits.</summary>
internal static class InvokeRequest
{
    private const long SynchronousBytesMax = 6 * 1024 * 1024;
    private const long AsynchronousBytesMax = 1024 * 1024;

    /// <summary>The function, and the qualifier of the request; refused if either is not there.</summary>
    public static (FunctionRecord Function, string? Qualifier) Find(LambdaServices services, LambdaCall call)
    {
        FunctionAddress address = call.QualifiedAddress();
        string missing = call.ArnOf(address.Qualifier is null ? address with { Qualifier = "$LATEST" } : address);
        FunctionRecord function = services.Functions.Find(call.AccountId, call.Region, address.Name) ?? throw LambdaErrors.FunctionMissing(missing);
        if (function.Resolve(address.Qualifier) is null) throw LambdaErrors.FunctionMissing(missing);
        return (function, address.Qualifier);
    }

    /// <summary>The event: <c>{}</c> if the body is empty; refused if it is too large or no JSON.</summary>
    public static ReadOnlyMemory<byte> ReadPayload(LambdaCall call, byte[] body, bool isAsynchronous)
    {
        if (isAsynchronous && body.Length > AsynchronousBytesMax) throw LambdaErrors.EventTooLarge(body.Length, AsynchronousBytesMax);
        if (body.Length > SynchronousBytesMax) throw LambdaErrors.TooLarge("InvokeFunction", SynchronousBytesMax);
        if (body.AsSpan().Trim(" \t\r\n"u8).IsEmpty) return "{}"u8.ToArray();
        return JsonPayload.FaultOf(body) is { } fault ? throw LambdaErrors.BadJson($"Could not parse payload into json: {fault}") : body;
    }

    /// <summary>The client context as JSON; null if there is none.</summary>
    public static string? ReadClientContext(LambdaCall call)
    {
        if (call.Input.Text("ClientContext") is not { Length: > 0 } text) return null;
        byte[] bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out int length) || JsonPayload.FaultOf(bytes.AsSpan(0, length)) is not null) throw LambdaErrors.BadClientContext();
        return Encoding.UTF8.GetString(bytes.AsSpan(0, length));
    }

    /// <summary>The call that the engine gets.</summary>
    public static FunctionInvocation Make(LambdaCall call, ReadOnlyMemory<byte> payload, IResponseSink? stream) => new()
    {
        RequestId = call.Request.RequestId,
        Payload = payload,
        InvokedFunctionArn = "",
        ClientContext = ReadClientContext(call),
        TraceId = call.Request.Header(TraceHeader.Name) ?? "",
        WantsLogTail = call.Input.Text("LogType") == "Tail",
        Stream = stream,
    };

    /// <summary>Refuses what did not run.</summary>
    public static InvocationRun Ran(InvocationRun? run, LambdaCall call)
    {
        if (run is null) throw LambdaErrors.FunctionMissing(call.ArnOf(call.QualifiedAddress()));
        if (run.IsRecursive) throw LambdaErrors.Recursive();
        return run.ThrottleReason is { } reason ? throw LambdaErrors.Throttled(reason) : run;
    }
}

using System.Text.Json;

namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>Every text that leaves on the Runtime API, and the errors that the engine itself reports for a function. Source: LAMBDA 5 and 6.</summary>
internal static class ApiErrors
{
    /// <summary>6 MB and 100 bytes.</summary>
    public const int ResponseBytesMax = 6_291_556;

    public static readonly byte[] Accepted = "{\"status\":\"OK\"}\n"u8.ToArray();
    public static readonly byte[] InvalidRequestId = Body("Invalid request ID", "InvalidRequestID");
    public static readonly byte[] TooLarge = Body("Exceeded maximum allowed payload size (6291556 bytes).", "RequestEntityTooLarge");
    public static readonly byte[] InvalidResponseMode = Body("Invalid function response mode", "InvalidFunctionResponseMode");
    public static readonly byte[] NotFound = Body("Not found", "NotFound");
    public static readonly byte[] TelemetryRefused = Body("Telemetry API is not supported", "Telemetry.NotSupported");
    public static readonly byte[] LogsRefused = Body("Logs API is not supported", "Logs.NotSupported");

    public static byte[] InvalidState(string from, string to) => Body($"State transition from {from} to {to} failed for runtime. Error: State transition is not allowed", "InvalidStateTransition");

    public static byte[] Extension(string message, string errorType) => Body(message, errorType);

    public static RuntimeAnswer ResponseTooLarge() => Failure("Response payload size exceeded maximum allowed payload size (6291556 bytes).", "Function.ResponseSizeTooLarge");

    public static RuntimeAnswer InvalidResponseModeHeader(string requestId) => Failure($"RequestId: {requestId} Error: Invalid response mode header", "Runtime.InvalidResponseModeHeader");

    public static RuntimeAnswer TimedOut(string requestId, TimeSpan timeout, string timestamp) =>
        Failure($"RequestId: {requestId} Error: Task timed out after {timeout.TotalSeconds:F2} seconds", "Sandbox.Timedout") with
        {
            ReportStatus = "timeout",
            TimeoutWords = $"{timestamp} {requestId} Task timed out after {timeout.TotalSeconds:F2} seconds\n\n",
        };

    public static RuntimeAnswer Exited(string requestId, string reason, bool outOfMemory) =>
        Failure($"RequestId: {requestId} Error: {reason}", "Runtime.ExitError") with
        {
            ReportErrorType = outOfMemory ? "Runtime.OutOfMemory" : null,
            LastWords = $"RequestId: {requestId} Error: {reason}\nRuntime.ExitError\n",
        };

    public static RuntimeAnswer NoBootstrap(string requestId) =>
        Failure($"RequestId: {requestId} Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]", "Runtime.InvalidEntrypoint") with
        {
            LastWords = $"RequestId: {requestId} Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]\nRuntime.InvalidEntrypoint\n",
        };

    /// <summary>The machine could not start an environment: no fault of the function's.</summary>
    public static RuntimeAnswer NotStarted(string requestId, string reason) => Failure($"RequestId: {requestId} Error: {reason}", "Sandbox.Failure");

    private static RuntimeAnswer Failure(string message, string errorType) => new(Body(message, errorType, typeFirst: true), errorType, "error");

    private static byte[] Body(string message, string errorType, bool typeFirst = false)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (typeFirst) json.WriteString("errorType"u8, errorType);
            json.WriteString("errorMessage"u8, message);
            if (!typeFirst) json.WriteString("errorType"u8, errorType);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}

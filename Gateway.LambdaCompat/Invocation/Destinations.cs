using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Logs;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>Where records of ended invocations go: to a function or to a log group. Others are kept in the configuration; what they would get is logged.</summary>
internal sealed class Destinations(FunctionCatalog functions, IFunctionLog? log, IdMaker ids, TimeProvider time)
{
    private const string Undeliverable = "undeliverable";
    private const string Loops = "recursive-loops";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What follows an asynchronous invocation that has ended.</summary>
    /// <param name="function">The function.</param>
    /// <param name="head">The event.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="run">How it went last; null if nothing ran.</param>
    /// <param name="condition">As <c>RetriesExhausted</c>.</param>
    /// <param name="destination">An ARN; null for none.</param>
    public QueueStep Follow(FunctionRecord function, QueuedEvent head, byte[] payload, InvocationRun? run, string condition, string? destination)
    {
        if (destination is null) return QueueStep.Done;
        byte[] record = Json(json => WriteRecord(json, function, head, payload, run, condition));
        return Send(function, destination, record);
    }

    /// <summary>Hands a record to a destination.</summary>
    /// <param name="function">Whose it is.</param>
    /// <param name="destination">An ARN.</param>
    /// <param name="record">JSON.</param>
    /// <param name="trace">The trace header that goes on there; null or empty for a new one.</param>
    /// <returns>The call of a function that follows, or nothing.</returns>
    public QueueStep Send(FunctionRecord function, string destination, byte[] record, string? trace = null)
    {
        if (FunctionAddress.Parse(destination) is { Region: { } region, AccountId: { } account } address && destination.Contains(":lambda:", StringComparison.Ordinal))
        {
            if (functions.Find(account, region, address.Name) is { } target)
            {
                DateTimeOffset now = time.GetUtcNow();
                (string traceId, _) = TraceLineage.Next(trace, target.Arn, now, ids);
                QueuedEvent next = new()
                {
                    AccountId = account,
                    Region = region,
                    FunctionName = target.Name,
                    Qualifier = address.Qualifier,
                    RequestId = ids.Uuid(),
                    TraceId = traceId,
                    QueuedAt = now,
                    DueAt = now,
                };
                return new QueueStep { Next = next, NextPayload = record };
            }
        }
        else if (destination.Split(':') is ["arn", _, "logs", _, _, "log-group", var group, ..])
        {
            log?.Append(function.AccountId, function.Region, group, $"{function.Name}/destination", time.GetUtcNow().ToUnixTimeMilliseconds(), Encoding.UTF8.GetString(record));
            return QueueStep.Done;
        }

        NoteUndeliverable(function, destination, record);
        return QueueStep.Done;
    }

    /// <summary>A dead letter: there are no queues and topics here, so it is logged.</summary>
    public void DeadLetter(FunctionRecord function, QueuedEvent head, byte[] payload, InvocationRun? run)
    {
        if (function.Resolve(head.Qualifier)?.DeadLetterArn is not { } target) return;
        byte[] letter = Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("RequestID"u8, head.RequestId);
            json.WriteString("ErrorCode"u8, "200"u8);
            json.WriteString("ErrorMessage"u8, MessageOf(run));
            WriteRaw(json, "Body", payload);
            json.WriteEndObject();
        });
        NoteUndeliverable(function, target, letter);
    }

    /// <summary>Says in the function's log that records of a stream are not delivered, because the function itself has caused them in a circle.</summary>
    public void NoteLoop(FunctionRecord function, string streamArn, int records, string first, string last) => log?.Append(
        function.AccountId,
        function.Region,
        function.Latest.LogGroupOf(function.Name),
        Loops,
        time.GetUtcNow().ToUnixTimeMilliseconds(),
        string.Create(CultureInfo.InvariantCulture, $"Recursive loop detected: {records} records of {streamArn} ({first} to {last}) were not delivered. {function.Name} stands {TraceLineage.DepthMax} times in the chain of calls that has written them.\n"));

    /// <summary>Writes JSON where it is some, else a text.</summary>
    public static void WriteRaw(Utf8JsonWriter json, string name, ReadOnlyMemory<byte> bytes)
    {
        json.WritePropertyName(name);
        if (JsonPayload.FaultOf(bytes.Span) is null) json.WriteRawValue(bytes.Span, skipInputValidation: true);
        else json.WriteStringValue(Encoding.UTF8.GetString(bytes.Span));
    }

    /// <summary>JSON in bytes.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Options)) write(json);
        return bytes.ToArray();
    }

    private static string MessageOf(InvocationRun? run)
    {
        if (run is null || run.Outcome.Payload.IsEmpty) return "";
        try
        {
            using JsonDocument error = JsonDocument.Parse(run.Outcome.Payload);
            return error.RootElement.ValueKind == JsonValueKind.Object && error.RootElement.TryGetProperty("errorMessage", out JsonElement message) ? message.ToString() : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private void NoteUndeliverable(FunctionRecord function, string destination, byte[] record) => log?.Append(
        function.AccountId,
        function.Region,
        function.Latest.LogGroupOf(function.Name),
        Undeliverable,
        time.GetUtcNow().ToUnixTimeMilliseconds(),
        $"Undeliverable to {destination}: {Encoding.UTF8.GetString(record)}\n");

    private void WriteRecord(Utf8JsonWriter json, FunctionRecord function, QueuedEvent head, byte[] payload, InvocationRun? run, string condition)
    {
        bool hasSucceeded = condition == "Success";
        json.WriteStartObject();
        json.WriteString("version"u8, "1.0"u8);
        json.WriteString("timestamp"u8, WireTime.Iso(time.GetUtcNow()));
        json.WriteStartObject("requestContext"u8);
        json.WriteString("requestId"u8, head.RequestId);
        json.WriteString("functionArn"u8, $"{function.Arn}:{head.Qualifier ?? "$LATEST"}");
        json.WriteString("condition"u8, condition);
        json.WriteNumber("approximateInvokeCount"u8, head.Failures + (hasSucceeded ? 1 : 0));
        json.WriteEndObject();
        WriteRaw(json, "requestPayload", payload);
        if (run is not null)
        {
            json.WriteStartObject("responseContext"u8);
            json.WriteNumber("statusCode"u8, 200);
            json.WriteString("executedVersion"u8, run.ExecutedVersion);
            if (!hasSucceeded) json.WriteString("functionError"u8, "Unhandled"u8);
            json.WriteEndObject();
            WriteRaw(json, "responsePayload", run.Outcome.Payload);
        }

        json.WriteEndObject();
    }
}

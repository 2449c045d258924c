using System.Text.Json;

namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>The Extensions API, 2020-01-01. The APIs for telemetry and logs are refused.</summary>
/// <param name="describe">Name, version, handler and account of the function, once it is known.</param>
/// <param name="makeId">A new identifier.</param>
internal sealed class ExtensionFace(RuntimeSession session, Task<EnvironmentSpec> describe, Func<string> makeId)
{
    private const int BodyBytesMax = 256 * 1024;

    public ValueTask RouteAsync(ApiConnection connection, CancellationToken token) => (connection.Request.Method, connection.Request.Path) switch
    {
        ("POST", ApiPaths.ExtensionRegister) => RegisterAsync(connection, token),
        ("GET", ApiPaths.ExtensionNext) => NextAsync(connection, token),
        ("POST", ApiPaths.ExtensionInitError) => FailAsync(connection, duringInit: true, token),
        ("POST", ApiPaths.ExtensionExitError) => FailAsync(connection, duringInit: false, token),
        ("PUT", ApiPaths.Telemetry) => RefuseAsync(connection, 202, ApiErrors.TelemetryRefused, token),
        ("PUT", ApiPaths.Logs) => RefuseAsync(connection, 202, ApiErrors.LogsRefused, token),
        _ => RefuseAsync(connection, 404, ApiErrors.NotFound, token),
    };

    private static async ValueTask RefuseAsync(ApiConnection connection, int status, byte[] body, CancellationToken token)
    {
        await connection.SkipBodyAsync(token).ConfigureAwait(false);
        connection.Answer(status, body);
    }

    private async ValueTask RegisterAsync(ApiConnection connection, CancellationToken token)
    {
        string? name = connection.Request.ExtensionName;
        string features = connection.Request.AcceptFeature ?? "";
        byte[]? body = await connection.ReadBodyAsync(BodyBytesMax, token).ConfigureAwait(false);
        if (string.IsNullOrEmpty(name) || body is null || Events(body) is not { } events)
        {
            connection.Answer(400, name is { Length: > 0 } ? ApiErrors.Extension("Invalid event types", "Extension.InvalidEventType") : ApiErrors.Extension("Empty extension name", "Extension.InvalidExtensionName"));
            return;
        }

        if (session.State != SessionState.Starting || session.Extensions.Register(makeId(), name, events.Invoke, events.Shutdown) is not { } extension)
        {
            connection.Answer(403, ApiErrors.Extension($"Extension registration failed for {name}", "Extension.RegistrationError"));
            return;
        }

        EnvironmentSpec spec = await describe.WaitAsync(token).ConfigureAwait(false);
        byte[] answer = Describe(spec, features.Contains("accountId", StringComparison.OrdinalIgnoreCase));
        connection.BeginAnswer(200);
        connection.AddField("Content-Type"u8, "application/json");
        connection.AddField("Lambda-Extension-Identifier"u8, extension.Id);
        connection.EndHead(answer.Length);
        connection.Add(answer);
    }

    private async ValueTask NextAsync(ApiConnection connection, CancellationToken token)
    {
        if (Find(connection) is not { } extension) return;
        TaskCompletionSource<byte[]?> taker = new();
        session.Extensions.Wait(extension, taker);
        session.Settle();
        byte[]? at = await taker.Task.ConfigureAwait(false);
        if (at is null) throw new OperationCanceledException(token); // the environment ends, or another connection asks for the same extension
        connection.BeginAnswer(200);
        connection.AddField("Content-Type"u8, "application/json");
        connection.AddField("Lambda-Extension-Event-Identifier"u8, makeId());
        connection.EndHead(at.Length);
        connection.Add(at);
        await connection.FlushAsync(token).ConfigureAwait(false);
    }

    private async ValueTask FailAsync(ApiConnection connection, bool duringInit, CancellationToken token)
    {
        string type = connection.Request.ErrorType ?? "Extension.Unknown";
        byte[]? body = await connection.ReadBodyAsync(BodyBytesMax, token).ConfigureAwait(false);
        if (Find(connection) is null) return;
        if (duringInit) session.FailInit(new RuntimeAnswer(body ?? [], type, "error"));
        connection.Answer(202, ApiErrors.Accepted);
        if (duringInit) return;
        await connection.FlushAsync(token).ConfigureAwait(false);
        session.Broken?.Invoke(); // an extension that gives up takes the environment with it
    }

    private Extension? Find(ApiConnection connection)
    {
        if (connection.Request.ExtensionId is not { Length: > 0 } id)
        {
            connection.Answer(403, ApiErrors.Extension("Missing Lambda-Extension-Identifier header", "Extension.MissingExtensionIdentifier"));
            return null;
        }

        if (session.Extensions.Find(id) is { } extension) return extension;
        connection.Answer(403, ApiErrors.Extension("Unknown extension " + id, "Extension.UnknownExtensionIdentifier"));
        return null;
    }

    private static (bool Invoke, bool Shutdown)? Events(byte[] body)
    {
        (bool Invoke, bool Shutdown) events = default;
        if (body.Length == 0) return events;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (!document.RootElement.TryGetProperty("events", out JsonElement list)) return events;
            foreach (JsonElement one in list.EnumerateArray())
            {
                if (one.ValueEquals("INVOKE"u8)) events.Invoke = true;
                else if (one.ValueEquals("SHUTDOWN"u8)) events.Shutdown = true;
                else return null;
            }

            return events;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] Describe(EnvironmentSpec spec, bool withAccount)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("functionName"u8, spec.FunctionName);
            json.WriteString("functionVersion"u8, spec.Version);
            json.WriteString("handler"u8, spec.Handler);
            if (withAccount) json.WriteString("accountId"u8, spec.AccountId);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}

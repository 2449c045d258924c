using System.Text.Json;

namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>The extensions of one environment and what they wait for. Events that come while an extension still works are kept for it: at most one of each kind.</summary>
internal sealed class ExtensionList
{
    private const int ExtensionsMax = 10;

    private readonly Lock gate = new();
    private readonly List<Extension> all = [];
    private readonly Dictionary<Extension, Queue<byte[]>> kept = [];
    private bool closed;

    /// <summary>So many must register before the environment counts as started: the external ones.</summary>
    public int Expected { get; set; }

    /// <summary>All have asked for an event and were given none since, those aside that are not told of invocations.</summary>
    public bool AreReady
    {
        get
        {
            lock (gate) return all.Count >= Expected && all.All(extension => extension.IsReady && (extension.Waiter is not null || !extension.WantsInvoke));
        }
    }

    public bool WantShutdown
    {
        get
        {
            lock (gate) return all.Any(extension => extension.WantsShutdown);
        }
    }

    /// <summary>Adds one.</summary>
    /// <returns>Null if there are too many, or one of that name.</returns>
    public Extension? Register(string id, string name, bool wantsInvoke, bool wantsShutdown)
    {
        lock (gate)
        {
            if (all.Count >= ExtensionsMax || all.Any(other => other.Name == name)) return null;
            Extension extension = new(id, name, wantsInvoke, wantsShutdown);
            all.Add(extension);
            return extension;
        }
    }

    public Extension? Find(string id)
    {
        lock (gate) return all.Find(extension => extension.Id == id);
    }

    /// <summary>An extension asks for its next event.</summary>
    /// <param name="taker">Given the event, or null at the end.</param>
    public void Wait(Extension extension, TaskCompletionSource<byte[]?> taker)
    {
        TaskCompletionSource<byte[]?>? former;
        byte[]? at = null;
        bool over;
        lock (gate)
        {
            former = extension.Waiter;
            extension.IsReady = true;
            over = closed;
            if (!over && kept.TryGetValue(extension, out Queue<byte[]>? events) && events.TryDequeue(out at)) extension.Waiter = null;
            else extension.Waiter = over ? null : taker;
        }

        former?.TrySetResult(null);
        if (over || at is not null) taker.TrySetResult(at);
    }

    /// <summary>Tells those who want to know of an invocation.</summary>
    public void Tell(ActiveInvocation invocation)
    {
        lock (gate)
        {
            if (all.Count == 0) return;
        }

        Send(Event(json =>
        {
            json.WriteString("eventType"u8, "INVOKE"u8);
            json.WriteNumber("deadlineMs"u8, invocation.DeadlineMilliseconds);
            json.WriteString("requestId"u8, invocation.Call.RequestId);
            json.WriteString("invokedFunctionArn"u8, invocation.Call.InvokedFunctionArn);
            json.WriteStartObject("tracing"u8);
            json.WriteString("type"u8, "X-Amzn-Trace-Id"u8);
            json.WriteString("value"u8, invocation.Call.TraceId);
            json.WriteEndObject();
        }), extension => extension.WantsInvoke);
    }

    /// <summary>Tells those who want to know that the environment ends.</summary>
    /// <param name="reason"><c>spindown</c>, <c>timeout</c> or <c>failure</c>.</param>
    public void TellShutdown(string reason, long deadlineMilliseconds) => Send(Event(json =>
    {
        json.WriteString("eventType"u8, "SHUTDOWN"u8);
        json.WriteString("shutdownReason"u8, reason);
        json.WriteNumber("deadlineMs"u8, deadlineMilliseconds);
    }), extension => extension.WantsShutdown);

    public void Close()
    {
        List<TaskCompletionSource<byte[]?>> takers = [];
        lock (gate)
        {
            closed = true;
            foreach (Extension extension in all)
            {
                if (extension.Waiter is { } waiter) takers.Add(waiter);
                extension.Waiter = null;
            }
        }

        foreach (TaskCompletionSource<byte[]?> taker in takers) taker.TrySetResult(null);
    }

    private void Send(byte[] body, Predicate<Extension> wants)
    {
        List<TaskCompletionSource<byte[]?>> takers = [];
        lock (gate)
        {
            foreach (Extension extension in all.Where(extension => wants(extension)))
            {
                if (extension.Waiter is { } waiter) takers.Add(waiter);
                else if (kept.TryGetValue(extension, out Queue<byte[]>? events) && events.Count < 2) events.Enqueue(body);
                else kept.TryAdd(extension, new Queue<byte[]>([body]));
                extension.Waiter = null;
            }
        }

        foreach (TaskCompletionSource<byte[]?> taker in takers) taker.TrySetResult(body);
    }

    private static byte[] Event(Action<Utf8JsonWriter> fill)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            fill(json);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}

using Gateway.LambdaCompat.Logs;

namespace Gateway.LambdaCompat.Engine.Output;

/// <summary>The log stream of one environment, and the tail of the invocation that runs. Safe for several threads.</summary>
internal sealed class EnvironmentLog(IFunctionLog log, EnvironmentSpec spec, string stream, TimeProvider time)
{
    private readonly Lock gate = new();
    private LogTail? tail;

    /// <summary>As <c>2026/11/22/[$LATEST]0123456789abcdef0123456789abcdef</c>.</summary>
    public string Stream => stream;

    public void Append(string message)
    {
        lock (gate)
        {
            tail?.Add(message);
            log.Append(spec.AccountId, spec.Region, spec.LogGroup, stream, time.GetUtcNow().ToUnixTimeMilliseconds(), message);
        }
    }

    public void BeginTail()
    {
        lock (gate) tail = new LogTail();
    }

    public byte[]? EndTail()
    {
        lock (gate)
        {
            byte[]? bytes = tail?.ToArray();
            tail = null;
            return bytes;
        }
    }
}

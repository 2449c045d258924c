using System.Collections.Concurrent;
using Gateway.LambdaCompat.Logs;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>Keeps what functions print.</summary>
internal sealed class RecordedLog : IFunctionLog
{
    private readonly ConcurrentQueue<(string Group, string Stream, string Message)> events = new();
    private long bytes;

    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>The last thousand.</summary>
    public string[] Messages => [.. events.Select(one => one.Message)];

    public string[] Streams => [.. events.Select(one => one.Stream).Distinct()];

    public void Append(string accountId, string region, string group, string stream, long milliseconds, string message)
    {
        Interlocked.Add(ref bytes, message.Length);
        events.Enqueue((group, stream, message));
        while (events.Count > 1000) events.TryDequeue(out _);
    }
}

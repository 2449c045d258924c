using System.Text.Json.Nodes;
using Gateway.StackCompat.Logs;
using Gateway.StackCompat.Logs.Storage;
using Gateway.StackCompat.Tests.Hosting;
using Gateway.Storage.Commit;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.StackCompat.Tests.Logs;

/// <summary>The logs' face over a store in memory.</summary>
public sealed class LogRig : IAsyncDisposable
{
    private readonly MemoryStore store = new();
    private readonly CommitLoop commits;
    private readonly LogLimits? limits;
    private readonly List<Exception> bugs = [];

    public LogRig(LogLimits? limits = null)
    {
        this.limits = limits;
        commits = new CommitLoop(store, 0);
        (Store, Face) = Open();
    }

    public ManualTimeProvider Time { get; } = new();

    public FunctionLogStore Store { get; private set; }

    public LogsFace Face { get; private set; }

    public long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Print(string stream, string message, long? at = null, string group = "/aws/lambda/f") => Store.Append(FaceHost.Account, FaceHost.Region, group, stream, at ?? Now, message);

    public async Task RestartAsync()
    {
        await Store.DisposeAsync();
        (Store, Face) = Open();
    }

    public async Task<Answered> AskAsync(string operation, string body)
    {
        Answered answer = await Answered.AskAsync(Face, "POST", "/", body, headers: [$"X-Amz-Target: Logs_20140328.{operation}", "Content-Type: application/x-amz-json-1.1"]);
        Assert.Empty(bugs);
        return answer;
    }

    public async Task<JsonNode> DoAsync(string operation, string body)
    {
        Answered answer = await AskAsync(operation, body);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Bytes.Length == 0 ? new JsonObject() : answer.Json;
    }

    public async Task<string> RefusedAsync(string operation, string body)
    {
        Answered answer = await AskAsync(operation, body);
        Assert.Equal(400, answer.Status);
        return answer.Json["__type"]!.GetValue<string>();
    }

    /// <summary>The messages of an answer, by a blank.</summary>
    public static string Messages(JsonNode answer) => string.Join(' ', answer["events"]!.AsArray().Select(one => one!["message"]!.GetValue<string>()));

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        commits.Dispose();
        store.Dispose();
    }

    private (FunctionLogStore, LogsFace) Open()
    {
        FunctionLogStore opened = new(store, commits, Time, limits);
        return (opened, new LogsFace(opened, Time, (bug, _) => bugs.Add(bug)));
    }
}

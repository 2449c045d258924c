using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway;
using Gateway.StackCompat.Tests.Hosting;
using Gateway.Storage.Commit;
using Gateway.Testing;
using Gateway.Testing.Stores;
using Gateway.Wire.Answers;

namespace Gateway.StackCompat.Tests.ApiGateway;

/// <summary>The control APIs over a store in memory.</summary>
public sealed class ApiRig : IDisposable
{
    private readonly MemoryStore store = new();
    private readonly CommitLoop commits;
    private readonly List<Exception> bugs = [];

    public ApiRig()
    {
        commits = new CommitLoop(store, 0);
        Open();
    }

    public ApiCatalog Catalog { get; private set; } = null!;

    public ApiGatewayFace Face { get; private set; } = null!;

    public ManualTimeProvider Time { get; } = new();

    /// <summary>As after a power cut: what was not synced is lost.</summary>
    public void Crash()
    {
        store.Crash();
        Open();
    }

    public void Open()
    {
        Catalog = new ApiCatalog(store, commits);
        Face = new ApiGatewayFace(Catalog, Time, new IdMaker(new Random(11)), null, (bug, _) => bugs.Add(bug));
    }

    public async Task<Answered> AskAsync(string method, string target, string? body = null)
    {
        Answered answer = await Answered.AskAsync(Face, method, target, body);
        Assert.True(bugs.Count == 0, string.Join('\n', bugs));
        return answer;
    }

    public async Task<JsonNode> DoAsync(string method, string target, string? body = null)
    {
        Answered answer = await AskAsync(method, target, body);
        Assert.True(answer.Status < 300, $"{method} {target}: {answer.Status} {answer.Text}");
        return answer.Bytes.Length == 0 ? new JsonObject() : answer.Json;
    }

    public async Task<(int Status, string? Type)> RefusedAsync(string method, string target, string? body = null)
    {
        Answered answer = await AskAsync(method, target, body);
        return (answer.Status, answer.Header("x-amzn-errortype"));
    }

    public void Dispose()
    {
        commits.Dispose();
        store.Dispose();
    }
}

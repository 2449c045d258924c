using Gateway.StackCompat.S3;
using Gateway.StackCompat.Tests.Hosting;
using Gateway.Storage.Commit;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.StackCompat.Tests.S3;

/// <summary>A face over a store in memory and a folder of the test.</summary>
public sealed class BucketRig : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly MemoryStore store = new();
    private readonly CommitLoop commits;
    private readonly List<Exception> bugs = [];

    public BucketRig()
    {
        commits = new CommitLoop(store, 0);
        Face = Open();
    }

    public S3Face Face { get; private set; }

    public ManualTimeProvider Time { get; } = new();

    /// <summary>How many files hold bytes of objects.</summary>
    public int Files => Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length;

    public string Folder => folder.Path;

    public IReadOnlyList<Exception> Bugs => bugs;

    /// <summary>As after a restart: all that is known comes from the store.</summary>
    public void Reopen() => Face = Open();

    /// <summary>As after a power cut: what was not synced is lost.</summary>
    public void Crash()
    {
        store.Crash();
        Face = Open();
    }

    public Task<Answered> AskAsync(string method, string target, object? body = null, params string[] headers) => Answered.AskAsync(Face, method, target, body, headers: headers);

    /// <summary>Asks, and says so if the answer is no success.</summary>
    public async Task<Answered> DoAsync(string method, string target, object? body = null, params string[] headers)
    {
        Answered answer = await AskAsync(method, target, body, headers);
        Assert.True(answer.Status < 300, $"{method} {target}: {answer.Status} {answer.Text} {string.Join('\n', bugs)}");
        return answer;
    }

    public void Dispose()
    {
        commits.Dispose();
        store.Dispose();
        folder.Dispose();
    }

    private S3Face Open() => new(store, commits, folder.Path, Time, new Random(bugs.Count + 7), (bug, _) => bugs.Add(bug));
}

using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Api.Cluster;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;
using Gateway.Testing;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Where a new PoP is let in, or waits because its name was another one's a moment ago.</summary>
public sealed class JoinDeskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;
    private readonly ManualTimeProvider time = new();
    private readonly ClusterAuthority authority;
    private readonly TokenFile tokens;
    private readonly PopDirectory directory = new("pop-1", new NoRecords(), [], knownAddressesCount: false);
    private readonly JoinToken token = JoinToken.Create(new HostAndPort("127.0.0.1", 1), new byte[32]);
    private readonly JoinDesk desk;
    private string? awaited;
    private int asked;

    public JoinDeskTests()
    {
        authority = ClusterAuthority.Create("cluster", time.GetUtcNow());
        tokens = new TokenFile(Path.Combine(folder, "tokens.json"), time);
        tokens.TryAdd(new StoredToken(token.Id, token.Hash, "tokyo", "r", [], 2, time.GetUtcNow().AddHours(1)));
        desk = new JoinDesk("cluster", authority, tokens, directory, new NoNumbers(), AwaitedFor, time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        authority.Dispose();
        directory.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_name_is_given_away_when_all_have_settled_that_the_one_who_had_it_is_gone()
    {
        awaited = "pop-3";
        Task<JoinAnswer> answer = AskAsync();
        await UntilAsync(() => Volatile.Read(ref asked) >= 3, 2);
        Assert.False(answer.IsCompleted);

        Volatile.Write(ref awaited, null);
        await UntilAsync(() => answer.IsCompleted, 2);

        Assert.Null((await answer).Error);
        Assert.NotEmpty((await answer).Certificate);
        Assert.Null(tokens.NameOf(token.Hash));
    }

    [Fact]
    public async Task Where_a_member_that_is_down_has_not_settled_it_the_answer_names_it_and_the_token_stays_good()
    {
        awaited = "pop-3";
        Task<JoinAnswer> answer = AskAsync();
        await UntilAsync(() => answer.IsCompleted, 200);

        Assert.Contains("tokyo was removed a while ago, and pop-3 has not settled that", (await answer).Error, StringComparison.Ordinal);
        Assert.Equal("tokyo", tokens.NameOf(token.Hash));
        Assert.InRange(Volatile.Read(ref asked), 2, 1_000);

        Volatile.Write(ref awaited, null);
        Assert.Null((await AskAsync()).Error);
    }

    private string? AwaitedFor(string name)
    {
        Assert.Equal("tokyo", name);
        Interlocked.Increment(ref asked);
        return Volatile.Read(ref awaited);
    }

    /// <summary>Lets time pass in small steps; whoever waits for that goes on in between, on another thread.</summary>
    private async Task UntilAsync(Func<bool> holds, int milliseconds)
    {
        while (!holds())
        {
            time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }
    }

    private async Task<JoinAnswer> AskAsync()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        JoinRequest request = new(token.Secret, "127.0.0.1:2", ClusterAuthority.RequestFor(key, "new"));
        using MemoryStream body = new(JsonSerializer.SerializeToUtf8Bytes(request, ClusterJson.Default.JoinRequest));
        byte[]? answer = await desk.AnswerAsync(LinkPaths.Join, null, body, Token);
        return JsonSerializer.Deserialize(answer!, ClusterJson.Default.JoinAnswer)!;
    }

    private sealed class NoRecords : IMembershipStore
    {
        public event Action? Changed;

        public ValueTask PutAsync(PopInfo pop, CancellationToken token)
        {
            Changed?.Invoke();
            return ValueTask.CompletedTask;
        }

        public PopInfo? Find(string name) => null;

        public IReadOnlyList<PopInfo> All() => [];
    }

    private sealed class NoNumbers : INumberStore
    {
        public ValueTask<long> NextAsync(string kind, string key, long lowest) => ValueTask.FromResult(lowest);
    }
}

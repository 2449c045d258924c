using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Api.Admin;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Gateway.Replication.Links;
using Gateway.Replication.Membership;
using Gateway.Replication.Status;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Certificates that last seconds, renewed over real connections, while links go on.</summary>
public sealed class RenewalTests : IDisposable
{
    private static readonly CertificateTerms Short = new() { Lasts = TimeSpan.FromSeconds(24), RenewBefore = TimeSpan.FromSeconds(21) };
    private static readonly TimeSpan StandStill = TimeSpan.FromSeconds(4);
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;
    private readonly StringWriter log = new();
    private readonly TextWriter lines;

    public RenewalTests() => lines = TextWriter.Synchronized(log);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        lines.Dispose();
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Certificates_are_renewed_before_they_end_and_the_link_goes_on_without_a_break()
    {
        await using Pop one = await StartAsync("one");
        await using Pop two = await StartAsync("two", await TokenAsync());
        string[] first = [CertificateOf("one"), CertificateOf("two")];
        DateTimeOffset firstEnds = TimeProvider.System.GetUtcNow() + Short.Lasts;
        await UntilAsync(async () => await LinkAsync("one", "pop-2") is { State: LinkState.Open } && await LinkAsync("two", "pop-1") is { State: LinkState.Open });
        int connections = Connections();

        bool areOpen = true;
        long looked = TimeProvider.System.GetTimestamp();
        await UntilAsync(async () =>
        {
            areOpen &= (await LinkAsync("one", "pop-2")).State == LinkState.Open && (await LinkAsync("two", "pop-1")).State == LinkState.Open;
            Assert.SkipWhen(TimeProvider.System.GetElapsedTime(looked) > StandStill, "the machine stood still for seconds: links break then, and certificates that last so long end");
            looked = TimeProvider.System.GetTimestamp();
            return TimeProvider.System.GetUtcNow() > firstEnds;
        });

        Assert.True(areOpen);
        Assert.Equal(connections, Connections());
        Assert.All(new[] { CertificateOf("one"), CertificateOf("two") }, renewed => Assert.DoesNotContain(renewed, first));
        await CutAsync("one", "pop-2");
        await CutAsync("two", "pop-1");
        await UntilAsync(async () => (await LinkAsync("one", "pop-2")).State != LinkState.Open && (await LinkAsync("two", "pop-1")).State != LinkState.Open);
        await CutAsync("one");
        await CutAsync("two");
        await UntilAsync(async () => await LinkAsync("one", "pop-2") is { State: LinkState.Open } && await LinkAsync("two", "pop-1") is { State: LinkState.Open }); // the first would be refused now
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(120));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
    }

    private int Connections()
    {
        lock (lines) return log.ToString().Split("connected").Length - 1;
    }

    private string CertificateOf(string name) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name, "cluster", "pop.pem"))));

    private async Task<LinkStatus> LinkAsync(string name, string peer)
    {
        using AdminClient admin = new(Path.Combine(folder, name));
        StatusList status = await admin.AskAsync(HttpMethod.Get, "/v1/status", null, AdminJson.Default.StatusList, Token);
        return status.Pops[0].Links.Single(link => link.Peer == peer);
    }

    private async Task<string> TokenAsync()
    {
        using AdminClient admin = new(Path.Combine(folder, "one"));
        return (await admin.AskAsync(HttpMethod.Post, "/v1/pops", JsonSerializer.SerializeToUtf8Bytes(new AddPop(), AdminJson.Default.AddPop), AdminJson.Default.AddedPop, Token)).Token;
    }

    private async Task CutAsync(string name, params string[] peers)
    {
        using AdminClient admin = new(Path.Combine(folder, name));
        await admin.AskAsync(HttpMethod.Put, "/v1/links", JsonSerializer.SerializeToUtf8Bytes(new CutList(peers), AdminJson.Default.CutList), AdminJson.Default.Done, Token);
    }

    private Task<Pop> StartAsync(string name, string? token = null) => Pop.StartAsync(
        new PopOptions { Port = 0, DataFolder = Path.Combine(folder, name), JoinToken = token, IsSupervised = true, Certificates = Short },
        TimeProvider.System, new Random(name.Length + name[0]), new LineLog(lines, LogLevel.Information), Token);
}

using System.Net;
using System.Text.RegularExpressions;
using Gateway.Api.Options;
using Gateway.Api.Tests.Processes;
using Gateway.Testing;
using static Gateway.Api.Tests.Cluster.PopsUnderTest;

namespace Gateway.Api.Tests.Cluster;

/// <summary>What two PoPs publish, as Prometheus reads it, and what they say of a log that is kept for one that is away.</summary>
public sealed partial class MetricsPageTests : IDisposable
{
    private readonly StringWriter lines = new();
    private readonly PopsUnderTest pops;

    public MetricsPageTests() => pops = new PopsUnderTest(options => options with { LogHeldShare = 0 }, TextWriter.Synchronized(lines));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => pops.Dispose();

    [Fact]
    public async Task All_metrics_of_the_docs_are_on_the_page()
    {
        using PopProcess cluster = PopProcess.Start(pops.At(""), "--pops", "2", "--port", "0", "--data", "data");
        await cluster.ReadUntilReadyAsync();
        string pop = Path.Combine("data", "pop-1");
        await UntilAsync(async () => LinkOpen().IsMatch(await PageAsync(pop)) && (await PageAsync(pop)).Contains("_link_lag_seconds{", StringComparison.Ordinal) && (await PageAsync(pop)).Contains("_round_trip_seconds{", StringComparison.Ordinal) && (await PageAsync(pop)).Contains("_stability_age_seconds{", StringComparison.Ordinal));

        string page = await PageAsync(pop);
        string[] absent = ["work.done", "work.total", "log.held.size", "disk.free", "link.equal"]; // nothing runs now, all is taken, and nothing was compared
        foreach (string name in Rows().Matches(Repository.Read("docs/running.md")).Select(row => row.Groups[1].Value).Except(absent))
        {
            Assert.Contains($"\nedgegateway_replication_{name.Replace('.', '_')}", page, StringComparison.Ordinal);
        }

        await cluster.StopAsync("TERM");
    }

    [Fact]
    public async Task A_log_that_is_kept_for_one_is_told()
    {
        await using Pop one = await pops.StartAsync("one");
        await (await pops.StartAsync("two", await pops.TokenAsync())).DisposeAsync();
        await UntilAsync(async () => (await pops.StatusAsync("one")).LogHeld is { Peer: "pop-2", IsTooMuch: true, Entries: > 0, Since: not null }); // the share is 0: whatever is not taken is too much
        await UntilAsync(() => Task.FromResult(Lines().Contains("warn: log-held: pop-2 has not taken", StringComparison.Ordinal)));

        await using Pop again = await pops.StartAsync("two");
        await UntilAsync(() => Task.FromResult(Lines().Contains("info: log-held: over; pop-2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_page_is_for_those_who_have_the_token_at_the_port_that_is_set()
    {
        await using Pop one = await pops.StartAsync("one");
        string[] admin = await File.ReadAllLinesAsync(pops.At("one", "admin"), Token);
        Assert.Equal(admin[1], await File.ReadAllTextAsync(pops.At("one", "admin-token"), Token));
        using HttpClient client = new();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"{admin[0]}/metrics", Token)).StatusCode);
        int port = new Uri(admin[0]).Port;

        OptionsFault taken = await Assert.ThrowsAsync<OptionsFault>(() => pops.StartAsync("two", more: options => options with { AdminPort = port }));
        Assert.StartsWith($"adminPort {port} cannot be listened on: ", taken.Message, StringComparison.Ordinal);
    }

    private string Lines()
    {
        lock (lines) return lines.ToString();
    }

    private async Task<string> PageAsync(string name)
    {
        string[] admin = await File.ReadAllLinesAsync(pops.At(name, "admin"), Token);
        using HttpClient client = new();
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {admin[1]}");
        return await client.GetStringAsync($"{admin[0]}/metrics", Token);
    }

    [GeneratedRegex(@"^\| `edgegateway\.replication\.([a-z_.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex("_link_open{[^\n]*peer=\"pop-2\"[^\n]*} 1[ \n]")]
    private static partial Regex LinkOpen();
}

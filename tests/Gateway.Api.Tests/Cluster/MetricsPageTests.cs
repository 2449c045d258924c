using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Api.Admin;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Gateway.Api.Tests.Processes;
using Gateway.Replication.Status;
using Gateway.Testing;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Tests.Cluster;

/// <summary>What two PoPs publish, as Prometheus reads it, and what they say of a log that is kept for one that is away.</summary>
public sealed partial class MetricsPageTests : IDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;
    private readonly StringWriter lines = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task All_metrics_of_the_docs_are_on_the_page()
    {
        using PopProcess cluster = PopProcess.Start(folder, "--pops", "2", "--port", "0", "--data", "data");
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
        await using Pop one = await StartAsync("one", null);
        AddedPop added;
        using (AdminClient client = new(Path.Combine(folder, "one"))) added = await client.AskAsync(HttpMethod.Post, "/v1/pops", JsonSerializer.SerializeToUtf8Bytes(new AddPop(), AdminJson.Default.AddPop), AdminJson.Default.AddedPop, Token);
        await (await StartAsync("two", added.Token)).DisposeAsync();
        await UntilAsync(async () => await HeldAsync() is { Peer: "pop-2", IsTooMuch: true, Entries: > 0, Since: not null }); // the share is 0: whatever is not taken is too much
        await UntilAsync(() => Task.FromResult(Lines().Contains("warn: log-held: pop-2 has not taken", StringComparison.Ordinal)));

        await using Pop again = await StartAsync("two", null);
        await UntilAsync(() => Task.FromResult(Lines().Contains("info: log-held: over; pop-2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_page_is_for_those_who_have_the_token_at_the_port_that_is_set()
    {
        await using Pop one = await StartAsync("one", null);
        string[] admin = await File.ReadAllLinesAsync(Path.Combine(folder, "one", "admin"), Token);
        Assert.Equal(admin[1], await File.ReadAllTextAsync(Path.Combine(folder, "one", "admin-token"), Token));
        using HttpClient client = new();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"{admin[0]}/metrics", Token)).StatusCode);
        int port = new Uri(admin[0]).Port;

        OptionsFault taken = await Assert.ThrowsAsync<OptionsFault>(() => Pop.StartAsync(OptionsOf("two") with { AdminPort = port }, TimeProvider.System, new Random(1), new LineLog(TextWriter.Null, LogLevel.Error), Token));
        Assert.StartsWith($"adminPort {port} cannot be listened on: ", taken.Message, StringComparison.Ordinal);
    }

    private PopOptions OptionsOf(string name) => new() { Port = 0, DataFolder = Path.Combine(folder, name), LogHeldShare = 0 };

    private Task<Pop> StartAsync(string name, string? token) =>
        Pop.StartAsync(OptionsOf(name) with { JoinToken = token }, TimeProvider.System, new Random(1), new LineLog(TextWriter.Synchronized(lines), LogLevel.Information), Token);

    private string Lines()
    {
        lock (lines) return lines.ToString();
    }

    private async Task<HeldLog?> HeldAsync()
    {
        using AdminClient client = new(Path.Combine(folder, "one"));
        return (await client.AskAsync(HttpMethod.Get, "/v1/status", null, AdminJson.Default.StatusList, Token)).Pops.Single().LogHeld;
    }

    private async Task<string> PageAsync(string name)
    {
        string[] admin = await File.ReadAllLinesAsync(Path.Combine(folder, name, "admin"), Token);
        using HttpClient client = new();
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {admin[1]}");
        return await client.GetStringAsync($"{admin[0]}/metrics", Token);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < PatienceMax, "It did not happen.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token);
        }
    }

    [GeneratedRegex(@"^\| `edgegateway\.replication\.([a-z_.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex("_link_open{[^\n]*peer=\"pop-2\"[^\n]*} 1[ \n]")]
    private static partial Regex LinkOpen();
}

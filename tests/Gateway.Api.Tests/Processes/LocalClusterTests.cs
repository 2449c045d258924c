using System.Diagnostics;
using System.Globalization;
using Gateway.Api.Admin;
using Gateway.Replication.Links;
using Gateway.Replication.Status;

namespace Gateway.Api.Tests.Processes;

/// <summary><c>edgectl up --pops</c>: real processes, on free ports.</summary>
public sealed class LocalClusterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Three_PoPs_answer_one_signal_stops_all_and_a_second_run_continues()
    {
        for (int run = 0; run < 2; run++)
        {
            using PopProcess cluster = PopProcess.Start(folder, "--pops", "3", "--regions", "us-west,us-east,eu", "--port", "0", "--data", "data");
            string banner = await cluster.ReadUntilReadyAsync();
            if (banner.Length == 0) Assert.Fail(await cluster.ErrorsAsync());
            using HttpClient client = new();
            foreach (string endpoint in EndpointsIn(banner)) Assert.StartsWith("healthy", await client.GetStringAsync($"{endpoint}/healthz", Token), StringComparison.Ordinal);
            int[] processes = [.. Enumerable.Range(1, 3).Select(ProcessOf)];

            int exitCode = await cluster.StopAsync(run == 0 ? "TERM" : "INT");

            Assert.Matches("^EdgeGateway 0\\.1\\.0: 3 PoPs\n  pop-1      http://127\\.0\\.0\\.1:[0-9]+  us-west \\(central\\)\n  pop-2      http://127\\.0\\.0\\.1:[0-9]+  us-east\n  pop-3      http://127\\.0\\.0\\.1:[0-9]+  eu\n  data       [^\n]+/data\nready\n$", banner);
            Assert.Equal(0, exitCode);
            Assert.All((await cluster.ErrorsAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^pop-[123] \\| info: ", line)); // links come and go
            Assert.All(processes, process => Assert.True(HasEnded(process)));
        }
    }

    [Fact]
    public async Task A_PoP_that_dies_is_told_of_and_started_again()
    {
        using PopProcess cluster = PopProcess.Start(folder, "--pops", "2", "--port", "0", "--data", "data");
        await cluster.ReadUntilReadyAsync();
        int first = ProcessOf(2);

        using (Process dies = Process.GetProcessById(first)) dies.Kill();
        await UntilAsync(() => ProcessOf(2) is var now && now != 0 && now != first);
        await cluster.StopAsync("TERM");

        Assert.Contains("pop-2 has ended with exit code 137; it is started again in 0.5 s\n", await cluster.ErrorsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_are_cut_and_healed_at_all_PoPs_and_stay_cut_for_one_that_starts_again()
    {
        using PopProcess cluster = PopProcess.Start(folder, "--pops", "2", "--port", "0", "--data", "data");
        await cluster.ReadUntilReadyAsync();
        using AdminClient admin = new(Path.Combine(folder, "data"));
        await StateAsync(admin, pop => pop.Links.Any(link => link.State == LinkState.Open));

        Done done = await admin.AskAsync(HttpMethod.Post, "/v1/links/cut", """{"pops":["pop-2"]}"""u8.ToArray(), AdminJson.Default.Done, Token);
        Assert.Equal("Cut off from the others: pop-2.", done.Text);
        await StateAsync(admin, pop => pop.Links.All(link => link.State != LinkState.Open));
        int first = ProcessOf(2);
        using (Process dies = Process.GetProcessById(first)) dies.Kill();
        await UntilAsync(() => ProcessOf(2) is var now && now != 0 && now != first);
        await StateAsync(admin, pop => pop.Links.Any(link => link.Why.EndsWith("is cut", StringComparison.Ordinal)));

        await admin.AskAsync(HttpMethod.Post, "/v1/links/heal", null, AdminJson.Default.Done, Token);
        await StateAsync(admin, pop => pop.Links.Any(link => link.State == LinkState.Open));
        Assert.Equal(0, await cluster.StopAsync("TERM"));
    }

    [Fact]
    public async Task A_supervisor_that_is_killed_leaves_no_PoP_behind()
    {
        using PopProcess cluster = PopProcess.Start(folder, "--pops", "2", "--port", "0", "--data", "data");
        await cluster.ReadUntilReadyAsync();
        int[] processes = [ProcessOf(1), ProcessOf(2)];

        await cluster.StopAsync("KILL");

        await UntilAsync(() => processes.All(HasEnded));
    }

    [Fact]
    public async Task A_PoP_that_cannot_start_ends_all_with_its_reason()
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "pop-2"), "", Token);
        using PopProcess file = PopProcess.Start(folder, "--pops", "2", "--port", "0", "--data", "data");
        Assert.Equal(1, await file.EndAsync());
        Assert.StartsWith($"edgectl: the data folder {folder}/data cannot be written: ", await file.ErrorsAsync(), StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, "data", "pop-2"));

        Directory.CreateDirectory(Path.Combine(folder, "data", "pop-2", "store"));
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "pop-2", "store", "FORMAT"), "9\n7.5.0\n", Token);
        using PopProcess newer = PopProcess.Start(folder, "--pops", "2", "--port", "0", "--data", "data");
        Assert.Equal(1, await newer.EndAsync());
        Assert.Contains("edgectl: pop-2 does not start: edgectl: ", await newer.ErrorsAsync(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> EndpointsIn(string banner) => banner.Split('\n').Where(line => line.StartsWith("  pop-", StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    private static bool HasEnded(int process)
    {
        try
        {
            using Process found = Process.GetProcessById(process);
            return found.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    /// <summary>Waits until both PoPs are in a state.</summary>
    private static async Task StateAsync(AdminClient admin, Func<ReplicationStatus, bool> isSo)
    {
        long since = TimeProvider.System.GetTimestamp();
        while (await admin.AskAsync(HttpMethod.Get, "/v1/status", null, AdminJson.Default.StatusList, Token) is var status && (status.Pops.Count < 2 || !status.Pops.All(isSo)))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(60), "it does not come about");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        long since = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(60), "it does not come about");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }

    private string ProcessFileOf(int pop) => Path.Combine(folder, "data", string.Create(CultureInfo.InvariantCulture, $"pop-{pop}"), "process");

    /// <summary>0 while it starts: a PoP writes the file anew.</summary>
    private int ProcessOf(int pop)
    {
        try
        {
            return int.TryParse(File.ReadAllText(ProcessFileOf(pop)), NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? process : 0;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}

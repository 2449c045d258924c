using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Api.Admin;
using Gateway.Replication.Links;
using Gateway.Replication.Status;

namespace Gateway.Cluster.Tests.Pops;

/// <summary><c>edgectl up --pops N</c> as a process with its PoPs, on free ports, over a folder that outlives it.</summary>
internal sealed partial class RunningCluster : IAsyncDisposable
{
    private const int WordsKept = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string data;
    private readonly AdminClient admin;
    private readonly ConcurrentDictionary<string, int> ports = new();
    private readonly Dictionary<int, int> killed = [];
    private readonly Queue<string> words = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    private RunningCluster(int count, string data, string[] more)
    {
        Count = count;
        this.data = data;
        admin = new AdminClient(data);
        string[] command = [Path.Combine(AppContext.BaseDirectory, "Gateway.Api.dll"), "up", "--pops", count.ToString(CultureInfo.InvariantCulture), "--port", "0", "--data", data, .. more];
        process = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"the cluster ended: {LastWords}"));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>How many PoPs there are; they are counted from 1.</summary>
    public int Count { get; }

    /// <summary>The last lines that the processes wrote.</summary>
    public string LastWords
    {
        get
        {
            lock (words) return string.Join('\n', words);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts the PoPs and waits until each answers and all links are open.</summary>
    /// <param name="count">How many.</param>
    /// <param name="data">The folder; what is in it is gone on with.</param>
    /// <param name="more">Further arguments of <c>up</c>.</param>
    public static async Task<RunningCluster> StartAsync(int count, string data, params string[] more)
    {
        RunningCluster cluster = new(count, data, more);
        try
        {
            await cluster.ready.Task.WaitAsync(Patience, TimeProvider.System, Token);
            await cluster.UntilAsync("all links are open", cluster.AreLinksOpenAsync);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where a PoP answered last; 0 before it did. A PoP that starts again has another port.</summary>
    public int PortOf(int pop) => ports.GetValueOrDefault(NameOf(pop));

    public static string NameOf(int pop) => string.Create(CultureInfo.InvariantCulture, $"pop-{pop}");

    /// <summary>The data folder of a PoP.</summary>
    public string FolderOf(int pop) => Path.Combine(data, NameOf(pop));

    /// <summary>Sends a signal to the process of one PoP; nothing if it is down already. It is started again.</summary>
    /// <param name="signal">As <c>kill</c> knows it.</param>
    public async Task SignalAsync(int pop, string signal)
    {
        string file = Path.Combine(FolderOf(pop), "process");
        if (!File.Exists(file) || !int.TryParse(await File.ReadAllTextAsync(file, Token), NumberStyles.None, CultureInfo.InvariantCulture, out int id) || killed.GetValueOrDefault(pop) == id) return;
        killed[pop] = id;
        await SendAsync(id, signal);
    }

    /// <summary>Cuts some PoPs off from the others; none: cuts all links.</summary>
    public async Task CutAsync(params int[] pops) =>
        await admin.AskAsync(HttpMethod.Post, "/v1/links/cut", JsonSerializer.SerializeToUtf8Bytes(new CutList([.. pops.Select(NameOf)]), AdminJson.Default.CutList), AdminJson.Default.Done, Token);

    /// <summary>Makes all links whole.</summary>
    public async Task HealAsync() => await admin.AskAsync(HttpMethod.Post, "/v1/links/heal", null, AdminJson.Default.Done, Token);

    public ValueTask<StatusList> StatusAsync() => admin.AskAsync(HttpMethod.Get, "/v1/status", null, AdminJson.Default.StatusList, Token);

    /// <summary>Waits until all that was written before this call is at every PoP, by what they say themselves: no lag at any link, no work going on, and stability beyond this moment.</summary>
    public async Task SettleAsync()
    {
        long start = TimeProvider.System.GetTimestamp();
        await UntilAsync("all PoPs have everything", async () => await AreLinksOpenAsync() && (await StatusAsync()).Pops.All(pop => IsQuiet(pop, TimeProvider.System.GetElapsedTime(start).TotalSeconds)));
    }

    /// <summary>Waits until all links are open and no PoP has written anything that another has not.</summary>
    public async Task ExchangeAsync() => await UntilAsync("all is exchanged", async () => await AreLinksOpenAsync() && (await StatusAsync()).Pops.All(HasAll) && (await StatusAsync()).Pops.All(HasAll));

    /// <summary>Cuts all links, and waits until every PoP knows.</summary>
    public async Task CutAllAsync()
    {
        await CutAsync();
        await UntilAsync("all links are down", async () => await StatusAsync() is { Silent.Count: 0 } status && status.Pops.All(pop => pop.Links.All(link => link.State != LinkState.Open)));
    }

    /// <summary>Ends all at once, with a signal to the process that runs them.</summary>
    public async Task StopAsync(string signal)
    {
        if (!process.HasExited) await SendAsync(process.Id, signal);
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, TimeProvider.System, CancellationToken.None);
        for (int pop = 1; pop <= Count; pop++) await GoneAsync(pop);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync("KILL");
        }
        finally
        {
            process.Dispose();
            admin.Dispose();
        }
    }

    /// <summary>Asks again and again until something holds, for two minutes at most.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        long start = TimeProvider.System.GetTimestamp();
        string trouble = "";
        while (true)
        {
            try
            {
                if (await holds()) return;
            }
            catch (HttpRequestException failure)
            {
                trouble = failure.Message; // it starts again
            }

            Assert.False(process.HasExited, $"the cluster ended: {LastWords}");
            if (TimeProvider.System.GetElapsedTime(start) > Patience) Assert.Fail($"It does not come about that {what}. {trouble}\n{await DescribeAsync()}\n{LastWords}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }
    }

    [GeneratedRegex(@"^(?:  )?(pop-[0-9]+)\s+(?:answers again at )?http://127\.0\.0\.1:([0-9]+)")]
    private static partial Regex Answers();

    private static bool IsQuiet(ReplicationStatus pop, double secondsSince) =>
        pop.StabilityAgeSeconds < secondsSince && pop.Work.All(work => work.IsDone) && HasAll(pop);

    private static bool HasAll(ReplicationStatus pop) => pop.Links.All(link => link is { LagEntries: 0, WaitingEntries: 0 });

    private static async Task SendAsync(int id, string signal)
    {
        using Process kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    private async Task<bool> AreLinksOpenAsync() =>
        await StatusAsync() is { Silent.Count: 0 } status && status.Pops.Count == Count && status.Pops.All(pop => pop.Links.Count == Count - 1 && pop.Links.All(link => link.State == LinkState.Open));

    private async Task<string> DescribeAsync()
    {
        try
        {
            return JsonSerializer.Serialize(await StatusAsync(), AdminJson.Default.StatusList);
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
    }

    /// <summary>PoPs end when the process that runs them has ended; their folder is free from then on.</summary>
    private async Task GoneAsync(int pop)
    {
        string file = Path.Combine(FolderOf(pop), "process");
        if (!File.Exists(file) || !int.TryParse(await File.ReadAllTextAsync(file, CancellationToken.None), NumberStyles.None, CultureInfo.InvariantCulture, out int id)) return;
        try
        {
            using Process running = Process.GetProcessById(id);
            await running.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, TimeProvider.System, CancellationToken.None);
        }
        catch (ArgumentException)
        {
            return; // it has ended
        }
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        if (Answers().Match(line) is { Success: true } match) ports[match.Groups[1].Value] = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        if (line == "ready") ready.TrySetResult();
        lock (words)
        {
            words.Enqueue(line);
            if (words.Count > WordsKept) words.Dequeue();
        }
    }
}

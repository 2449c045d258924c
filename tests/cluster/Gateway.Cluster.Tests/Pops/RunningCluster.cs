using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Api.Admin;
using Gateway.Replication.Links;

namespace Gateway.Cluster.Tests.Pops;

/// <summary><c>edgectl up --pops N</c> as a process with its PoPs, on free ports. Links are cut by its switch. Who joins later runs beside it, and its links to the first ones are cut with all of theirs.</summary>
internal sealed partial class RunningCluster : ClusterUnderTest
{
    private readonly string[] command;
    private readonly AdminClient admin;
    private readonly ConcurrentDictionary<string, int> ports = new();
    private Process? process;

    private RunningCluster(int count, string data, string[] more)
        : base(data)
    {
        Count = count;
        Begin(count);
        admin = new AdminClient(data);
        command = [Path.Combine(AppContext.BaseDirectory, "Gateway.Api.dll"), "up", "--pops", count.ToString(CultureInfo.InvariantCulture), "--port", "0", "--data", data, .. more];
    }

    /// <summary>How many PoPs one process runs; they are counted from 1.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> Cuttable => [.. Enumerable.Range(1, Count)];

    /// <summary>Starts the PoPs and waits until each answers and all links are open.</summary>
    /// <param name="count">How many.</param>
    /// <param name="data">The folder; what is in it is gone on with.</param>
    /// <param name="more">Further arguments of <c>up</c>.</param>
    public static async Task<RunningCluster> StartAsync(int count, string data, params string[] more)
    {
        RunningCluster cluster = new(count, data, more);
        try
        {
            await cluster.RestartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task RestartAsync()
    {
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process?.Dispose();
        process = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => HearOf(line.Data, ready);
        process.ErrorDataReceived += (_, line) => HearOf(line.Data, ready);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"the cluster ended: {LastWords}"));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(Patience, TimeProvider.System, Token);
        await base.RestartAsync();
    }

    /// <inheritdoc/>
    public override int PortOf(int pop) => pop > Count ? base.PortOf(pop) : ports.GetValueOrDefault(NameOf(pop));

    /// <inheritdoc/>
    public override async Task CutAsync(params int[] pops) =>
        await admin.AskAsync(HttpMethod.Post, "/v1/links/cut", JsonSerializer.SerializeToUtf8Bytes(new CutList([.. pops.Select(NameOf)]), AdminJson.Default.CutList), AdminJson.Default.Done, Token);

    /// <inheritdoc/>
    public override async Task HealAsync() => await admin.AskAsync(HttpMethod.Post, "/v1/links/heal", null, AdminJson.Default.Done, Token);

    /// <inheritdoc/>
    public override async ValueTask<StatusList> StatusAsync()
    {
        StatusList first = await admin.AskAsync(HttpMethod.Get, "/v1/status", null, AdminJson.Default.StatusList, Token), others = await base.StatusAsync();
        return new StatusList { Pops = [.. first.Pops, .. others.Pops], Silent = [.. first.Silent, .. others.Silent] };
    }

    /// <summary>Cuts all links, and waits until every PoP knows.</summary>
    public async Task CutAllAsync()
    {
        await CutAsync();
        await UntilAsync("all links are down", async () => await StatusAsync() is { Silent.Count: 0 } status && status.Pops.All(pop => pop.Links.All(link => link.State != LinkState.Open)));
    }

    /// <inheritdoc/>
    public override async Task StopAsync(string signal)
    {
        if (process is not null)
        {
            if (!process.HasExited) await Signals.SendAsync(process.Id, signal);
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, TimeProvider.System, CancellationToken.None);
        }

        await base.StopAsync(signal);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync("KILL");
        }
        finally
        {
            process?.Dispose();
            admin.Dispose();
            await base.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override void CheckRunning() => Assert.False(process?.HasExited, $"the cluster ended: {LastWords}");

    [GeneratedRegex(@"^(?:  )?(pop-[0-9]+)\s+(?:answers again at )?http://127\.0\.0\.1:([0-9]+)")]
    private static partial Regex Answers();

    private void HearOf(string? line, TaskCompletionSource ready)
    {
        if (line is null) return;
        if (Answers().Match(line) is { Success: true } match) ports[match.Groups[1].Value] = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        if (line == "ready") ready.TrySetResult();
        Hear(line);
    }
}

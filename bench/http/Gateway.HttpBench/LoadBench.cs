namespace Gateway.HttpBench;

/// <summary>
/// Measures every case on every server. All servers run side by side and are idle but for the one whose turn it is; in each round the servers take short turns, the bare handler first and the
/// others in turn second, so that a machine that is busy for a while is busy for all of them.
/// </summary>
internal sealed class LoadBench(BenchOptions options, IReadOnlyList<ServerKind> kinds, string folder, TextWriter talk)
{
    private const int StartsMeasured = 3;
    private const double WarmUpSeconds = 3;
    private static readonly TimeSpan LoadTimeMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly List<RunningServer> servers = [];
    private readonly Dictionary<RunningServer, (double Start, double Idle, double Loaded)> starts = [];

    public async Task<(IReadOnlyList<CaseResult> Cases, IReadOnlyList<ServerResult> Servers)> RunAsync(CancellationToken token)
    {
        try
        {
            foreach (ServerKind kind in kinds) await StartAsync(kind, token);

            List<CaseResult> results = [];
            foreach (BenchCase bench in BenchCase.All.Where(found => options.Cases.Contains(found.Name))) results.AddRange(await MeasureAsync(bench, token));
            return (results, [.. servers.Select(Describe)]);
        }
        finally
        {
            foreach (RunningServer server in servers) await server.DisposeAsync();
        }
    }

    private async Task StartAsync(ServerKind kind, CancellationToken token)
    {
        talk.WriteLine($"starting {kind.What} ...");
        List<double> milliseconds = [];
        for (int i = 1; i < StartsMeasured; i++)
        {
            await using RunningServer once = await RunningServer.StartAsync(kind, token);
            milliseconds.Add(once.StartTime.TotalMilliseconds);
        }

        RunningServer server = await RunningServer.StartAsync(kind, token);
        servers.Add(server);
        milliseconds.Add(server.StartTime.TotalMilliseconds);
        await Task.Delay(Settling, TimeProvider.System, token);
        double idle = server.Memory().Now;
        if (!kind.IsForgetful && await Loader.LoadAsync(server, Workload.ItemCount, LoadTimeMax, token) < Workload.ItemCount) throw new BenchException($"{kind.Name} takes too long to load {Workload.ItemCount} items");
        starts.Add(server, (Statistics.Median(milliseconds), idle, server.Memory().Now));
    }

    private async Task<IEnumerable<CaseResult>> MeasureAsync(BenchCase bench, CancellationToken token)
    {
        string requests = Path.Combine(folder, $"{bench.Name}.requests");
        RequestFile.Write(requests, bench.Requests());
        Dictionary<RunningServer, string> faults = [];
        foreach (RunningServer server in servers)
        {
            if (await FaultOfAsync(bench, server) is { } fault) faults.Add(server, fault);
            else await Wrk.RunAsync(server.Port, requests, 32, Math.Max(options.Seconds, WarmUpSeconds), token); // compilers and caches
        }

        List<(int Connections, RunningServer Server, int Round, WrkResult Result, double Microseconds)> runs = [];
        for (int round = 1; round <= options.Rounds; round++)
        {
            talk.WriteLine($"{bench.Name}, round {round} of {options.Rounds} ...");
            foreach (int connections in options.Connections)
            {
                foreach (RunningServer server in InTurn(round).Where(server => !faults.ContainsKey(server)))
                {
                    TimeSpan before = server.ProcessorTime;
                    WrkResult result = await Wrk.RunAsync(server.Port, requests, connections, options.Seconds, token);
                    runs.Add((connections, server, round, result, (server.ProcessorTime - before).TotalMicroseconds / result.Requests));
                    if (result.NotOk + result.Broken > 0) faults.Add(server, $"{result.NotOk} answers were not 200, {result.Broken} connections broke");
                }
            }
        }

        File.Delete(requests);
        return
            from connections in options.Connections
            from server in servers
            let mine = runs.Where(run => run.Connections == connections && run.Server == server).ToArray()
            let ratios = mine.Select(run => 100 * run.Result.RequestsPerSecond / runs.First(bare => bare.Server.Kind.IsBare && bare.Connections == connections && bare.Round == run.Round).Result.RequestsPerSecond)
            select new CaseResult(
                bench.Name,
                connections,
                server.Kind.Name,
                Statistics.Median(mine.Select(run => run.Result.RequestsPerSecond)),
                Statistics.Median(mine.Select(run => run.Result.P50)),
                Statistics.Median(mine.Select(run => run.Result.P99)),
                Statistics.Median(ratios),
                Statistics.Median(mine.Select(run => run.Microseconds)),
                faults.GetValueOrDefault(server));
    }

    /// <summary>Whoever comes second pays for what the first one left behind; so each does in another round.</summary>
    private IEnumerable<RunningServer> InTurn(int round)
    {
        RunningServer[] others = [.. servers.Where(server => !server.Kind.IsBare)];
        return [.. servers.Where(server => server.Kind.IsBare), .. others.Skip(round % Math.Max(others.Length, 1)), .. others.Take(round % Math.Max(others.Length, 1))];
    }

    /// <summary>Does the case once and looks at what the server answers.</summary>
    private static async Task<string?> FaultOfAsync(BenchCase bench, RunningServer server)
    {
        if (server.Kind.IsForgetful) return null;
        try
        {
            await bench.CheckAsync(server.Client);
            return null;
        }
        catch (BenchException exception)
        {
            return exception.Message;
        }
    }

    private ServerResult Describe(RunningServer server)
    {
        (double start, double idle, double loaded) = starts[server];
        (double now, double peak) = server.Memory();
        return new ServerResult(server.Kind.Name, server.Kind.What, server.Kind.Durability, start, idle, loaded, now, peak);
    }
}

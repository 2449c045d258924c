namespace Gateway.HttpBench;

/// <summary>Loads many items into each server, one server after another, serves reads of all of them, and looks at the memory.</summary>
internal sealed class MillionBench(BenchOptions options, IReadOnlyList<ServerKind> kinds, string folder, TextWriter talk)
{
    private const int ReadsPrepared = 50_000;
    private static readonly TimeSpan LoadTimeMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<MillionResult>> RunAsync(CancellationToken token)
    {
        List<MillionResult> results = [];
        foreach (ServerKind kind in kinds.Where(kind => !kind.IsForgetful))
        {
            talk.WriteLine($"loading {options.ItemCount:N0} items into {kind.What} (at most {LoadTimeMax.TotalMinutes} minutes) ...");
            await using RunningServer server = await RunningServer.StartAsync(kind, token);
            results.Add(await MeasureAsync(server, token));
        }

        return results;
    }

    private async Task<MillionResult> MeasureAsync(RunningServer server, CancellationToken token)
    {
        await Task.Delay(Settling, TimeProvider.System, token);
        double idle = server.Memory().Now;
        long start = TimeProvider.System.GetTimestamp();
        int loaded = await Loader.LoadAsync(server, options.ItemCount, LoadTimeMax, token);
        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        double memoryLoaded = server.Memory().Now;

        string requests = Path.Combine(folder, "million.requests");
        RequestFile.Write(requests, Workload.Shuffled(loaded, 1).Take(ReadsPrepared).Select(BenchCase.Get));
        WrkResult reads = await Wrk.RunAsync(server.Port, requests, 32, options.Seconds * 5, token);
        string? fault = reads.NotOk + reads.Broken > 0 ? $"{reads.NotOk} answers were not 200, {reads.Broken} connections broke" : null;
        (double served, double peak) = server.Memory();
        return new MillionResult(server.Kind.Name, loaded, seconds, idle, memoryLoaded, served, peak, server.DiskMegabytes(), reads.RequestsPerSecond, reads.P50, reads.P99, fault);
    }
}

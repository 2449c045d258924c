namespace Gateway.ReplicationBench;

/// <summary>Two PoPs as processes: how fast one catches up, how late a write is at the other, what a hot counter costs the link.</summary>
internal sealed class LinkBench(LocalPops pops, TextWriter output) : IDisposable
{
    private const int Connections = 8;
    private const int BatchItems = 25;
    private const int ProbesMax = 400;

    private readonly DynamoClient here = new(pops.Endpoints[0]);
    private readonly DynamoClient there = new(pops.Endpoints[1]);
    private readonly Status status = new(pops);
    private long next;

    /// <summary>Writes while the link is cut, then heals it.</summary>
    public async Task CatchUpAsync(int items)
    {
        string table = await TableAsync("CatchUp");
        await status.CutAsync();
        Clock writing = new();
        await WriteAsync(table, items);
        await here.PutAsync(table, "last", 0);
        double written = writing.Elapsed.TotalSeconds;
        await status.HealAsync();
        Clock watch = new();
        while ((await status.LinkOfAsync("pop-1")).State != Replication.Links.LinkState.Open) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        double linked = watch.Elapsed.TotalSeconds;
        while (!await there.HasAsync(table, "last")) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        double caught = watch.Elapsed.TotalSeconds;
        await Task.Delay(TimeSpan.FromMilliseconds(1500), TimeProvider.System); // the last acknowledgements
        long bytes = (await status.LinkOfAsync("pop-1")).BytesOut;
        await output.WriteLineAsync($"catching up: {items:N0} writes made in {written:N1} s while cut ({items / written:N0}/s), there {caught - linked:N2} s after the link was up: {items / (caught - linked):N0}/s, {(double)bytes / items:N0} bytes each on the link");
    }

    /// <summary>How late a write is at the other PoP, with a share of the most that this machine can do going on.</summary>
    public async Task LagAsync(double share, double writesPerSecondMax)
    {
        string table = await TableAsync($"Lag{share * 100:0}");
        using CancellationTokenSource ending = new();
        Task load = LoadAsync(table, share * writesPerSecondMax, ending.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(1000), TimeProvider.System);
        List<double> lags = [];
        for (int i = 0; i < ProbesMax && lags.Count < ProbesMax; i++)
        {
            string key = $"probe-{i}";
            await here.PutAsync(table, key, i);
            Clock watch = new();
            while (!await there.HasAsync(table, key)) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            lags.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        await ending.CancelAsync();
        await load;
        lags.Sort();
        await output.WriteLineAsync($"lag at {share * 100:0} % ({share * writesPerSecondMax:N0} writes/s): p50 {lags[lags.Count / 2]:N1} ms, p99 {lags[lags.Count * 99 / 100]:N1} ms after the write was acknowledged");
    }

    /// <summary>The most writes that both PoPs and this generator can do on this machine, with replication keeping up.</summary>
    public async Task<double> MostAsync()
    {
        string table = await TableAsync("Most");
        await WriteAsync(table, 100_000); // the code of a program that has just started is slow
        await here.PutAsync(table, "warm", 0);
        while (!await there.HasAsync(table, "warm")) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        Clock watch = new();
        const int Items = 200_000;
        await WriteAsync(table, Items);
        await here.PutAsync(table, "last", 0);
        double written = watch.Elapsed.TotalSeconds;
        while (!await there.HasAsync(table, "last")) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        double there1 = watch.Elapsed.TotalSeconds;
        await output.WriteLineAsync($"at full speed: {Items / written:N0} writes/s at one PoP, all at the other {(there1 - written) * 1000:N0} ms after the last ({Items / there1:N0}/s through the link)");
        return Items / there1;
    }

    /// <summary>One counter, increased as often as it can be, up to 5,000 times a second.</summary>
    public async Task CounterAsync(int seconds)
    {
        string table = await TableAsync("Counter");
        long changesBefore = await ChangesAsync();
        Clock watch = new();
        long count = 0;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                if (Volatile.Read(ref count) > watch.Elapsed.TotalSeconds * 5_000)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                    continue;
                }

                Interlocked.Increment(ref count);
                await here.IncreaseAsync(table, "hot");
            }
        }));
        double elapsed = watch.Elapsed.TotalSeconds;
        while (await there.CounterAsync(table, "hot") != count) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        long changes = await ChangesAsync() - changesBefore;
        await output.WriteLineAsync($"hot counter: {count / elapsed:N0} increments/s cross the link as {changes / elapsed:N0} changes/s; the other PoP shows {count:N0}");
    }

    public void Dispose()
    {
        here.Dispose();
        there.Dispose();
        status.Dispose();
    }

    private async Task<long> ChangesAsync()
    {
        Replication.Status.LinkStatus link = await status.LinkOfAsync("pop-2");
        return link.ChangesIn;
    }

    private async Task<string> TableAsync(string name)
    {
        await here.MakeTableAsync(name);
        await there.WaitForTableAsync(name);
        return name;
    }

    private async Task WriteAsync(string table, int items)
    {
        long end = next + items;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (true)
            {
                long first = Interlocked.Add(ref next, BatchItems) - BatchItems;
                if (first >= end) return;
                await here.PutManyAsync(table, first, BatchItems);
            }
        }));
    }

    private async Task LoadAsync(string table, double writesPerSecond, CancellationToken token)
    {
        Clock watch = new();
        long written = 0;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (!token.IsCancellationRequested)
            {
                if (Volatile.Read(ref written) > watch.Elapsed.TotalSeconds * writesPerSecond)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
                    continue;
                }

                long first = Interlocked.Add(ref written, BatchItems);
                await here.PutManyAsync(table, 1_000_000_000 + first, BatchItems);
            }
        }));
    }
}

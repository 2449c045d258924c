using System.Diagnostics;
using System.Globalization;

namespace Gateway.ReplicationBench;

/// <summary>A partition of minutes under a steady load: how long it takes until the other PoP has all, and what both hold meanwhile.</summary>
internal sealed class PartitionBench(LocalPops pops, TextWriter output) : IDisposable
{
    private const string Table = "Partition";
    private const int Connections = 4;
    private const int BatchItems = 25;

    private readonly DynamoClient here = new(pops.Endpoints[0]);
    private readonly DynamoClient there = new(pops.Endpoints[1]);
    private readonly Status status = new(pops);

    /// <summary>Fills a table, cuts the link, writes for some minutes, heals it.</summary>
    /// <param name="minutes">How long the link is cut.</param>
    /// <param name="writesPerSecond">At one of the PoPs.</param>
    /// <param name="keys">What they are spread over.</param>
    public async Task RunAsync(double minutes, int writesPerSecond, int keys)
    {
        await here.MakeTableAsync(Table);
        await there.WaitForTableAsync(Table);
        Clock filling = new();
        await SendAsync(keys, int.MaxValue, batch => (long)batch * BatchItems, () => false);
        await ArriveAsync("filled");
        await output.WriteLineAsync($"{keys:N0} items written, and at both PoPs, in {filling.Elapsed.TotalSeconds:N0} s; {Sizes()}");

        await status.CutAsync();
        long bytesBefore = (await status.LinkOfAsync("pop-1")).BytesOut, changesBefore = (await status.LinkOfAsync("pop-2")).ChangesIn;
        Clock cut = new();
        Random random = new(1);
        long written = await SendAsync(int.MaxValue, writesPerSecond, _ => Next(random, keys), () => cut.Elapsed.TotalMinutes >= minutes);
        await here.PutAsync(Table, "last", 0);
        double seconds = cut.Elapsed.TotalSeconds;
        await output.WriteLineAsync($"cut for {seconds:N0} s: {written:N0} writes ({written / seconds:N0}/s) over {keys:N0} items; {Sizes()}");

        await status.HealAsync();
        Clock healing = new();
        while ((await status.LinkOfAsync("pop-1")).State != Replication.Links.LinkState.Open) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        double linked = healing.Elapsed.TotalSeconds;
        double most = 0;
        while (!await there.HasAsync(Table, "last"))
        {
            most = Math.Max(most, Enumerable.Range(1, 2).Max(MegabytesOf));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        double caught = healing.Elapsed.TotalSeconds - linked;
        await Task.Delay(TimeSpan.FromMilliseconds(1500), TimeProvider.System); // the last acknowledgements
        long bytes = (await status.LinkOfAsync("pop-1")).BytesOut - bytesBefore, changes = (await status.LinkOfAsync("pop-2")).ChangesIn - changesBefore;
        await output.WriteLineAsync(
            $"caught up {caught:N1} s after the link was up ({linked:N1} s after healing): {written / caught:N0} writes/s, as {changes:N0} changes, {bytes / 1048576.0:N1} MB on the link, {(double)bytes / written:N0} bytes for each write; at most {most:N0} MB of memory; {Sizes()}");
    }

    public void Dispose()
    {
        here.Dispose();
        there.Dispose();
        status.Dispose();
    }

    private static long Next(Random random, int keys)
    {
        lock (random) return random.Next(keys / BatchItems) * (long)BatchItems;
    }

    private async Task ArriveAsync(string key)
    {
        await here.PutAsync(Table, key, 0);
        while (!await there.HasAsync(Table, key)) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
    }

    /// <summary>Writes batches of neighbouring keys.</summary>
    /// <returns>How many items were written.</returns>
    private async Task<long> SendAsync(int items, int perSecond, Func<int, long> firstOf, Func<bool> isOver)
    {
        Clock watch = new();
        int batches = -1;
        long written = 0;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (!isOver())
            {
                if (Interlocked.Read(ref written) > watch.Elapsed.TotalSeconds * perSecond)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
                    continue;
                }

                int batch = Interlocked.Increment(ref batches);
                if ((long)batch * BatchItems >= items) return;
                Interlocked.Add(ref written, BatchItems);
                await here.PutManyAsync(Table, firstOf(batch), BatchItems, version: batch);
            }
        }));
        return written;
    }

    private string Sizes() => string.Create(CultureInfo.InvariantCulture, $"memory {MegabytesOf(1):N0} and {MegabytesOf(2):N0} MB, disk {DiskOf(1):N0} and {DiskOf(2):N0} MB");

    private string FolderOf(int pop) => Path.Combine(pops.Folder, string.Create(CultureInfo.InvariantCulture, $"pop-{pop}"));

    /// <summary>Resident.</summary>
    private double MegabytesOf(int pop)
    {
        using Process process = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(FolderOf(pop), "process")), CultureInfo.InvariantCulture));
        return process.WorkingSet64 / 1048576.0;
    }

    private double DiskOf(int pop)
    {
        long bytes = 0;
        foreach (FileInfo file in new DirectoryInfo(FolderOf(pop)).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            try
            {
                bytes += file.Length;
            }
            catch (FileNotFoundException)
            {
                continue; // compacted just now
            }
        }

        return bytes / 1048576.0;
    }
}

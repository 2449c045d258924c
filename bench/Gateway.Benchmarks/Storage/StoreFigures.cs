using System.Buffers.Binary;
using System.Diagnostics;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;
using Gateway.Storage.RocksDb;

namespace Gateway.Benchmarks.Storage;

/// <summary>The headline figures of the store: what the engine does alone, and what group commit makes of a disk.</summary>
internal sealed class StoreFigures(TextWriter output, string folder)
{
    private const int Items = 1_000_000;
    private const int ItemBytes = 400;
    private const int LogBytes = 200;

    private readonly TimeProvider clock = TimeProvider.System;
    private readonly byte[] item = new byte[ItemBytes];
    private readonly byte[] entry = new byte[LogBytes];

    /// <summary>Runs all of them in a new folder below the given one, or below the temporary one, and removes it.</summary>
    public static async Task PrintAsync(TextWriter output, string? below)
    {
        string folder = Path.Combine(below ?? Path.GetTempPath(), $"edge-bench-{Environment.ProcessId}");
        try
        {
            await new StoreFigures(output, folder).RunAsync();
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private async Task RunAsync()
    {
        // Half of the bytes repeat, so that compression has about as much to do as with documents.
        new Random(1).NextBytes(item.AsSpan(0, ItemBytes / 2));
        new Random(2).NextBytes(entry.AsSpan(0, LogBytes / 2));

        TellMemory("empty process");
        using (RocksDbStore store = RocksDbStore.Open(Path.Combine(folder, "a")))
        {
            TellMemory("store open, idle");
            Puts(store, 1);
            TellMemory("1 M items written");
            Gets(store, 1);
            Gets(store, 2);
            GetManys(store);
            Scan(store);
            TellMemory("1 M items read");
        }

        Measure("open again", () => RocksDbStore.Open(Path.Combine(folder, "a")).Dispose());
        foreach (Durability durability in (Durability[])[Durability.Fsync, Durability.Os])
        {
            foreach (int writers in (int[])[1, 2, 8, 32, 256])
            {
                using RocksDbStore store = RocksDbStore.Open(Path.Combine(folder, $"{durability}{writers}"), new RocksDbOptions { Durability = durability });
                await TicketsAsync(store, durability, writers);
            }
        }
    }

    private void Puts(RocksDbStore store, int threads)
    {
        WriteBatch batch = new();
        byte[] key = new byte[17];
        byte[] logKey = new byte[9];
        logKey[0] = (byte)KeySpace.Log;
        Measure($"put item + log entry, {threads} thread, no sync", Items, () =>
        {
            for (int i = 0; i < Items; i++)
            {
                batch.Clear();
                batch.Put(KeyOf(key, i), item);
                BinaryPrimitives.WriteInt64BigEndian(logKey.AsSpan(1), i);
                batch.Put(logKey, entry);
                store.Write(batch);
                if ((i & 255) == 255) store.Sync();
            }
        });
    }

    private void Gets(RocksDbStore store, int threads)
    {
        const int Each = 300_000;
        Measure($"get, {threads} threads", Each * threads, () => Parallel.For(0, threads, thread =>
        {
            Random random = new(thread);
            byte[] key = new byte[17];
            for (int i = 0; i < Each; i++)
            {
                if (store.Get(KeyOf(key, random.Next(Items))) is null) throw new InvalidOperationException("An item is missing.");
            }
        }));
    }

    private void GetManys(RocksDbStore store)
    {
        const int Calls = 3_000;
        Random random = new(3);
        Measure("get 100 at once, per item", Calls * 100, () =>
        {
            for (int i = 0; i < Calls; i++) store.GetMany([.. Enumerable.Range(0, 100).Select(_ => KeyOf(new byte[17], random.Next(Items)))]);
        });
    }

    private void Scan(RocksDbStore store)
    {
        Measure("scan, per item", Items, () =>
        {
            using IStoreSnapshot snapshot = store.Snapshot();
            using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)KeySpace.Item }));
            int count = 0;
            while (cursor.MoveNext()) count += cursor.Value.Length > 0 ? 1 : 0;
            if (count != Items) throw new InvalidOperationException($"{count} items instead of {Items}.");
        });
        const int Queries = 100_000;
        Random random = new(4);
        byte[] key = new byte[17];
        Measure("snapshot + scan of 10 items", Queries, () =>
        {
            for (int i = 0; i < Queries; i++)
            {
                using IStoreSnapshot snapshot = store.Snapshot();
                using IStoreCursor cursor = snapshot.Scan(new KeyRange(KeyOf(key, random.Next(Items)), default));
                for (int step = 0; step < 10 && cursor.MoveNext(); step++) _ = cursor.Value.Length;
            }
        });
    }

    private async Task TicketsAsync(RocksDbStore store, Durability durability, int writers)
    {
        using CommitLoop loop = new(store, 0, durability);
        TimeSpan processor = ProcessorTime();
        long start = clock.GetTimestamp();
        long allocated = GC.GetTotalAllocatedBytes();
        long[] counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(loop, writer, start))));
        double seconds = clock.GetElapsedTime(start).TotalSeconds;
        double busy = (ProcessorTime() - processor).TotalSeconds;
        long tickets = counts.Sum();
        long bytes = (GC.GetTotalAllocatedBytes() - allocated) / tickets;
        Tell($"tickets, {durability}, {writers} writers", $"{tickets / seconds,12:N0} /s   {1e6 * busy / tickets:F2} us of processor each, {busy / seconds:F2} processors, {bytes} B allocated each");
    }

    private async Task<long> WriteAsync(CommitLoop loop, int writer, long start)
    {
        byte[] key = new byte[17];
        byte[] logKey = new byte[9];
        logKey[0] = (byte)KeySpace.Log;
        long count = 0;
        while ((count & 15) != 0 || clock.GetElapsedTime(start).TotalSeconds < 4)
        {
            KeyOf(key, (int)((count * 256) + writer) % Items);
            CommitTicket ticket = loop.Write(1, (Figures: this, key, logKey), static (batch, sequence, state) =>
            {
                batch.Put(state.key, state.Figures.item);
                BinaryPrimitives.WriteInt64BigEndian(state.logKey.AsSpan(1), sequence);
                batch.Put(state.logKey, state.Figures.entry);
            });
            await ticket.Durable;
            count++;
        }

        return count;
    }

    /// <summary>As an item's: space, table, hash, key.</summary>
    private static byte[] KeyOf(byte[] key, int number)
    {
        key[0] = (byte)KeySpace.Item;
        key[4] = 1;
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(9), number);
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(5), KeyHash.Of(key.AsSpan(9, 4)));
        return key;
    }

    private void Measure(string what, Action action)
    {
        long start = clock.GetTimestamp();
        action();
        Tell(what, $"{clock.GetElapsedTime(start).TotalMilliseconds,12:N0} ms");
    }

    /// <summary>Both clocks: the wall's tells what one gets, the processors' what it costs, whoever else is busy.</summary>
    private void Measure(string what, int count, Action action)
    {
        TimeSpan processor = ProcessorTime();
        long start = clock.GetTimestamp();
        action();
        double seconds = clock.GetElapsedTime(start).TotalSeconds;
        Tell(what, $"{count / seconds,12:N0} /s   {(ProcessorTime() - processor).TotalSeconds * 1e6 / count:F2} us of processor each");
    }

    private static TimeSpan ProcessorTime()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private void TellMemory(string what)
    {
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        Tell($"memory, {what}", $"{self.WorkingSet64 / 1048576.0,12:N0} MB");
    }

    private void Tell(string what, string figure) => output.WriteLine($"{what,-48}{figure}");
}

using System.Buffers.Binary;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;
using Gateway.Storage.Log;
using Gateway.Storage.RocksDb;

namespace Gateway.Storage.Tests.Children;

/// <summary>What this program does when a test starts it. Each tells on standard output what it did, a line each.</summary>
internal static class ChildPrograms
{
    /// <summary>How many lines "leak" tells.</summary>
    public const int LeakRounds = 7;

    private const int Writers = 16;

    public static async Task<int> RunAsync(string name, string folder)
    {
        switch (name)
        {
            case "write-fsync":
                await WriteAsync(folder, Durability.Fsync);
                return 0;
            case "write-os":
                await WriteAsync(folder, Durability.Os);
                return 0;
            case "write-until-full":
                FileSizeLimit.Set(512 << 10);
                await WriteAsync(folder, Durability.Fsync);
                return 0;
            case "write-ahead":
                WriteAhead(folder);
                return 0;
            case "hold":
                using (RocksDbStore.Open(folder))
                {
                    Tell("open");
                    Console.In.ReadLine();
                }

                return 0;
            case "leak":
                foreach (long bytes in LeakMeter.Measure(folder, LeakRounds)) Tell($"{bytes}");
                return 0;
            case "forget":
                Forget(folder);
                return 0;
            default:
                return 2;
        }
    }

    /// <summary>The key of a writer's number: in both families, so that one batch covers them.</summary>
    public static byte[] KeyOf(KeySpace space, int writer, int number)
    {
        byte[] key = new byte[9];
        key[0] = (byte)space;
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(1), writer);
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(5), number);
        return key;
    }

    /// <summary>Writes from many tasks at once, and tells <c>writer number sequence</c> when a write is durable. Goes on until it is killed or refused.</summary>
    private static async Task WriteAsync(string folder, Durability durability)
    {
        using RocksDbStore store = RocksDbStore.Open(folder, new RocksDbOptions { Durability = durability, WriteBufferBytes = 1 << 20, AppendedWriteBufferBytes = 1 << 20 });
        ChangeLog log = ChangeLog.Open(store);
        using CommitLoop commits = new(store, log.LastSequence, durability);
        Tell("open");
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(store, commits, writer))));
    }

    private static async Task WriteAsync(RocksDbStore store, CommitLoop commits, int writer)
    {
        byte[] padding = new byte[200];
        new Random(writer).NextBytes(padding);
        int number = 1;
        while (store.Get(KeyOf(KeySpace.Item, writer, number)) is not null) number++; // goes on where an earlier run was killed
        try
        {
            for (; ; number++)
            {
                CommitTicket ticket = commits.Write(1, (batch, sequence) =>
                {
                    batch.Put(KeyOf(KeySpace.Item, writer, number), padding);
                    batch.Put(KeyOf(KeySpace.StreamRecord, writer, number), padding);
                    ChangeLog.Append(batch, sequence, new LogEntry { Milliseconds = 0, Table = (uint)writer, Delta = BitConverter.GetBytes(number) });
                });
                await ticket.Durable;
                Tell($"{writer} {number} {ticket.FirstSequence}");
            }
        }
        catch (StoreFault fault)
        {
            Tell($"refused {fault.Kind} {(fault.InnerException as StoreFault)?.Kind}");
        }
    }

    /// <summary>
    /// Writes one batch after the other, syncs now and then, and lets the engine have what is not synced; after each sync it puts a copy of the log beside the store and tells <c>number folder</c>: what a
    /// power cut would leave of the log, while the engine's files hold more. Goes on until it is killed.
    /// </summary>
    private static void WriteAhead(string folder)
    {
        using RocksDbStore store = RocksDbStore.Open(folder, new RocksDbOptions { WriteBufferBytes = 1 << 20, AppendedWriteBufferBytes = 1 << 20 });
        Tell("open");
        Random random = new(7);
        byte[] padding = new byte[2_000];
        WriteBatch batch = new();
        for (int number = 1; ; number++)
        {
            random.NextBytes(padding);
            batch.Clear();
            batch.Put(KeyOf(KeySpace.Item, 1, number), padding);
            batch.Put(KeyOf(KeySpace.StreamRecord, 1, number), padding.AsSpan(0, random.Next(padding.Length)));
            store.Write(batch);
            if (random.Next(50) == 0) store.Snapshot().Dispose();
            if (random.Next(200) != 0) continue;

            store.Sync();
            string copy = $"{folder}-{number}";
            Directory.CreateDirectory(copy);
            foreach (string file in Directory.EnumerateFiles(folder, "AHEAD*").Append(Path.Combine(folder, "SYNCED"))) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            Tell($"{number} {copy}");
        }
    }

    /// <summary>Ends with a store, a snapshot and a cursor that nobody closed.</summary>
    private static void Forget(string folder)
    {
        RocksDbStore store = RocksDbStore.Open(folder);
        WriteBatch batch = new();
        batch.Put("a"u8, "1"u8);
        store.Write(batch);
        IStoreCursor cursor = store.Snapshot().Scan(default);
        cursor.MoveNext();
        Tell("forgotten");
    }

    /// <summary>One write of the operating system for each line: what was told is out, however the process ends.</summary>
    private static void Tell(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}

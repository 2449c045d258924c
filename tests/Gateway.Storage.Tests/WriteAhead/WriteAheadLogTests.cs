using System.Buffers.Binary;
using Gateway.Storage.WriteAhead;
using Gateway.Testing;

namespace Gateway.Storage.Tests.WriteAhead;

public sealed class WriteAheadLogTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly List<long> replayed = [];
    private long persisted;

    public void Dispose() => folder.Dispose();

    private string Store => folder.At("log");

    public WriteAheadLogTests() => Directory.CreateDirectory(Store);

    [Fact]
    public void What_the_engine_does_not_hold_is_replayed_in_order()
    {
        using (WriteAheadLog log = Open(0))
        {
            Append(log, 3);
            Append(log, 1);
            Append(log, 2);
            Assert.Equal(6, log.Last);
        }

        using (WriteAheadLog log = Open(0)) Assert.Equal(6, log.Last);
        Assert.Equal([3, 4, 6], replayed);
        Open(4).Dispose();
        Assert.Equal([6], replayed);
        Open(5).Dispose(); // the engine holds a part of the last one
        Assert.Equal([6], replayed);
        Open(6).Dispose();
        Assert.Empty(replayed);
    }

    [Fact]
    public void A_segment_is_used_again_when_the_engines_files_hold_all_of_it()
    {
        using (WriteAheadLog log = Open(0))
        {
            for (int i = 0; i < 20_000; i++)
            {
                Append(log, 1, 1_000);
                if (i % 1_000 == 0) persisted = log.Last;
            }
        }

        Assert.InRange(Files.Sum(file => file.Length), 256 << 10, 4 << 20);
        Open(persisted).Dispose();
        Assert.Equal(20_000, replayed[^1]);
    }

    [Fact]
    public void What_the_engines_files_do_not_hold_is_kept_whatever_that_takes()
    {
        using (WriteAheadLog log = Open(0))
        {
            for (int i = 0; i < 20_000; i++) Append(log, 1, 1_000);
        }

        Open(0).Dispose();
        Assert.Equal(Enumerable.Range(1, 20_000).Select(number => (long)number), replayed);
    }

    [Fact]
    public void Free_files_are_removed_but_for_a_few_when_it_is_opened()
    {
        using (WriteAheadLog log = Open(0))
        {
            for (int i = 0; i < 90; i++) Append(log, 1, 1 << 20);
        }

        Assert.True(Files.Length > 10);
        Open(90).Dispose();
        Assert.Equal(4, Files.Length);
        using (WriteAheadLog log = Open(90)) Append(log, 1);
        Open(90).Dispose();
        Assert.Equal([91], replayed);
    }

    [Fact]
    public void A_frame_may_be_larger_than_a_segment()
    {
        using (WriteAheadLog log = Open(0))
        {
            Append(log, 1);
            Append(log, 1, 20 << 20);
            Append(log, 1);
        }

        Open(0).Dispose();
        Assert.Equal([1, 2, 3], replayed);
    }

    [Fact]
    public void What_the_engine_alone_has_leaves_a_gap_that_is_never_crossed()
    {
        using (WriteAheadLog log = Open(0)) Append(log, 5);
        using (WriteAheadLog log = Open(9)) Append(log, 1); // 6 to 9 were with the engine before the log had them

        Open(9).Dispose();
        Assert.Equal([10], replayed);
    }

    /// <summary>
    /// Rounds of writing, syncing, engines that persist, and power cuts after which any bytes behind the last sync are lost or wrong: what comes back has no hole, holds all that was synced, and nothing
    /// that was not written.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void After_any_power_cut_all_that_was_synced_comes_back(int seed)
    {
        Random random = new(seed);
        long held = 0;
        for (int round = 0; round < 60; round++)
        {
            long synced, written;
            Dictionary<string, byte[]> safe = [];
            using (WriteAheadLog log = Open(held))
            {
                Assert.Equal(log.Last, replayed.Count == 0 ? held : replayed[^1]);
                synced = log.Last;
                safe = Contents();
                for (int i = random.Next(40); i > 0; i--)
                {
                    Append(log, random.Next(1, 5), random.Next(random.Next(10) == 0 ? 200_000 : 2_000));
                    if (random.Next(4) == 0) persisted = Math.Max(persisted, log.Last - random.Next(20));
                    if (random.Next(3) != 0) continue;
                    log.Sync();
                    synced = log.Last;
                    safe = Contents();
                }

                written = log.Last;
            }

            if (random.Next(3) > 0) Cut(safe, random);
            held = Math.Max(held, Math.Min(persisted, written));
            persisted = held;
            using WriteAheadLog again = Open(held);
            Assert.InRange(again.Last, Math.Max(synced, held), written);
            Assert.True(replayed.Zip(replayed.Skip(1)).All(pair => pair.First < pair.Second));
        }
    }

    private FileInfo[] Files => new DirectoryInfo(Store).GetFiles();

    private Dictionary<string, byte[]> Contents() => Files.ToDictionary(file => file.FullName, file => File.ReadAllBytes(file.FullName));

    /// <summary>What was not synced is there, is not, or is something else; each block of the disk for itself.</summary>
    private void Cut(Dictionary<string, byte[]> safe, Random random)
    {
        const int block = 512;
        foreach ((string path, byte[] now) in Contents())
        {
            byte[] before = safe.GetValueOrDefault(path) ?? new byte[now.Length];
            for (int at = 0; at < now.Length; at += block)
            {
                Range part = at..Math.Min(at + block, now.Length);
                ReadOnlySpan<byte> old = at < before.Length ? before.AsSpan(at, Math.Min(block, before.Length - at)) : default;
                if (now.AsSpan(part).SequenceEqual(old) || random.Next(3) == 0) continue;
                int same = now.AsSpan(part).CommonPrefixLength(old);
                if (random.Next(4) == 0) random.NextBytes(now.AsSpan(part)[same..]);
                else old.CopyTo(now.AsSpan(part));
            }

            File.WriteAllBytes(path, now);
        }
    }

    private WriteAheadLog Open(long held)
    {
        replayed.Clear();
        long next = held + 1;
        return WriteAheadLog.Open(Store, held, Replay, () => persisted);

        // Each write is a record that holds its number.
        void Replay(WriteBatch batch, long last)
        {
            long first = 0;
            foreach (WriteRecord record in batch.Records)
            {
                long number = BinaryPrimitives.ReadInt64BigEndian(record.Key[1..]);
                if (first == 0) Assert.InRange(first = number, 1, next);
                else Assert.Equal(++first, number);
            }

            Assert.Equal(last, first);
            next = last + 1;
            replayed.Add(last);
        }
    }

    private static void Append(WriteAheadLog log, int writes, int padding = 10)
    {
        WriteBatch batch = new();
        for (int i = 1; i <= writes; i++)
        {
            byte[] key = new byte[9];
            key[0] = 0x10;
            BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), log.Last + i);
            batch.Put(key, new byte[padding]);
        }

        log.Append(batch, writes);
    }
}

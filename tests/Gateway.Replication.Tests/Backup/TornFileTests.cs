using Gateway.Replication.Backup;
using Gateway.Replication.Backup.Folders;
using Gateway.Replication.Backup.Restoring;

namespace Gateway.Replication.Tests.Backup;

/// <summary>A PoP is killed while it writes, or a disk changes a bit.</summary>
public sealed class TornFileTests : BackupTest
{
    [Fact]
    public async Task Cut_off_at_any_byte_it_restores_whole_transactions_and_goes_on()
    {
        using SmallPop pop = new(Time);
        List<SortedDictionary<string, string>> states = [];
        DirectorySink sink = pop.Sink(Root);
        await pop.CopyAsync(sink);
        states.Add(pop.Items);
        for (int i = 0; i < 6; i++)
        {
            pop.Add("a", "b");
            await pop.CopyAsync(sink); // a frame each
            states.Add(pop.Items);
        }

        await sink.DisposeAsync();
        string open = Path.GetRelativePath(Root, Assert.Single(Files("*.open")));
        long length = new FileInfo(Path.Combine(Root, open)).Length;
        for (long cut = 0; cut < length; cut += cut < 20 ? 1 : 7)
        {
            string copy = CopyOfRoot($"cut{cut}");
            using (FileStream file = new(Path.Combine(copy, open), FileMode.Open)) file.SetLength(cut);
            Assert.Empty(Faults(copy));
            Assert.Contains(Restore(copy).Items, states);

            await using (DirectorySink again = pop.Sink(copy)) await pop.CopyAsync(again);
            Assert.Empty(Faults(copy));
            Assert.Equal(pop.Items, Restore(copy).Items);
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public async Task A_flipped_bit_is_found_wherever_it_is()
    {
        using SmallPop pop = new(Time);
        await using (DirectorySink sink = pop.Sink(Root, segmentBytes: 1))
        {
            for (int i = 0; i < 5; i++)
            {
                pop.Put($"k{i}", new string('x', 300));
                await pop.CopyAsync(sink);
            }

            sink.AskForSnapshot();
            await pop.CopyAsync(sink);
        }

        Assert.Empty(Faults(Root));
        Random random = new(5);
        string[] whole = [.. Files("*.log").Concat(Files("*.documents")).Concat(Files("tables"))];
        Assert.True(whole.Length >= 5);
        foreach (string file in whole)
        {
            byte[] bytes = File.ReadAllBytes(file);
            for (int i = 0; i < 40; i++)
            {
                byte[] spoilt = [.. bytes];
                spoilt[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(file, spoilt);
                Assert.True(FindsFault(), $"{file}, {i}");
            }

            File.WriteAllBytes(file, bytes);
        }
    }

    [Fact]
    public async Task Damage_before_the_end_of_an_open_segment_is_no_torn_end()
    {
        using SmallPop pop = new(Time);
        DirectorySink sink = pop.Sink(Root);
        await pop.CopyAsync(sink);
        for (int i = 0; i < 5; i++)
        {
            pop.Put($"k{i}");
            await pop.CopyAsync(sink);
        }

        await sink.DisposeAsync();
        string open = Assert.Single(Files("*.open"));
        byte[] bytes = File.ReadAllBytes(open);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(open, bytes);

        Assert.Contains("checksum", Assert.Single(Faults(Root)));
        Assert.Contains("checksum", Assert.Throws<BackupFault>(() => Restore(Root)).Message);
    }

    [Fact]
    public async Task A_missing_segment_is_named_and_does_not_matter_behind_the_moment()
    {
        using SmallPop pop = new(Time);
        List<(DateTimeOffset Moment, SortedDictionary<string, string> Items)> states = [];
        await using (DirectorySink sink = pop.Sink(Root, segmentBytes: 1))
        {
            await pop.CopyAsync(sink);
            for (int i = 0; i < 6; i++)
            {
                pop.Put($"k{i}");
                await pop.CopyAsync(sink);
                states.Add((Time.GetUtcNow(), pop.Items));
                Time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        string[] segments = [.. Files("*.log").Order(StringComparer.Ordinal)];
        File.Delete(segments[3]);

        Assert.Contains("the log from 4 to 4 is missing", Assert.Single(Faults(Root)));
        Assert.Contains("the log from 4 to 4 is missing", Assert.Throws<BackupFault>(() => Restore(Root)).Message);
        Assert.Equal(states[1].Items, Restore(Root, new RestoreRequest { To = states[1].Moment }).Items);
    }

    [Fact]
    public async Task A_spoilt_snapshot_is_passed_over_for_an_older_one()
    {
        using SmallPop pop = new(Time);
        await using (DirectorySink sink = pop.Sink(Root))
        {
            pop.Put("a");
            await pop.CopyAsync(sink);
            pop.Put("b");
            sink.AskForSnapshot();
            await pop.CopyAsync(sink);
        }

        string newest = Files("*.documents").Order(StringComparer.Ordinal).Last();
        byte[] bytes = File.ReadAllBytes(newest);
        bytes[^20] ^= 1;
        File.WriteAllBytes(newest, bytes);

        (SortedDictionary<string, string> items, RestoreSummary summary) = Restore(Root);

        Assert.Equal(pop.Items, items);
        Assert.Contains("an older snapshot was taken", Assert.Single(summary.Notes));
    }

    private bool FindsFault()
    {
        try
        {
            return Faults(Root).Count > 0;
        }
        catch (BackupFault)
        {
            return true;
        }
    }
}

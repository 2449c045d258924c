using Gateway.Replication.Backup;
using Gateway.Replication.Backup.Folders;
using Gateway.Replication.Backup.Restoring;

namespace Gateway.Replication.Tests.Backup;

/// <summary>A PoP that was alone and has become a member has two folders, and is one PoP.</summary>
public sealed class FounderTests : BackupTest
{
    private readonly List<(DateTimeOffset Moment, SortedDictionary<string, string> Items)> states = [];

    [Fact]
    public async Task Every_moment_before_and_after_can_be_restored()
    {
        using SmallPop founder = new(Time);
        using SmallPop other = new(Time, "osaka", "c1", 9);
        await using (DirectorySink first = founder.Sink(Root))
        {
            founder.Put("gone");
            await founder.CopyAsync(first);
            founder.Add("counter");
            founder.Delete("gone");
            Note(founder);
            await founder.CopyAsync(first);
            founder.Put("between"); // no backup has it yet
            Note(founder);
            founder.Found("c1", "tokyo");
            founder.Put("gone", "again");
            Note(founder);
            await founder.CopyAsync(first);
            founder.Add("counter");
            Note(founder);
            await founder.CopyAsync(first);
        }

        int alone = states.Count;
        Assert.Equal(founder.Items, Restore(Root).Items); // nobody else is there: it is clear
        await using (DirectorySink first = founder.Sink(Root), second = other.Sink(Root))
        {
            other.Merge(founder);
            await other.CopyAsync(second);
            other.Add("counter");
            other.Delete("between");
            founder.Merge(other);
            Note(founder);
            founder.Add("counter");
            Note(founder);
            await founder.CopyAsync(first);
            await other.CopyAsync(second);
        }

        Assert.Empty(Faults(Root));
        Assert.Equal(3, Directory.GetDirectories(Root).Length);
        for (int at = 0; at < states.Count; at++)
        {
            (SortedDictionary<string, string> items, RestoreSummary summary) = Restore(Root, new RestoreRequest { To = states[at].Moment, Pop = at < alone ? null : "tokyo" });
            Assert.Equal(states[at].Items, items);
            Assert.Equal(0, summary.LeftOut);
        }

        Assert.Contains("several PoPs (osaka, tokyo): say with --pop", Assert.Throws<BackupFault>(() => Restore(Root)).Message);
        Assert.Equal(founder.Items, Restore(Root, new RestoreRequest { Pop = "tokyo" }).Items);

        foreach (string snapshots in Directory.GetDirectories(Root, "tokyo-*").Select(folder => Path.Combine(folder, "snapshots"))) Directory.Delete(snapshots, recursive: true);
        foreach (string folder in Directory.GetDirectories(Root, "tokyo-*")) Directory.CreateDirectory(Path.Combine(folder, "snapshots"));
        Assert.Equal(founder.Items, Restore(Root, new RestoreRequest { Pop = "tokyo" }).Items); // from the snapshot of the time alone
    }

    [Fact]
    public async Task A_stop_in_between_leaves_no_gap()
    {
        using SmallPop founder = new(Time);
        await using (DirectorySink first = founder.Sink(Root))
        {
            founder.Put("a");
            await founder.CopyAsync(first);
            founder.Put("b");
            await founder.CopyAsync(first);
        }

        founder.Put("c");
        Note(founder);
        founder.Found("c1", "tokyo");
        founder.Put("d");
        Note(founder);
        await using (DirectorySink second = founder.Sink(Root)) await founder.CopyAsync(second);
        foreach ((DateTimeOffset moment, SortedDictionary<string, string> items) in states) Assert.Equal(items, Restore(Root, new RestoreRequest { To = moment }).Items);
        Assert.DoesNotContain(Files("*.open"), file => file.Contains("pop-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_that_went_in_between_is_a_gap_that_is_named()
    {
        using SmallPop founder = new(Time);
        await using (DirectorySink first = founder.Sink(Root))
        {
            founder.Put("a");
            await founder.CopyAsync(first);
        }

        for (int i = 0; i < 2000; i++) founder.Put("lost");
        await founder.DurableAsync();
        founder.TrimAll();
        founder.Found("c1", "tokyo");
        await using (DirectorySink second = founder.Sink(Root))
        {
            await founder.CopyAsync(second);
            founder.Put("b");
            await founder.CopyAsync(second);
        }

        Assert.Equal(founder.Items, Restore(Root).Items);
        foreach (string folder in Directory.GetDirectories(Root, "tokyo-*"))
        {
            Directory.Delete(Path.Combine(folder, "snapshots"), recursive: true);
            Directory.CreateDirectory(Path.Combine(folder, "snapshots"));
        }

        Assert.Contains("is missing", Assert.Throws<BackupFault>(() => Restore(Root)).Message);
    }

    /// <summary>A moment, and what there was then.</summary>
    private void Note(SmallPop pop)
    {
        states.Add((Time.GetUtcNow(), pop.Items));
        Time.Advance(TimeSpan.FromSeconds(1));
    }
}

using Gateway.Replication.Backup;
using Gateway.Replication.Backup.Folders;
using Gateway.Replication.Backup.Reading;
using Gateway.Replication.Backup.Restoring;

namespace Gateway.Replication.Tests.Backup;

/// <summary>What is kept, for how long, and what begins anew.</summary>
public sealed class DirectorySinkTests : BackupTest
{
    [Fact]
    public async Task A_restart_goes_on_where_it_was()
    {
        using SmallPop pop = new(Time);
        for (int i = 0; i < 10; i++)
        {
            await using DirectorySink sink = pop.Sink(Root);
            pop.Add("counter");
            await pop.CopyAsync(sink);
            Assert.Equal(pop.Sequence, sink.Position);
        }

        Assert.Single(Files("*.open"));
        Assert.Equal(10, Assert.Single(new BackupInspector().Inspect(BackupRoot.Open(Root), isThorough: true)).Entries + 1); // the first is in the snapshot
        Assert.Equal(pop.Items, Restore(Root).Items);
    }

    [Fact]
    public async Task Every_moment_that_is_kept_can_be_restored_and_older_files_go()
    {
        using SmallPop pop = new(Time);
        List<(DateTimeOffset Moment, SortedDictionary<string, string> Items)> states = [];
        await using DirectorySink sink = pop.Sink(Root, segmentBytes: 1, keep: TimeSpan.FromDays(3));
        for (int hour = 0; hour < 24 * 10; hour += 6)
        {
            pop.Add("counter");
            pop.Put($"k{hour % 5}", $"{hour}");
            await pop.CopyAsync(sink);
            states.Add((Time.GetUtcNow(), pop.Items));
            Time.Advance(TimeSpan.FromHours(6));
        }

        await pop.CopyAsync(sink);
        Assert.InRange(Directory.GetDirectories(Root, "*-*", SearchOption.AllDirectories).Count(path => Path.GetFileName(path).Length > 30), 4, 6);
        Assert.InRange(Files("*.log").Length, 12, 24);
        Assert.Empty(Faults(Root));
        foreach ((DateTimeOffset moment, SortedDictionary<string, string> items) in states.Where(state => state.Moment >= Time.GetUtcNow() - TimeSpan.FromDays(3))) Assert.Equal(items, Restore(Root, new RestoreRequest { To = moment }).Items);
    }

    [Fact]
    public async Task A_log_that_went_is_followed_by_a_snapshot_and_a_gap_that_is_named()
    {
        using SmallPop pop = new(Time);
        await using DirectorySink sink = pop.Sink(Root);
        pop.Put("a");
        await pop.CopyAsync(sink);
        for (int i = 0; i < 2000; i++) pop.Add("lost");
        await pop.DurableAsync();
        pop.TrimAll();
        await pop.CopyAsync(sink);
        pop.Put("b");
        await pop.CopyAsync(sink);

        Assert.Contains("begins again with a snapshot", Assert.Single(pop.Notes));
        Assert.Equal(pop.Items, Restore(Root).Items);
    }

    [Fact]
    public async Task An_older_store_under_the_same_id_gets_a_folder_of_its_own()
    {
        using (SmallPop pop = new(Time))
        {
            await using DirectorySink sink = pop.Sink(Root);
            for (int i = 0; i < 5; i++) pop.Put($"k{i}");
            await pop.CopyAsync(sink);
            pop.Put("last");
            await pop.CopyAsync(sink);
        }

        using SmallPop older = new(Time);
        await using DirectorySink again = older.Sink(Root);
        older.Put("other");
        await older.CopyAsync(again);

        Assert.Equal(2, Directory.GetDirectories(Root).Length);
        Assert.Contains("another history", Assert.Single(older.Notes));
        Assert.Equal(["other"], Restore(Root).Items.Keys); // the newest snapshot
    }

    [Fact]
    public async Task Two_PoPs_cannot_write_one_folder()
    {
        using SmallPop pop = new(Time);
        await using DirectorySink one = pop.Sink(Root);
        await using DirectorySink two = pop.Sink(Root);
        await pop.CopyAsync(one);

        Assert.Contains("in use by another PoP", (await Assert.ThrowsAsync<BackupFault>(async () => await two.StepAsync(TestContext.Current.CancellationToken))).Message);
    }

    [Fact]
    public async Task A_cluster_is_one_snapshot_and_the_logs_of_all()
    {
        using SmallPop center = new(Time, "center", "c1", 1);
        using SmallPop edge = new(Time, "edge", "c1", 2);
        DirectorySink first = center.Sink(Root);
        DirectorySink second = edge.Sink(Root);
        edge.Add("counter");
        edge.Put("early");
        center.Merge(edge);
        center.Add("counter");
        edge.Merge(center);
        await center.CopyAsync(first);
        await edge.CopyAsync(second);
        center.Delete("early");
        edge.Add("counter");
        center.Merge(edge);
        center.Add("counter"); // builds on what the other one wrote
        edge.Put("late");
        await center.CopyAsync(first);
        await edge.CopyAsync(second);
        await first.DisposeAsync();
        await second.DisposeAsync();
        center.Merge(edge);

        Assert.Contains("say with --pop", Assert.Throws<BackupFault>(() => Restore(Root)).Message);
        (SortedDictionary<string, string> items, RestoreSummary summary) = Restore(Root, new RestoreRequest { Pop = "center" });
        Assert.Equal(center.Items, items);
        Assert.Equal(0, summary.LeftOut);
        Assert.Equal(center.Items, Restore(Root, new RestoreRequest { Pop = "edge" }).Items);

        Directory.Delete(Directory.GetDirectories(Root, "edge-*").Single(), recursive: true);
        Assert.Contains("--without edge", Assert.Throws<BackupFault>(() => Restore(Root, new RestoreRequest { Pop = "center" })).Message);
        RestoreSummary partly = Restore(Root, new RestoreRequest { Pop = "center", Without = ["edge"] }).Summary;
        Assert.Equal(1, partly.LeftOut); // what built on the other one's write
    }

    [Fact]
    public async Task A_PoP_that_came_after_the_snapshot_and_has_no_folder_is_asked_for()
    {
        using SmallPop center = new(Time, "center", "c1", 1);
        using SmallPop edge = new(Time, "edge", "c1", 2);
        DirectorySink sink = center.Sink(Root);
        center.Add("counter");
        await center.CopyAsync(sink); // nobody else is in it
        edge.Merge(center);
        edge.Add("counter");
        center.Merge(edge);
        center.Add("counter"); // builds on what the other one wrote
        center.Put("own");
        center.Delete("own");
        center.Put("last");
        await center.CopyAsync(sink);
        await sink.DisposeAsync();

        string fault = Assert.Throws<BackupFault>(() => Restore(Root)).Message;
        Assert.Contains("1 changes build on writes of a PoP that came into the cluster", fault);
        Assert.Contains($"({edge.Origin.Replica})", fault);
        (SortedDictionary<string, string> items, RestoreSummary summary) = Restore(Root, new RestoreRequest { Without = ["edge"] });
        Assert.Equal(["counter", "last"], items.Keys);
        Assert.Equal(1, summary.LeftOut);
    }
}

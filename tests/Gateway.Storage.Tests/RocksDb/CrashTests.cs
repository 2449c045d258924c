using Gateway.Storage.Keys;
using Gateway.Storage.Log;
using Gateway.Storage.RocksDb;
using Gateway.Storage.Tests.Children;
using Gateway.Testing;

namespace Gateway.Storage.Tests.RocksDb;

/// <summary>Real processes, really killed.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly Dictionary<int, int> acknowledged = [];
    private long lastSequence;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Store => folder.At("store");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("write-fsync", 3)]
    [InlineData("write-os", 3)]
    [Trait("Category", "Long")]
    public async Task A_killed_process_leaves_all_that_it_acknowledged_and_nothing_half_done(string program, int rounds)
    {
        for (int round = 1; round <= rounds; round++)
        {
            using (Child child = new(program, Store)) await ReadAsync(child, killAfter: 1_500 * round);
            Check();
        }
    }

    /// <summary>The library's word for it is an error; builds of it with assertions on may end the process instead, when another thread writes at that very moment.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public async Task A_file_that_takes_no_more_loses_nothing_that_was_acknowledged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sets a limit in Linux's way");
        for (int round = 0; round < 5; round++)
        {
            List<string> refusals;
            using (Child child = new("write-until-full", Store)) refusals = await ReadAsync(child, killAfter: int.MaxValue);

            Assert.All(refusals, refusal => Assert.Contains("Full", refusal, StringComparison.Ordinal));
            Check();
        }
    }

    /// <summary>The engine writes its files when it wants: they may hold writes that the log lost in a power cut, and these are there whole and without a gap, too.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(17)]
    [Trait("Category", "Long")]
    public async Task A_log_that_a_power_cut_shortened_loses_nothing_that_was_synced(int syncs)
    {
        int synced = 0;
        string copy = "";
        using (Child child = new("write-ahead", Store))
        {
            Assert.Equal("open", await child.ReadAsync(Token));
            for (int i = 0; i < syncs; i++)
            {
                string[] words = (await child.ReadAsync(Token))!.Split(' ', 2);
                (synced, copy) = (int.Parse(words[0]), words[1]);
            }

            for (int i = 0; i < 3; i++) await child.ReadAsync(Token); // the engine writes more files, the log of then does not know of it
            child.Kill();
        }

        foreach (string file in Directory.EnumerateFiles(Store, "AHEAD*")) File.Delete(file);
        foreach (string file in Directory.EnumerateFiles(copy)) File.Copy(file, Path.Combine(Store, Path.GetFileName(file)), overwrite: true);
        using RocksDbStore store = RocksDbStore.Open(Store);
        int written = Count(store, KeySpace.Item);
        Assert.True(written >= synced, $"{synced} were synced, {written} are there");
        Assert.Equal(written, Count(store, KeySpace.StreamRecord));
        Assert.NotNull(store.Get(ChildPrograms.KeyOf(KeySpace.Item, 1, written)));
        Assert.NotNull(store.Get(ChildPrograms.KeyOf(KeySpace.StreamRecord, 1, written)));
    }

    [Fact]
    public async Task A_process_that_ends_without_closing_ends_well()
    {
        using Child child = new("forget", Store);
        Assert.Equal("forgotten", await child.ReadAsync(Token));
        Assert.Equal(0, await child.EndAsync(Token));
    }

    [Fact]
    public async Task A_store_that_another_process_holds_is_locked_and_free_again_when_that_is_killed()
    {
        using Child child = new("hold", Store);
        Assert.Equal("open", await child.ReadAsync(Token));

        Assert.Equal(StoreFaultKind.Locked, Assert.Throws<StoreFault>(() => RocksDbStore.Open(Store)).Kind);

        child.Kill();
        child.Dispose();
        RocksDbStore.Open(Store).Dispose();
    }

    /// <summary>Notes what the child acknowledges, kills it after so many lines, and returns what it said else.</summary>
    private async Task<List<string>> ReadAsync(Child child, int killAfter)
    {
        List<string> others = [];
        Assert.Equal("open", await child.ReadAsync(Token));
        int lines = 0;
        for (string? line = await child.ReadAsync(Token); line is not null; line = await child.ReadAsync(Token))
        {
            if (++lines == killAfter) child.Kill();
            string[] words = line.Split(' ');
            if (words is [string writer, string number, string sequence] && int.TryParse(writer, out int who))
            {
                acknowledged[who] = int.Parse(number);
                lastSequence = Math.Max(lastSequence, long.Parse(sequence));
            }
            else
            {
                others.Add(line);
            }
        }

        Assert.NotEmpty(acknowledged);
        return others;
    }

    private void Check()
    {
        using RocksDbStore store = RocksDbStore.Open(Store);
        int written = 0;
        foreach ((int writer, int last) in acknowledged)
        {
            int number = 1;
            while (store.Get(ChildPrograms.KeyOf(KeySpace.Item, writer, number)) is not null) number++;
            Assert.True(number > last, $"writer {writer}: {last} was acknowledged, {number} is missing");
            written += number - 1;
        }

        Assert.Equal(written, Count(store, KeySpace.Item));
        Assert.Equal(written, Count(store, KeySpace.StreamRecord));
        Assert.Equal(written, Count(store, KeySpace.Log));
        Assert.True(ChangeLog.Open(store).LastSequence >= lastSequence);
    }

    private static int Count(RocksDbStore store, KeySpace space)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)space }));
        int count = 0;
        while (cursor.MoveNext()) count++;
        return count;
    }
}

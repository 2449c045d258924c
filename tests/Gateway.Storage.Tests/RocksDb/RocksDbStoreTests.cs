using System.Runtime.CompilerServices;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Storage.RocksDb;
using Gateway.Storage.RocksDb.Native;
using Gateway.Testing;

namespace Gateway.Storage.Tests.RocksDb;

public sealed class RocksDbStoreTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_written_is_there_when_the_store_is_opened_again()
    {
        using (RocksDbStore store = Open()) Put(store, "a", "1");
        using (RocksDbStore store = Open()) Assert.Equal([(byte)'1'], store.Get("a"u8)!);
    }

    [Fact]
    public void A_store_is_opened_once_at_a_time()
    {
        using RocksDbStore store = Open();

        Assert.Equal(StoreFaultKind.Locked, Assert.Throws<StoreFault>(() => Open()).Kind);
    }

    [Fact]
    public void A_store_of_a_newer_format_is_not_touched_and_both_versions_are_named()
    {
        Open().Dispose();
        File.WriteAllText(folder.At("store/FORMAT"), "9\n7.7.7\n");

        StoreFault fault = Assert.Throws<StoreFault>(() => Open());

        Assert.Equal(StoreFaultKind.NewerFormat, fault.Kind);
        Assert.Contains("7.7.7", fault.Message, StringComparison.Ordinal);
        Assert.Contains(FormatFile.ProgramVersion, fault.Message, StringComparison.Ordinal);
        File.WriteAllText(folder.At("store/FORMAT"), "1\nany\n");
        Open().Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("zero")]
    [InlineData("0")]
    [InlineData("-1")]
    public void A_format_that_is_no_number_is_damage(string text)
    {
        Directory.CreateDirectory(folder.At("store"));
        File.WriteAllText(folder.At("store/FORMAT"), text);

        Assert.Equal(StoreFaultKind.Corrupt, Assert.Throws<StoreFault>(() => Open()).Kind);
    }

    [Fact]
    public void Somebody_elses_database_is_not_touched()
    {
        Open().Dispose();
        File.Delete(folder.At("store/FORMAT"));

        Assert.Equal(StoreFaultKind.Unusable, Assert.Throws<StoreFault>(() => Open()).Kind);
        Assert.False(File.Exists(folder.At("store/FORMAT")));
    }

    [Theory]
    [InlineData("file/store")] // a file where a folder should be
    [InlineData("file")]
    public void A_folder_that_cannot_be_used_says_so(string name)
    {
        File.WriteAllText(folder.At("file"), "");

        Assert.Equal(StoreFaultKind.Unusable, Assert.Throws<StoreFault>(() => RocksDbStore.Open(folder.At(name))).Kind);
    }

    [Fact]
    public void A_damaged_block_is_a_fault_and_not_an_answer()
    {
        using (RocksDbStore store = Open())
        {
            for (int i = 0; i < 100; i++) Put(store, $"{i}", new string((char)('a' + (i % 26)), 200));
        }

        foreach (string file in Directory.EnumerateFiles(folder.At("store"), "*.sst").Where(file => new FileInfo(file).Length > 2_000)) Damage(file, 40); // not the engine's own notes

        using RocksDbStore damaged = Open();
        Assert.Equal(StoreFaultKind.Corrupt, Assert.Throws<StoreFault>(() => damaged.Get("0"u8)).Kind);
        Assert.Equal(StoreFaultKind.Corrupt, Assert.Throws<StoreFault>(() => damaged.GetMany(["99"u8.ToArray(), "0"u8.ToArray()])).Kind);
        using IStoreSnapshot snapshot = damaged.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(default);
        Assert.Equal(StoreFaultKind.Corrupt, Assert.Throws<StoreFault>(() => cursor.MoveNext()).Kind);
    }

    [Fact]
    public void A_write_ahead_log_that_lost_what_was_acknowledged_is_a_fault_and_not_a_shorter_store()
    {
        using RocksDbStore store = Open();
        for (int i = 0; i < 100; i++)
        {
            Put(store, $"{i}", new string('x', 200));
            if (i % 10 == 9) store.Sync(); // what one sync makes durable is one entry of the log
        }

        Copy();
        Damage(folder.At("copy/AHEAD1"), 5_000);

        StoreFault fault = Assert.Throws<StoreFault>(() => RocksDbStore.Open(folder.At("copy")));
        Assert.Equal(StoreFaultKind.Corrupt, fault.Kind);
        Assert.Contains("acknowledged", fault.Message, StringComparison.Ordinal);

        File.Delete(folder.At("copy/SYNCED"));
        using RocksDbStore shorter = RocksDbStore.Open(folder.At("copy"));
        Assert.NotNull(shorter.Get("0"u8));
        Assert.Null(shorter.Get("99"u8));
    }

    [Fact]
    public void A_tail_that_was_never_acknowledged_may_be_cut()
    {
        using RocksDbStore store = Open(Durability.Os);
        for (int i = 0; i < 50; i++) Put(store, $"{i}", new string('x', 200));
        store.Sync();
        for (int i = 50; i < 100; i++) Put(store, $"{i}", new string('x', 200));
        Copy();
        byte[] log = File.ReadAllBytes(folder.At("copy/AHEAD1"));
        Damage(folder.At("copy/AHEAD1"), Array.FindLastIndex(log, at => at != 0) - 100);

        using RocksDbStore copy = RocksDbStore.Open(folder.At("copy"));
        Assert.NotNull(copy.Get("98"u8));
        Assert.Null(copy.Get("99"u8));
    }

    [Theory]
    [InlineData(Durability.Fsync, false)]
    [InlineData(Durability.Os, true)]
    public void Without_a_sync_a_write_is_with_the_operating_system_only_if_that_was_asked_for(Durability durability, bool isThere)
    {
        using RocksDbStore store = Open(durability);
        Put(store, "a", "1");
        Copy();
        using (RocksDbStore copy = RocksDbStore.Open(folder.At("copy"))) Assert.Equal(isThere, copy.Get("a"u8) is not null);

        store.Sync();
        Directory.Delete(folder.At("copy"), recursive: true);
        Copy();
        using (RocksDbStore copy = RocksDbStore.Open(folder.At("copy"))) Assert.NotNull(copy.Get("a"u8));
    }

    [Fact]
    public void A_library_that_is_missing_is_named_with_the_command_that_installs_it()
    {
        Assert.False(RocksDbLibrary.Load(["librocksdb-that-nobody-has.so", "libc.so.6"]));
        StoreFault fault = RocksDbLibrary.Missing();
        Assert.Equal(StoreFaultKind.LibraryMissing, fault.Kind);
        Assert.Contains("apt-get install librocksdb", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IO error: No space left on device: While appending to file: /x/000004.log: No space left on device", StoreFaultKind.Full)]
    [InlineData("Corruption: block checksum mismatch", StoreFaultKind.Corrupt)]
    [InlineData("IO error: While lock file: /x/LOCK: Resource temporarily unavailable", StoreFaultKind.Locked)]
    [InlineData("IO error: lock hold by current process, acquire time 1 acquiring thread 2: /x/LOCK: No locks available", StoreFaultKind.Locked)]
    [InlineData("IO error: While open a file for appending: /x/LOG: Permission denied", StoreFaultKind.Unusable)]
    public void The_librarys_errors_become_ours(string text, StoreFaultKind kind) => Assert.Equal(kind, RocksDbError.Fault(text, StoreFaultKind.Unusable).Kind);

    [Fact]
    public void A_disk_with_too_little_room_refuses_writes_and_still_answers()
    {
        using (RocksDbStore store = Open()) Put(store, "a", "1");
        using RocksDbStore full = RocksDbStore.Open(folder.At("store"), new RocksDbOptions { FreeBytesMin = long.MaxValue });

        Assert.Equal(StoreFaultKind.Full, Assert.Throws<StoreFault>(() => Put(full, "a", "2")).Kind);
        Assert.Equal([(byte)'1'], full.Get("a"u8)!);
        full.Sync();
    }

    [Fact]
    public void A_full_disk_lets_the_log_be_trimmed_which_makes_room()
    {
        using (RocksDbStore store = Open())
        using (CommitLoop commits = new(store, 0))
        {
            for (int i = 0; i < 2_000; i++) commits.Write(1, (batch, sequence) => ChangeLog.Append(batch, sequence, new LogEntry { Milliseconds = 0, Table = 1, Delta = new byte[10] }));
        }

        using (RocksDbStore store = Open())
        {
            ChangeLog opened = ChangeLog.Open(store);
            Assert.True(store.ApproximateBytes(ChangeLog.RangeOf(0, 2_000)) > 0); // closing has written it to a file
            Assert.Equal(DateTimeOffset.UnixEpoch, opened.TimeBehind(1_999));
            Assert.Null(opened.TimeBehind(2_000));
            Assert.True(store.FreeBytes > 0);
        }

        using RocksDbStore full = RocksDbStore.Open(folder.At("store"), new RocksDbOptions { FreeBytesMin = long.MaxValue });
        Assert.Equal(StoreFaultKind.Full, Assert.Throws<StoreFault>(() => Put(full, "a", "2")).Kind);
        Assert.Equal(1_500, new LogTrimmer(ChangeLog.Open(full), TimeSpan.Zero).Step(DateTimeOffset.UnixEpoch.AddDays(1), 1_500));
        using IStoreSnapshot snapshot = full.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(ChangeLog.RangeOf(0, 2_000));
        Assert.True(cursor.MoveNext());
        Assert.Equal(ChangeLog.RangeOf(1_500, 2_000).Start.ToArray(), cursor.Key.ToArray());
    }

    [Fact]
    public void Free_space_is_asked_now_and_then_and_always_while_there_is_too_little()
    {
        int asked = 0;
        long free = 200;
        FreeSpace space = new(() => { asked++; return free; }, bytesMin: 100);
        for (int i = 0; i < 1_000; i++) space.Take(1_000);
        Assert.Equal(1, asked);

        free = 99;
        StoreFault fault = Assert.Throws<StoreFault>(() => space.Take(10 << 20));
        Assert.Equal(StoreFaultKind.Full, fault.Kind);
        Assert.Throws<StoreFault>(() => space.Take(1));
        Assert.Equal(3, asked);

        free = 100;
        space.Take(1);
        space.Take(1);
        Assert.Equal(4, asked);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RocksDbStore.Open(folder.At("store"), new RocksDbOptions { BlockCacheBytes = 100 }));

    [Fact]
    public void The_library_took_our_options()
    {
        using RocksDbStore store = Open();
        string log = File.ReadAllText(folder.At("store/LOG"));

        foreach (string option in (string[])["Options.atomic_flush: 1", "Options.wal_recovery_mode: 2", "partition_filters: 1", "filter_policy: bloomfilter", "block_size: 8192", "block_size: 32768", "Options.compression: LZ4", "capacity : 67108864"])
            Assert.Contains(option, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_a_store_in_use_ends_its_users_and_never_the_process()
    {
        for (int round = 0; round < 10; round++)
        {
            RocksDbStore store = RocksDbStore.Open(folder.At($"store{round}"));
            for (int i = 0; i < 1_000; i++) Put(store, $"{i}", "1");
            using SemaphoreSlim busy = new(0);
            Task[] users = [.. Enumerable.Range(0, 4).Select(user => Task.Run(() => Use(store, user, busy), Token))];
            for (int i = 0; i < users.Length; i++) await busy.WaitAsync(Token);

            store.Dispose();
            await Task.WhenAll(users);
            Assert.Equal(0, store.LiveHandles);
        }

        static void Use(RocksDbStore store, int user, SemaphoreSlim busy)
        {
            try
            {
                for (int i = 0; ; i++)
                {
                    if (i == 10) busy.Release();
                    Put(store, $"{i % 1000}", "2");
                    store.GetMany([[1], [2]]);
                    if (user == 0) store.Sync();
                    using IStoreSnapshot snapshot = store.Snapshot();
                    using IStoreCursor cursor = snapshot.Scan(default, user % 2 == 0 ? ScanDirection.Forward : ScanDirection.Backward);
                    while (cursor.MoveNext()) Assert.Equal(1, cursor.Value.Length);
                }
            }
            catch (StoreFault fault)
            {
                Assert.Equal(StoreFaultKind.Closed, fault.Kind);
            }
        }
    }

    [Fact]
    public void What_was_forgotten_is_collected_in_any_order()
    {
        Forget();
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Open().Dispose(); // not locked: the forgotten one is closed

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Forget()
        {
            RocksDbStore store = Open();
            Put(store, "a", "1");
            IStoreCursor cursor = store.Snapshot().Scan(default);
            Assert.True(cursor.MoveNext());
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Trimming_removes_files_and_leaves_what_lies_outside()
    {
        using RocksDbStore store = RocksDbStore.Open(folder.At("store"), new RocksDbOptions { AppendedWriteBufferBytes = 1 << 20 });
        byte[] value = new byte[1_000];
        Random random = new(1);
        WriteBatch batch = new();
        for (int i = 0; i < 60_000; i++)
        {
            batch.Clear();
            random.NextBytes(value);
            batch.Put([0x80, (byte)(i >> 16), (byte)(i >> 8), (byte)i], value);
            store.Write(batch);
        }

        long before = SizeOfFiles();
        Assert.True(before > 20 << 20);

        Trim();
        using (IStoreSnapshot snapshot = store.Snapshot())
        {
            using IStoreCursor cursor = snapshot.Scan(default);
            Assert.True(cursor.MoveNext());
            Assert.Equal([0x80, 0, 0xE0, 0], cursor.Key.ToArray());
        }

        // Files that were just written, or are being moved, stay until the next trim.
        while (SizeOfFiles() > before / 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
            Trim();
        }

        void Trim() => store.Trim(new KeyRange(new byte[] { 0x80 }, new byte[] { 0x80, 0, 0xE0 }));

        long SizeOfFiles() => Directory.EnumerateFiles(folder.At("store"), "*.sst").Select(file => new FileInfo(file)).Sum(file => file.Exists ? file.Length : 0);
    }

    private RocksDbStore Open(Durability durability = Durability.Fsync) => RocksDbStore.Open(folder.At("store"), new RocksDbOptions { Durability = durability });

    private static void Put(RocksDbStore store, string key, string value)
    {
        WriteBatch batch = new();
        batch.Put(System.Text.Encoding.UTF8.GetBytes(key), System.Text.Encoding.UTF8.GetBytes(value));
        store.Write(batch);
    }

    /// <summary>The folder as it is on the disk: what a process that is killed now leaves behind.</summary>
    private void Copy()
    {
        Directory.CreateDirectory(folder.At("copy"));
        foreach (string file in Directory.EnumerateFiles(folder.At("store")).Where(file => Path.GetFileName(file) != "LOCK")) File.Copy(file, folder.At($"copy/{Path.GetFileName(file)}"));
    }

    private static void Damage(string file, int at)
    {
        using FileStream stream = File.Open(file, FileMode.Open);
        stream.Position = at;
        int old = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(old ^ 0x55));
    }
}

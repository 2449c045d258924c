using System.Buffers.Binary;
using Gateway.Storage;
using Xunit;

namespace Gateway.Testing.Contracts;

/// <content>Ranges, snapshots, and many threads.</content>
public abstract partial class KeyValueStoreContract
{
    [Theory]
    [InlineData("b", "d", "b c cc")]
    [InlineData("", "b", "a")]
    [InlineData("c", "", "c cc d")]
    [InlineData("", "", "a b c cc d")]
    [InlineData("bb", "cb", "c")]
    [InlineData("b", "b", "")]
    [InlineData("d", "b", "")]
    [InlineData("e", "", "")]
    [InlineData("", "a", "")]
    public void A_range_holds_its_start_and_not_its_end_both_ways(string start, string end, string expected)
    {
        foreach (string key in (string[])["d", "cc", "a", "c", "b"]) Put(key, key);
        KeyRange range = new(Key(start), Key(end));
        string[] keys = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(keys, Scan(range, ScanDirection.Forward).Select(entry => Text(entry.Key)));
        Assert.Equal(keys.Reverse(), Scan(range, ScanDirection.Backward).Select(entry => Text(entry.Key)));
        Assert.All(Scan(range, ScanDirection.Forward), entry => Assert.Equal(entry.Key, entry.Value));
    }

    [Fact]
    public void A_prefix_of_the_highest_bytes_has_no_end_and_is_scanned_whole()
    {
        foreach (string key in (string[])["FE", "FEFF", "FF", "FF00", "FFFF", "FFFFFF"]) Write(batch => batch.Put(Convert.FromHexString(key), []));

        Assert.Equal(["FF", "FF00", "FFFF", "FFFFFF"], Keys([0xFF], ScanDirection.Forward));
        Assert.Equal(["FFFFFF", "FFFF"], Keys([0xFF, 0xFF], ScanDirection.Backward));
        Assert.Equal(["FE", "FEFF"], Keys([0xFE], ScanDirection.Forward));

        IEnumerable<string> Keys(byte[] prefix, ScanDirection direction) => Scan(KeyRange.WithPrefix(prefix), direction).Select(entry => Convert.ToHexString(entry.Key));
    }

    [Fact]
    public void Random_ranges_hold_what_a_sorted_list_says()
    {
        Random random = new(TestSettings.Seed ?? 11);
        SortedDictionary<string, string> model = new(StringComparer.Ordinal);
        for (int step = 0; step < 400; step++)
        {
            WriteBatch batch = new();
            for (int i = random.Next(4); i >= 0; i--) Change(batch);
            Store.Write(batch);
            (string start, string end) = (NextKey(), random.Next(4) == 0 ? "" : NextKey());
            List<string> expected = [.. model.Where(entry => IsIn(entry.Key, start, end)).Select(entry => $"{entry.Key}={entry.Value}")];
            KeyRange range = new(Convert.FromHexString(start), Convert.FromHexString(end));

            Assert.Equal(expected, Scan(range, ScanDirection.Forward).Select(Show));
            expected.Reverse();
            Assert.Equal(expected, Scan(range, ScanDirection.Backward).Select(Show));
        }

        void Change(WriteBatch batch)
        {
            string key = NextKey();
            switch (random.Next(6))
            {
                case 0:
                    string end = NextKey();
                    if (end.Length == 0) break;
                    batch.DeleteRange(new KeyRange(Convert.FromHexString(key), Convert.FromHexString(end)));
                    foreach (string inside in model.Keys.Where(found => IsIn(found, key, end)).ToList()) model.Remove(inside);
                    break;
                case 1:
                    batch.Delete(Convert.FromHexString(key));
                    model.Remove(key);
                    break;
                default:
                    string value = random.Next(100).ToString("X2");
                    batch.Put(Convert.FromHexString(key), Convert.FromHexString(value));
                    model[key] = value;
                    break;
            }
        }

        // Around the border between the families, and at the ends of all keys.
        string NextKey() => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => ((string[])["00", "01", "7F", "80", "81", "FF"])[random.Next(6)]));
        static bool IsIn(string key, string start, string end) => string.CompareOrdinal(key, start) >= 0 && (end.Length == 0 || string.CompareOrdinal(key, end) < 0);
        static string Show((byte[] Key, byte[] Value) entry) => $"{Convert.ToHexString(entry.Key)}={Convert.ToHexString(entry.Value)}";
    }

    [Fact]
    public void A_snapshot_stays_as_it_was()
    {
        Put("a", "1");
        Put("b", "1");
        Write(batch => batch.Put([0x80], "1"u8));
        using IStoreSnapshot before = Store.Snapshot();
        Write(batch =>
        {
            batch.Put("a"u8, "2"u8);
            batch.DeleteRange(new KeyRange(Key("b"), new byte[] { 0x81 }));
            batch.Put("c"u8, "2"u8);
        });
        using IStoreSnapshot after = Store.Snapshot();

        Assert.Equal("1", Text(before.Get("a"u8)));
        Assert.Null(before.Get("c"u8));
        Assert.Equal(["1", "1", null, "1"], before.GetMany([Key("a"), Key("b"), Key("c"), [0x80]]).Select(Text));
        Assert.Equal(["1", "1", "1"], Read(before, default, ScanDirection.Forward).Select(entry => Text(entry.Value)));
        Assert.Equal(["2", null, "2", null], after.GetMany([Key("a"), Key("b"), Key("c"), [0x80]]).Select(Text));
        Assert.Equal(["2", "2"], Read(after, default, ScanDirection.Backward).Select(entry => Text(entry.Value)));
    }

    [Fact]
    public void A_cursor_is_on_no_entry_before_its_first_move_and_after_its_last()
    {
        Put("a", "1");
        using IStoreSnapshot snapshot = Store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(default);

        Assert.ThrowsAny<Exception>(() => cursor.Key.Length);
        Assert.True(cursor.MoveNext());
        Assert.Equal(1, cursor.Key.Length);
        Assert.False(cursor.MoveNext());
        Assert.ThrowsAny<Exception>(() => cursor.Value.Length);
    }

    [Fact]
    public void What_was_disposed_of_says_so()
    {
        Put("a", "1");
        IStoreSnapshot snapshot = Store.Snapshot();
        IStoreCursor cursor = snapshot.Scan(default);
        Assert.True(cursor.MoveNext());
        cursor.Dispose();
        cursor.Dispose();
        snapshot.Dispose();
        snapshot.Dispose();

        Assert.Throws<ObjectDisposedException>(() => cursor.MoveNext());
        Assert.ThrowsAny<Exception>(() => cursor.Key.Length);
        Assert.Throws<ObjectDisposedException>(() => snapshot.Get("a"u8));
        Assert.Throws<ObjectDisposedException>(() => snapshot.GetMany([[1]]));
        Assert.Throws<ObjectDisposedException>(() => snapshot.Scan(default));
    }

    /// <summary>Items, other keys and appended ones; put, replaced and removed, in ranges too; while others write, sync and look.</summary>
    [Fact]
    public async Task A_write_is_seen_at_once_by_every_kind_of_read_while_others_write_and_sync()
    {
        const int Steps = 2_000;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task syncer = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested) Store.Sync();
            },
            Token);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(writer => Task.Run(() => WriteAndLook(writer), Token)));
        await stop.CancelAsync();
        await syncer;

        void WriteAndLook(int writer)
        {
            Random random = new(writer);
            Dictionary<int, byte[]?> newest = [];
            for (int step = 0; step < Steps; step++)
            {
                int number = random.Next(12);
                byte[]? value = random.Next(4) == 0 ? null : BitConverter.GetBytes(step);
                bool range = value is null && random.Next(4) == 0;
                Write(batch =>
                {
                    if (range) batch.DeleteRange(new KeyRange(KeyOf(writer, number), (byte[])[.. KeyOf(writer, number), 0]));
                    else if (value is null) batch.Delete(KeyOf(writer, number));
                    else batch.Put(KeyOf(writer, number), value);
                });
                newest[number] = value;

                int other = random.Next(12);
                byte[]? found = random.Next(3) switch
                {
                    0 => Store.GetMany([KeyOf(writer, other)])[0],
                    1 => FromSnapshot(KeyOf(writer, other)),
                    _ => Store.Get(KeyOf(writer, other)),
                };
                Assert.Equal(newest.GetValueOrDefault(other), found);
                Assert.Equal(value, Store.Get(KeyOf(writer, number)));
            }
        }

        byte[]? FromSnapshot(byte[] key)
        {
            using IStoreSnapshot snapshot = Store.Snapshot();
            return snapshot.Get(key);
        }

        static byte[] KeyOf(int writer, int number) => [(byte)(number % 3) switch { 0 => 0x10, 1 => 0x02, _ => 0x80 }, (byte)writer, (byte)number];
    }

    /// <summary>Each batch sets the same number in many keys of both families; whoever looks must see one number everywhere.</summary>
    [Fact]
    public async Task Batches_are_whole_to_readers_and_to_checkpoints_while_others_write()
    {
        const int Keys = 8;
        const int Writes = 3_000;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        SetAll(0, 0);
        SetAll(1, 0);
        Task[] writers = [.. Enumerable.Range(0, 2).Select(writer => Task.Run(() => WriteAll(writer), Token))];
        Task<int>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(ReadUntilStopped, Token))];
        for (int i = 0; i < 4; i++)
        {
            Store.Checkpoint(Folder.At($"copy{i}"));
            using IKeyValueStore copy = Open(Folder.At($"copy{i}"));
            using IStoreSnapshot snapshot = copy.Snapshot();
            Look(snapshot, 0);
            Look(snapshot, 1);
        }

        await Task.WhenAll(writers);
        await stop.CancelAsync();
        foreach (Task<int> reader in readers) Assert.True(await reader > 0);
        using IStoreSnapshot last = Store.Snapshot();
        Assert.Equal(Writes, Look(last, 0));
        Assert.Equal(Writes, Look(last, 1));

        void WriteAll(int writer)
        {
            for (int number = 1; number <= Writes; number++)
            {
                SetAll(writer, number);
                if (number % 500 == 0) Store.Sync();
            }
        }

        void SetAll(int writer, int number)
        {
            byte[] value = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(value, number);
            Write(batch =>
            {
                for (int i = 0; i < Keys; i++) batch.Put([(byte)(i % 2 == 0 ? 0x10 : 0x80), (byte)writer, (byte)i], value);
            });
        }

        int ReadUntilStopped()
        {
            int looks = 0;
            for (int least = 0; !stop.IsCancellationRequested || looks == 0; looks++)
            {
                using IStoreSnapshot snapshot = Store.Snapshot();
                int now = Look(snapshot, 0);
                Assert.True(now >= least);
                least = now;
            }

            return looks;
        }

        static int Look(IStoreSnapshot snapshot, int writer)
        {
            IEnumerable<(byte[] Key, byte[] Value)> entries = Read(snapshot, KeyRange.WithPrefix(new byte[] { 0x10, (byte)writer }), ScanDirection.Forward)
                .Concat(Read(snapshot, KeyRange.WithPrefix(new byte[] { 0x80, (byte)writer }), ScanDirection.Backward));
            int[] numbers = [.. entries.Select(entry => BinaryPrimitives.ReadInt32BigEndian(entry.Value))];
            Assert.Equal(Keys, numbers.Length);
            return Assert.Single(numbers.Distinct());
        }
    }
}

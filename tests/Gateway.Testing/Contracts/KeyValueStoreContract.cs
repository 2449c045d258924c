using System.Text;
using Gateway.Storage;
using Xunit;

namespace Gateway.Testing.Contracts;

/// <summary>What every store does, whatever its engine. Each test gets a new store.</summary>
public abstract partial class KeyValueStoreContract : IDisposable
{
    private readonly Lazy<IKeyValueStore> store;

    protected KeyValueStoreContract() => store = new Lazy<IKeyValueStore>(() => Open(Folder.At("store")));

    /// <summary>The store of the test.</summary>
    protected IKeyValueStore Store => store.Value;

    /// <summary>A folder of the test.</summary>
    protected TestFolder Folder { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of a folder, or makes one. A checkpoint is such a folder, too.</summary>
    protected abstract IKeyValueStore Open(string folder);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        if (store.IsValueCreated) Store.Dispose();
        Folder.Dispose();
    }

    [Fact]
    public void What_was_put_is_there_and_what_was_not_is_not()
    {
        Put("a", "1");

        Assert.Equal("1", Text(Store.Get("a"u8)));
        Assert.Null(Store.Get("b"u8));
        Assert.Null(Store.Get("aa"u8));
    }

    [Fact]
    public void A_value_may_be_empty_and_an_answer_belongs_to_the_caller()
    {
        Put("a", "");
        Put("b", "1");
        Store.Get("b"u8)![0] = 9;

        Assert.Equal("", Text(Store.Get("a"u8)));
        Assert.Equal("1", Text(Store.Get("b"u8)));
    }

    [Fact]
    public void The_later_write_of_a_key_counts_also_within_a_batch()
    {
        Put("a", "1");
        Write(batch =>
        {
            batch.Put("a"u8, "2"u8);
            batch.Delete("b"u8);
            batch.Put("b"u8, "3"u8);
            batch.Put("c"u8, "4"u8);
            batch.Delete("c"u8);
        });

        Assert.Equal("a=2 b=3", All());
    }

    [Fact]
    public void What_was_deleted_is_gone_and_deleting_nothing_is_nothing()
    {
        Put("a", "1");
        Write(batch =>
        {
            batch.Delete("a"u8);
            batch.Delete("b"u8);
        });

        Assert.Null(Store.Get("a"u8));
        Assert.Equal("", All());
    }

    [Fact]
    public void A_range_is_deleted_from_its_start_to_before_its_end()
    {
        foreach (string key in (string[])["a", "b", "bb", "c", "d"]) Put(key, "1");

        Write(batch => batch.DeleteRange(new KeyRange(Key("b"), Key("d"))));

        Assert.Equal("a=1 d=1", All());
        Put("bb", "2");
        Assert.Equal("a=1 bb=2 d=1", All());
    }

    [Fact]
    public void A_trimmed_range_is_gone()
    {
        foreach (string key in (string[])["a", "b", "c"]) Put(key, "1");
        Write(batch => batch.Put([0x80, 1], "1"u8));

        Store.Trim(new KeyRange(Key("b"), new byte[] { 0x81 }));
        Store.Trim(new KeyRange(Key("z"), Key("a")));

        Assert.Equal("a=1", All());
    }

    [Fact]
    public void Many_keys_are_answered_in_the_order_asked()
    {
        Put("a", "1");
        Put("b", "2");
        Write(batch => batch.Put([0x90], "3"u8));

        Assert.Equal(["2", null, "1", "3", "2"], Store.GetMany([Key("b"), Key("x"), Key("a"), [0x90], Key("b")]).Select(Text));
        Assert.Empty(Store.GetMany([]));
        Assert.Equal(300, Store.GetMany([.. Enumerable.Repeat(Key("a"), 300)]).Count(value => Text(value) == "1"));
    }

    [Fact]
    public void A_batch_that_is_empty_changes_nothing()
    {
        Assert.True(Store.Write(new WriteBatch()));
        Assert.Equal("", All());
    }

    [Fact]
    public void A_batch_may_be_used_again()
    {
        WriteBatch batch = new();
        batch.Put("a"u8, "1"u8);
        Store.Write(batch);
        batch.Clear();
        batch.Put("b"u8, "2"u8);
        Store.Write(batch);

        Assert.Equal("a=1 b=2", All());
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("1", "1", true)]
    [InlineData("", "", true)]
    [InlineData(null, "1", false)]
    [InlineData(null, "", false)]
    [InlineData("1", null, false)]
    [InlineData("", null, false)]
    [InlineData("2", "1", false)]
    public void A_batch_is_written_only_if_its_requirements_hold(string? required, string? held, bool written)
    {
        if (held is not null) Put("a", held);
        WriteBatch batch = new();
        batch.Put("b"u8, "1"u8);
        batch.Require("x"u8, null);
        batch.Require("a"u8, required is null ? null : Key(required));

        Assert.Equal(written, Store.Write(batch));
        Assert.Equal(written, Store.Get("b"u8) is not null);
    }

    [Fact]
    public async Task Of_many_who_require_that_a_key_is_absent_one_wins()
    {
        for (int round = 0; round < 50; round++)
        {
            byte[] key = Key($"claim{round}");
            Task<bool>[] claims = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => Claim(key), Token))];
            Assert.Equal(1, (await Task.WhenAll(claims)).Count(won => won));
        }

        bool Claim(byte[] key)
        {
            WriteBatch batch = new();
            batch.Require(key, null);
            batch.Put(key, "mine"u8);
            return Store.Write(batch);
        }
    }

    [Fact]
    public void Large_values_come_back_whole()
    {
        byte[] large = new byte[1 << 20];
        new Random(7).NextBytes(large);
        Write(batch =>
        {
            batch.Put("a"u8, large);
            batch.Put([0x80], large);
        });

        Assert.Equal(large, Store.Get("a"u8));
        Assert.Equal(large, Store.Get([0x80]));
        using IStoreSnapshot snapshot = Store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(Key("a")));
        Assert.True(cursor.MoveNext());
        Assert.True(cursor.Value.SequenceEqual(large));
    }

    [Fact]
    public void Keys_may_be_empty_long_and_of_any_bytes()
    {
        byte[] longest = new byte[4096];
        Array.Fill(longest, (byte)0xFF);
        byte[][] keys = [[], [0], [0, 0], [0x7F, 0xFF], [0x80], [0xFF], [0xFF, 0xFF], longest];
        Write(batch =>
        {
            foreach (byte[] key in keys.Reverse()) batch.Put(key, key.Length == 4096 ? "long"u8 : key);
        });

        Assert.Equal(keys.Select(Convert.ToHexString), Scan(default, ScanDirection.Forward).Select(entry => Convert.ToHexString(entry.Key)));
        Assert.Equal("long", Text(Store.Get(longest)));
        Assert.Equal("", Text(Store.Get([])));
    }

    [Fact]
    public void A_checkpoint_opens_as_a_store_of_its_own()
    {
        Put("a", "1");
        Write(batch => batch.Put([0x80], "log"u8));
        string folder = Folder.At("checkpoint");

        Store.Checkpoint(folder);
        Put("a", "2");
        Put("b", "3");

        using IKeyValueStore copy = Open(folder);
        Assert.Equal("1", Text(copy.Get("a"u8)));
        Assert.Equal("log", Text(copy.Get([0x80])));
        Assert.Null(copy.Get("b"u8));
        WriteBatch batch = new();
        batch.Put("c"u8, "4"u8);
        copy.Write(batch);
        Assert.Null(Store.Get("c"u8));
    }

    [Fact]
    public void A_checkpoint_takes_no_folder_that_exists()
    {
        Directory.CreateDirectory(Folder.At("taken"));

        Assert.Equal(StoreFaultKind.Unusable, Assert.Throws<StoreFault>(() => Store.Checkpoint(Folder.At("taken"))).Kind);
    }

    [Fact]
    public void A_closed_store_says_so()
    {
        Put("a", "1");
        IStoreSnapshot snapshot = Store.Snapshot();
        IStoreCursor cursor = snapshot.Scan(default);
        Store.Dispose();
        Store.Dispose();

        Assert.Equal(StoreFaultKind.Closed, Assert.Throws<StoreFault>(() => Store.Get("a"u8)).Kind);
        Assert.Equal(StoreFaultKind.Closed, Assert.Throws<StoreFault>(() => Store.GetMany([[1]])).Kind);
        Assert.Equal(StoreFaultKind.Closed, Assert.Throws<StoreFault>(() => Store.Snapshot()).Kind);
        Assert.Equal(StoreFaultKind.Closed, Assert.Throws<StoreFault>(() => Store.Write(new WriteBatch())).Kind);
        Assert.Equal(StoreFaultKind.Closed, Assert.Throws<StoreFault>(() => Store.Sync()).Kind);

        // What was open before goes on: closing waits for it.
        Assert.True(cursor.MoveNext());
        Assert.Equal("1", Text(snapshot.Get("a"u8)));
        cursor.Dispose();
        snapshot.Dispose();
    }

    protected void Write(Action<WriteBatch> fill)
    {
        WriteBatch batch = new();
        fill(batch);
        Assert.True(Store.Write(batch));
    }

    protected void Put(string key, string value) => Write(batch => batch.Put(Key(key), Key(value)));

    protected static byte[] Key(string text) => Encoding.UTF8.GetBytes(text);

    protected static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    /// <summary>All entries as text: <c>a=1 b=2</c>.</summary>
    protected string All() => string.Join(' ', Scan(default, ScanDirection.Forward).Select(entry => $"{Text(entry.Key)}={Text(entry.Value)}"));

    protected List<(byte[] Key, byte[] Value)> Scan(KeyRange range, ScanDirection direction)
    {
        using IStoreSnapshot snapshot = Store.Snapshot();
        return Read(snapshot, range, direction);
    }

    protected static List<(byte[] Key, byte[] Value)> Read(IStoreSnapshot snapshot, KeyRange range, ScanDirection direction)
    {
        using IStoreCursor cursor = snapshot.Scan(range, direction);
        List<(byte[] Key, byte[] Value)> entries = [];
        while (cursor.MoveNext()) entries.Add((cursor.Key.ToArray(), cursor.Value.ToArray()));
        Assert.False(cursor.MoveNext());
        return entries;
    }
}

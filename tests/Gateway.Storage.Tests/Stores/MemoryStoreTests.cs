using Gateway.Testing.Contracts;
using Gateway.Testing.Stores;

namespace Gateway.Storage.Tests.Stores;

public sealed class MemoryStoreTests : KeyValueStoreContract
{
    protected override IKeyValueStore Open(string folder) => Directory.Exists(folder) ? MemoryStore.Open(folder) : new MemoryStore();

    [Fact]
    public void A_crash_takes_what_was_not_synced_and_opens_again()
    {
        MemoryStore store = (MemoryStore)Store;
        Put("a", "1");
        store.Sync();
        Put("a", "2");
        Put("b", "1");
        store.Crash();

        Assert.Equal("a=1", All());
    }

    [Fact]
    public void A_closed_store_opens_again_with_all_that_it_held()
    {
        MemoryStore store = (MemoryStore)Store;
        Put("a", "1");
        store.Dispose();
        store.Reopen();

        Assert.Equal("a=1", All());
        store.Crash();
        Assert.Equal("a=1", All());
    }

    [Fact]
    public void Forgotten_snapshots_and_cursors_are_counted()
    {
        MemoryStore store = (MemoryStore)Store;
        IStoreSnapshot snapshot = store.Snapshot();
        IStoreCursor cursor = snapshot.Scan(default);
        Assert.Equal(2, store.OpenHandles);

        cursor.Dispose();
        snapshot.Dispose();
        Assert.Equal(0, store.OpenHandles);
    }

    [Fact]
    public void A_hundred_thousand_entries_are_no_burden()
    {
        for (int i = 0; i < 1_000; i++) Write(batch => { for (int j = 0; j < 100; j++) batch.Put(Key($"{(i * 7919) % 1000}-{j}"), []); });

        Assert.Equal(100_000, ((MemoryStore)Store).Count);
        Assert.Equal(100_000, Scan(default, ScanDirection.Forward).Count);
    }
}

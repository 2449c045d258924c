using Gateway.Robustness.Tests.Fuzzing;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.Robustness.Tests.Stores;

/// <summary>The walker notices what is damaged.</summary>
public sealed class StoreCheckerTests : IAsyncLifetime
{
    private readonly FuzzWorld world = new();

    public async ValueTask InitializeAsync()
    {
        await world.SetUpAsync(FuzzCorpus.Whole);
        await world.WhenQuietAsync(TestContext.Current.CancellationToken);
        Assert.Null(await world.StoreFaultAsync());
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData(KeySpace.Item)]
    [InlineData(KeySpace.IndexEntry)]
    [InlineData(KeySpace.TimeToLive)]
    [InlineData(KeySpace.Log)]
    public void One_entry_that_is_lost_is_noticed(KeySpace space)
    {
        Change((batch, key, _) => batch.Delete(key), space);

        Assert.NotEmpty(StoreChecker.FaultsOf(world.Store));
    }

    [Theory]
    [InlineData(KeySpace.Item)]
    [InlineData(KeySpace.IndexEntry)]
    [InlineData(KeySpace.TimeToLive)]
    [InlineData(KeySpace.StreamRecord)]
    public void One_entry_under_another_tables_number_is_noticed(KeySpace space)
    {
        Change(
            (batch, key, value) =>
            {
                byte[] other = [.. key];
                other[4]++; // the last byte of the table's number
                batch.Put(other, value);
            },
            space);

        Assert.NotEmpty(StoreChecker.FaultsOf(world.Store));
    }

    [Fact]
    public void A_stream_record_that_comes_twice_is_noticed()
    {
        Change(
            (batch, key, value) =>
            {
                byte[] later = [.. key];
                later[^2]++; // 256 sequences on
                batch.Put(later, value);
            },
            KeySpace.StreamRecord);

        Assert.NotEmpty(StoreChecker.FaultsOf(world.Store));
    }

    [Fact]
    public void An_older_document_is_noticed()
    {
        byte[][] documents = [.. Entries(KeySpace.Item).Take(2).Select(entry => entry.Value)];
        Change((batch, key, _) => batch.Put(key, documents[1]), KeySpace.Item);

        Assert.NotEmpty(StoreChecker.FaultsOf(world.Store));
    }

    /// <summary>Changes the first entry of a space.</summary>
    private void Change(Action<WriteBatch, byte[], byte[]> change, KeySpace space)
    {
        (byte[] key, byte[] value) = Entries(space)[0];
        WriteBatch batch = new();
        change(batch, key, value);
        world.Store.Write(batch);
    }

    private List<(byte[] Key, byte[] Value)> Entries(KeySpace space)
    {
        using IStoreSnapshot snapshot = world.Store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)space }));
        List<(byte[], byte[])> entries = [];
        while (cursor.MoveNext()) entries.Add((cursor.Key.ToArray(), cursor.Value.ToArray()));
        return entries;
    }
}

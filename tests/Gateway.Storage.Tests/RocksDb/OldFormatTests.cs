using System.IO.Compression;
using Gateway.Storage.Keys;
using Gateway.Storage.RocksDb;
using Gateway.Storage.Tests.Children;
using Gateway.Testing;

namespace Gateway.Storage.Tests.RocksDb;

/// <summary>A store of format 1 (<c>format-1.zip</c>): a process was killed while 16 writers wrote, so all of it lies in the engine's own log.</summary>
public sealed class OldFormatTests : IDisposable
{
    private const int Writers = 16;
    private const int Acknowledged = 1_011;

    private readonly TestFolder folder = new();

    public OldFormatTests() => ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "RocksDb", "format-1.zip"), Store);

    private string Store => folder.At("store");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_store_of_format_1_is_taken_over_with_what_its_log_holds()
    {
        int found;
        using (RocksDbStore store = RocksDbStore.Open(Store))
        {
            found = Count(store);
            Assert.InRange(found, Acknowledged, Acknowledged + Writers);
            Assert.StartsWith("2\n", File.ReadAllText(Path.Combine(Store, "FORMAT")), StringComparison.Ordinal);
            WriteBatch batch = new();
            batch.Put(ChildPrograms.KeyOf(KeySpace.Item, Writers, 1), "1"u8);
            store.Write(batch);
            store.Sync();
        }

        using RocksDbStore again = RocksDbStore.Open(Store);
        Assert.Equal(found + 1, Count(again));
    }

    [Fact]
    public void A_store_of_format_1_that_lost_what_was_acknowledged_is_not_taken_over()
    {
        string log = Directory.GetFiles(Store, "*.log").Single();
        byte[] bytes = File.ReadAllBytes(log);
        bytes[bytes.Length / 2] ^= 0x55;
        File.WriteAllBytes(log, bytes);

        StoreFault fault = Assert.Throws<StoreFault>(() => RocksDbStore.Open(Store));

        Assert.Equal(StoreFaultKind.Corrupt, fault.Kind);
        Assert.Contains("acknowledged", fault.Message, StringComparison.Ordinal);
        Assert.StartsWith("1\n", File.ReadAllText(Path.Combine(Store, "FORMAT")), StringComparison.Ordinal);
    }

    private static int Count(RocksDbStore store)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)KeySpace.Item }));
        int count = 0;
        while (cursor.MoveNext()) count++;
        return count;
    }
}

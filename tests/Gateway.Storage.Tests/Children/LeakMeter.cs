using Gateway.Storage.RocksDb;

namespace Gateway.Storage.Tests.Children;

/// <summary>Uses a store in every way, and measures after each round how much native memory more is in use.</summary>
internal static class LeakMeter
{
    private const int Openings = 25;
    private const int WarmRounds = 7;

    private static readonly RocksDbOptions Options = new() { FreeBytesMin = 0 };

    /// <summary>Bytes that each round added, after some that warmed up.</summary>
    public static IEnumerable<long> Measure(string folder, int rounds)
    {
        for (int round = -WarmRounds; round < rounds; round++)
        {
            long before = NativeHeap.BytesInUse;
            for (int opening = 0; opening < Openings; opening++) Use(folder);
            if (round >= 0) yield return NativeHeap.BytesInUse - before;
        }
    }

    /// <summary>Everything that the library gives memory for, its errors included.</summary>
    private static void Use(string folder)
    {
        RocksDbStore store = RocksDbStore.Open(folder, Options);
        WriteBatch batch = new();
        batch.Put("a"u8, "1"u8);
        batch.Put([0x80], "1"u8);
        store.Write(batch);
        for (int i = 0; i < 10; i++)
        {
            using IStoreSnapshot snapshot = store.Snapshot();
            foreach (ScanDirection direction in Enum.GetValues<ScanDirection>())
            {
                using IStoreCursor cursor = snapshot.Scan(default, direction);
                while (cursor.MoveNext()) Require(cursor.Value.Length == 1);
            }

            Require(snapshot.Get("a"u8) is not null);
            Require(store.GetMany(["b"u8.ToArray(), "a"u8.ToArray()])[0] is null);
        }

        for (int i = 0; i < 5; i++) RequireLocked(folder);
        store.Sync();
        store.Trim(new KeyRange(new byte[] { 0x81 }, new byte[] { 0x82 }));
        string copy = folder + ".copy";
        store.Checkpoint(copy);
        Directory.Delete(copy, recursive: true);
        store.Dispose();
        Require(store.LiveHandles == 0);
    }

    private static void RequireLocked(string folder)
    {
        try
        {
            RocksDbStore.Open(folder, Options).Dispose();
        }
        catch (StoreFault fault)
        {
            Require(fault.Kind == StoreFaultKind.Locked);
            return;
        }

        Require(false);
    }

    private static void Require(bool holds)
    {
        if (!holds) throw new InvalidOperationException("The store did not do what it was asked.");
    }
}

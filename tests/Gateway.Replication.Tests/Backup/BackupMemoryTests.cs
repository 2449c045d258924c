using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Replication.Backup;
using Gateway.Replication.Backup.Folders;
using Gateway.Replication.Backup.Reading;
using Gateway.Replication.Backup.Restoring;

namespace Gateway.Replication.Tests.Backup;

/// <summary>How much there is does not matter: snapshots and restores take it in pieces. By itself, because it looks at the memory of the whole process.</summary>
[Collection(nameof(BackupMemoryCollection))]
public sealed class BackupMemoryTests : BackupTest
{
    [Fact]
    public async Task A_hundred_thousand_items_take_little_memory()
    {
        const int Items = 100_000;
        using SmallPop pop = new(Time);
        pop.Put("x", new string('v', 1000));
        byte[] document = DocumentCodec.Encode(DocumentOf(pop));
        Directory.CreateDirectory(Folder.At("snapshots"));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        IEnumerable<(byte[], byte[])> Many()
        {
            for (int i = 0; i < Items; i++)
            {
                if (i % 20_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                yield return (System.Text.Encoding.UTF8.GetBytes($"key{i:D8}"), document);
            }
        }

        await using (DirectorySink sink = pop.Sink(Root)) await pop.CopyAsync(sink); // a run to put it into
        using (SnapshotWriter writer = new(Path.Combine(Directory.GetDirectories(Root).Single(), "snapshots"), new SmallSnapshot(pop.Sequence, pop.Sequence, Time.GetUtcNow().ToUnixTimeMilliseconds(), [], pop.Tables, Many()), pop.Origin))
        {
            while (writer.Step())
            {
            }
        }

        CountingTarget target = new(() => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before));
        RestoreSummary summary = new Restorer().Run(BackupRoot.Open(Root), new RestoreRequest(), () => target, CancellationToken.None);

        Assert.Equal(Items, summary.Documents);
        Assert.Equal(Items, target.Count);
        Assert.InRange(most, 0, 48 << 20); // of 100 MB
    }

    private static Document DocumentOf(SmallPop pop)
    {
        using IBackupSnapshot snapshot = pop.Snapshot();
        (byte[] key, byte[] document) = snapshot.Documents(1).Single();
        return DocumentCodec.Decode(new ItemKey(key), document);
    }

    private sealed class CountingTarget(Action onSome) : IRestoreTarget
    {
        public int Count { get; private set; }

        public void Add(BackupTable table)
        {
        }

        public Document? Read(Guid table, ItemKey key) => null;

        public void Write(Guid table, Document document)
        {
            if (++Count % 20_000 == 0) onSome();
        }

        public void Remove(Guid table, ItemKey key)
        {
        }

        public IReadOnlyDictionary<Guid, long> Finish(Action onProgress) => new Dictionary<Guid, long>();
    }
}

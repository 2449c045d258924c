using Gateway.Crdt.Documents;

namespace Gateway.Replication.Backup.Dynamo;

/// <summary>The keys of all items of a snapshot, some at a time.</summary>
internal sealed class FullCopy : IDisposable
{
    private readonly IBackupSnapshot snapshot;
    private readonly IEnumerator<(uint Table, ItemKey Key)> keys;

    public FullCopy(IBackupSnapshot snapshot)
    {
        this.snapshot = snapshot;
        keys = Keys(snapshot).GetEnumerator();
    }

    public long Position => snapshot.Position;

    public IReadOnlyList<BackupTable> Tables => snapshot.Tables;

    /// <summary>The next keys; null if there are none left.</summary>
    public IReadOnlyCollection<(uint Table, ItemKey Key)>? Next(int max)
    {
        List<(uint, ItemKey)> some = [];
        while (some.Count < max && keys.MoveNext()) some.Add(keys.Current);
        return some.Count == 0 ? null : some;
    }

    public void Dispose()
    {
        keys.Dispose();
        snapshot.Dispose();
    }

    private static IEnumerable<(uint Table, ItemKey Key)> Keys(IBackupSnapshot snapshot)
    {
        foreach (BackupTable table in snapshot.Tables)
        {
            foreach ((byte[] key, _) in snapshot.Documents(table.Number)) yield return (table.Number, new ItemKey(key));
        }
    }
}

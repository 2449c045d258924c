using System.Text;
using Gateway.Crdt.Documents;
using Gateway.Replication.Backup;
using Gateway.Replication.Backup.Restoring;

namespace Gateway.Replication.Tests.Backup;

/// <summary>What a restore writes, in memory.</summary>
internal sealed class SmallTarget : IRestoreTarget
{
    private readonly Dictionary<string, Document> documents = [];

    public List<BackupTable> Tables { get; } = [];

    public SortedDictionary<string, string> Items => SmallPop.Show(documents);

    public void Add(BackupTable table) => Tables.Add(table);

    public Document? Read(Guid table, ItemKey key) => documents.GetValueOrDefault(Encoding.UTF8.GetString(key.Bytes));

    public void Write(Guid table, Document document) => documents[Encoding.UTF8.GetString(document.Key.Bytes)] = document;

    public void Remove(Guid table, ItemKey key) => documents.Remove(Encoding.UTF8.GetString(key.Bytes));

    public IReadOnlyDictionary<Guid, long> Finish(Action onProgress) => Tables.ToDictionary(table => table.Id, _ => (long)Items.Count);
}

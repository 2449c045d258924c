using Gateway.Crdt.Documents;

namespace Gateway.Replication.Backup.Restoring;

/// <summary>A new store that a backup is restored into. For one thread.</summary>
/// <remarks>Owned here, joined to DynamoDB's face where the program is put together.</remarks>
public interface IRestoreTarget
{
    /// <summary>Makes a table.</summary>
    /// <param name="table">As it is in the backup; its number there has no meaning here.</param>
    void Add(BackupTable table);

    /// <summary>The document of an item as it is by now; null if there is none.</summary>
    Document? Read(Guid table, ItemKey key);

    /// <summary>Writes a document, over the one that is there.</summary>
    void Write(Guid table, Document document);

    /// <summary>Removes the document of an item.</summary>
    void Remove(Guid table, ItemKey key);

    /// <summary>All is written: makes what is derived from the documents, and makes all durable.</summary>
    /// <param name="onProgress">Told of each document that was looked at.</param>
    /// <returns>For each table its items.</returns>
    IReadOnlyDictionary<Guid, long> Finish(Action onProgress);
}

using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Replication.Backup;

/// <summary>What a backup needs of a PoP's data. All members may be called by several threads.</summary>
/// <remarks>Owned here, joined to DynamoDB's face where the PoP is put together, also of a PoP that is alone.</remarks>
public interface IBackupSource
{
    /// <summary>Whose data it is.</summary>
    BackupOrigin Origin { get; }

    /// <summary>The last log sequence that was given.</summary>
    long Sequence { get; }

    /// <summary>All tables that are there now.</summary>
    IReadOnlyList<BackupTable> Tables { get; }

    /// <summary>Asks to be told of every change of a table from now on.</summary>
    /// <param name="onChange">Called under locks: must be short and must not throw. A table is told of before the first write to it.</param>
    /// <returns>Ends it.</returns>
    IDisposable Watch(Action<BackupTableEvent> onChange);

    /// <summary>The data as they are now. It is in no hurry, and should be disposed of all the same.</summary>
    IBackupSnapshot Snapshot();

    /// <summary>Ends when all that was read before the call is durable.</summary>
    ValueTask WhenDurableAsync(CancellationToken token);

    /// <summary>The item as DynamoDB shows it, with its key attributes.</summary>
    /// <param name="table">The table's number.</param>
    /// <param name="key">Which item.</param>
    /// <returns>None if there is no such item, or no such table.</returns>
    Value Item(uint table, ItemKey key);

    /// <summary>The key attributes of an item, a map; none if there is no such table.</summary>
    /// <param name="table">The table's number.</param>
    /// <param name="key">Which item.</param>
    Value KeyOf(uint table, ItemKey key);

    /// <summary>Which item has these key attributes; null if there is no such table.</summary>
    /// <param name="table">The table's number.</param>
    /// <param name="key">A map of the key attributes.</param>
    ItemKey? KeyFrom(uint table, Value key);
}

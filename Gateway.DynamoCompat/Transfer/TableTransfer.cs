using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Transfer;

/// <summary>A PoP's tables and documents, as backups read them. Safe for many threads.</summary>
public sealed class TableTransfer
{
    private readonly DynamoServices services;

    internal TableTransfer(DynamoServices services) => this.services = services;

    /// <summary>The last log sequence that was given.</summary>
    public long Sequence => services.Commits.AssignedSequence;

    /// <summary>The tables that are there, in no order.</summary>
    public IReadOnlyList<TransferTable> Tables => [.. services.Tables.All.Where(table => table.Phase != TablePhase.Deleting).Select(table => new TransferTable(table))];

    /// <summary>Asks to be told of every change of a table, a new one before the first write to it; true if it is there no more.</summary>
    /// <param name="onChange">Called under locks: short, and must not throw.</param>
    /// <returns>Ends it.</returns>
    public IDisposable Watch(Action<TransferTable, bool> onChange)
    {
        void Tell(TableDefinition table, bool isDropped) => onChange(new TransferTable(table), isDropped);
        services.Tables.Changed += Tell;
        return new Watching(() => services.Tables.Changed -= Tell);
    }

    /// <summary>The data as they are now.</summary>
    /// <param name="onPosition">Called behind the moment at which the position is settled, and before the data are.</param>
    public TransferSnapshot Snapshot(Action? onPosition = null) => new(services, onPosition);

    /// <summary>Ends when all that was read before the call is durable.</summary>
    public ValueTask WhenDurableAsync(CancellationToken token) => services.Commits.WaitDurableAsync(services.Commits.AssignedSequence, token);

    /// <summary>An item as DynamoDB shows it; none if there is none.</summary>
    /// <param name="table">The table's number.</param>
    /// <param name="key">Which item.</param>
    public Value Item(uint table, ItemKey key)
    {
        if (services.Tables.Find(table) is not { } schema) return default;
        ItemAddress address = ItemKeys.AddressOf(schema, key.Bytes);
        return StoredItem.Read(services.Store.Get(address.StoreKey), ItemKeys.KeyOf(schema.Key, key.Bytes));
    }

    /// <summary>The key attributes of an item; none if there is no such table.</summary>
    /// <param name="table">The table's number.</param>
    /// <param name="key">Which item.</param>
    public Value KeyOf(uint table, ItemKey key) => services.Tables.Find(table) is { } schema ? ItemKeys.KeyOf(schema.Key, key.Bytes) : default;

    /// <summary>Which item has these key attributes; null if there is no such table.</summary>
    /// <param name="table">The table's number.</param>
    /// <param name="key">A map of the key attributes, of the right types.</param>
    public ItemKey? KeyFrom(uint table, Value key) => services.Tables.Find(table) is { } schema ? ItemKeys.AddressOf(schema, key).Key : null;

    private sealed class Watching(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

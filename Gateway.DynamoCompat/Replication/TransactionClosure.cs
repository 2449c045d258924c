using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Collects the documents that have to be joined together with one, so that nobody sees half a transaction.</summary>
internal sealed class TransactionClosure(DynamoServices services)
{
    /// <summary>More than this is not collected: a chain of transactions through one hot item must not become the whole table.</summary>
    private const int DocumentsMax = 1000;
    private const long BytesMax = 32 << 20;

    private readonly HashSet<ItemAddress> found = [];
    private readonly HashSet<UInt128> transactions = [];
    private readonly Queue<ItemAddress> open = new();
    private long bytes;

    /// <inheritdoc cref="ReplicaPort.Closure"/>
    public List<RemoteChange> Of(TableSchema table, ItemKey key, Context seen)
    {
        List<RemoteChange> changes = [];
        using IStoreSnapshot snapshot = services.Store.Snapshot();
        ItemAddress first = ItemKeys.AddressOf(table, key.Bytes);
        found.Add(first);
        Look(snapshot, first, seen);
        Add(changes, snapshot, first);
        while (open.TryDequeue(out ItemAddress next))
        {
            // What the other side has of this item is not known; but what is stable here it has, unless the item lives where it is written.
            Look(snapshot, next, Context.Empty);
            Add(changes, snapshot, next);
        }

        return changes;
    }

    /// <summary>Finds the items that share a transaction with something new in an item.</summary>
    private void Look(IStoreSnapshot snapshot, in ItemAddress address, Context seen)
    {
        foreach ((UInt128 transaction, Stamp stamp) in TransactionIndex.Of(snapshot, address))
        {
            if (seen.Includes(stamp)) continue;
            bool isStable = services.Replication.Here.Includes(stamp);
            if ((isStable && !IsLocal(address)) || !transactions.Add(transaction)) continue;
            foreach (ItemAddress other in TransactionIndex.ItemsOf(snapshot, transaction))
            {
                if (isStable && !IsLocal(other)) continue;
                if (found.Count < DocumentsMax && bytes < BytesMax && found.Add(other)) open.Enqueue(other);
            }
        }
    }

    /// <summary>Whether an item lives where it is written: then what is stable says nothing about what the other side has of it.</summary>
    private bool IsLocal(in ItemAddress address) => TableOf(address) is { } table && table.Scope.IsLocal(address.KeyBytes.Span);

    private TableSchema? TableOf(in ItemAddress address)
    {
        KeyReader reader = new(address.StoreKey);
        reader.Space(KeySpace.Item);
        return services.Directory.Find(reader.UInt32());
    }

    private void Add(List<RemoteChange> changes, IStoreSnapshot snapshot, in ItemAddress address)
    {
        if (TableOf(address) is not { } table || snapshot.Get(address.StoreKey) is not { } stored) return;
        bytes += stored.Length;
        changes.Add(new RemoteChange(ReplicatedTable.Of(table).Id, Fragment.Of(DocumentCodec.Decode(address.Key, stored, services.Identity.Replicas)), Milliseconds: 0));
    }
}

using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>Goes through a table that is being written and makes an entry for each item, from the item as it is, under the item's lock.</summary>
internal sealed class EntryFill(IKeyValueStore store, CommitLoop commits, ItemLocks locks, Hop hop)
{
    /// <summary>So many items are locked at once: one commit for many, and no write waits for long.</summary>
    private const int ItemsAtOnce = 64;

    /// <summary>Makes the entries of all items that were there when this was called; they are durable when it ends.</summary>
    /// <param name="number">The table's number.</param>
    /// <param name="find">The table, as long as it wants the entries; asked again under the locks.</param>
    /// <param name="entryOf">The key of an item's entry; null if it has none.</param>
    /// <param name="token">Ends it.</param>
    /// <returns>False if the table did not want them any more.</returns>
    public async Task<bool> RunAsync(uint number, Func<TableSchema?> find, Func<TableSchema, Value, ItemAddress, byte[]?> entryOf, CancellationToken token)
    {
        locks.PassAll(); // writes that begin from here on make their entries themselves
        using IStoreSnapshot snapshot = store.Snapshot();
        ItemScan scan = new(snapshot, ItemKeys.RangeOf(number));
        List<(byte[] Key, byte[] Value)> items = [];
        CommitTicket last = default;
        while (scan.Next(items))
        {
            foreach ((byte[] Key, byte[] Value)[] some in items.Chunk(ItemsAtOnce))
            {
                token.ThrowIfCancellationRequested();
                last = Fill([.. some.Select(item => new ItemAddress(item.Key))], find, entryOf) ?? last;
                await hop;
            }
        }

        await last.Durable.ConfigureAwait(false);
        return find() is not null;
    }

    private CommitTicket? Fill(ItemAddress[] addresses, Func<TableSchema?> find, Func<TableSchema, Value, ItemAddress, byte[]?> entryOf)
    {
        List<Lock> entered = [];
        try
        {
            locks.Enter(addresses, entered);
            if (find() is not { } table) return null;
            byte[]?[] stored = store.GetMany([.. addresses.Select(address => address.StoreKey)]);
            List<byte[]> entries = [];
            for (int i = 0; i < addresses.Length; i++)
            {
                Value item = StoredItem.Read(stored[i], ItemKeys.KeyOf(table, addresses[i].StoreKey));
                if (entryOf(table, item, addresses[i]) is { } entry) entries.Add(entry);
            }

            if (entries.Count == 0) return null;
            return commits.Write(0, entries, static (batch, _, keys) =>
            {
                foreach (byte[] key in keys) batch.Put(key, []);
            });
        }
        finally
        {
            ItemLocks.Exit(entered);
        }
    }
}

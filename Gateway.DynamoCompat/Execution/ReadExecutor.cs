using System.Collections.Immutable;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Capacity;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Scopes;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Execution;

/// <summary>Reads items and pages. What a reader was shown is durable before it gets it.</summary>
internal sealed class ReadExecutor(IKeyValueStore store, ItemLocks locks, ItemCache cache, CommitLoop commits, PartitionDoor door)
{
    /// <summary>Reads one item.</summary>
    /// <param name="address">Where it lies.</param>
    /// <param name="key">A map of its key attributes.</param>
    /// <returns>The whole item; none if there is none.</returns>
    public async ValueTask<Value> GetAsync(ItemAddress address, Value key)
    {
        await door.PassAsync(address).ConfigureAwait(false);
        Value item = StoredItem.Read(cache.Find(address) ?? Fetch(address), key);
        await commits.WaitDurableAsync(locks.LastSequence(address)).ConfigureAwait(false);
        return item;
    }

    /// <summary>Reads many items as they were at one moment.</summary>
    /// <returns>In the order asked for; none where there is none.</returns>
    public async ValueTask<Value[]> GetManyAsync(IReadOnlyList<(ItemAddress Address, Value Key)> items)
    {
        await door.PassAsync(items.Select(item => item.Address)).ConfigureAwait(false);
        byte[]?[] stored = store.GetMany([.. items.Select(item => item.Address.StoreKey)]);
        Value[] read = [.. stored.Select((bytes, at) => StoredItem.Read(bytes, items[at].Key))];
        await commits.WaitDurableAsync(commits.AssignedSequence).ConfigureAwait(false);
        return read;
    }

    /// <summary>Reads one page.</summary>
    public async ValueTask<ReadPage> PageAsync(ReadPlan plan, CancellationToken token)
    {
        await door.PassAsync(plan, token).ConfigureAwait(false);
        ReadPage page = Read(plan, token);
        await commits.WaitDurableAsync(commits.AssignedSequence, token).ConfigureAwait(false);
        return page;
    }

    private byte[]? Fetch(ItemAddress address)
    {
        int version = cache.VersionOf(address);
        if (store.Get(address.StoreKey) is not { } stored) return null;
        lock (locks.Of(address)) cache.Offer(address, stored, version);
        return stored;
    }

    private ReadPage Read(ReadPlan plan, CancellationToken token)
    {
        ReadPage page = new();
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(plan.Range, plan.Direction);
        while (cursor.MoveNext())
        {
            token.ThrowIfCancellationRequested();
            Value item = plan.Index is null ? ReadItem(plan.Table, cursor) : ReadEntry(plan, snapshot, cursor.Key);
            if (item.IsNone) continue; // a deleted item whose document is still needed by others

            Value view = plan.ViewOf(item);
            Value shown = plan.Index is null ? item : plan.Index.ViewOf(item);
            page.Scan(shown);
            if (plan.ReadsWholeItems) page.FetchedUnits += CapacityUnits.OfRead(item.ItemSizeBytes);
            if (plan.Filter is null || plan.Filter.IsTrue(view))
            {
                page.Count++;
                if (!plan.CountsOnly) page.Items.Add(plan.Projection is null ? plan.ShowsWholeItems ? view : shown : plan.Projection.Of(view));
            }

            if (page.ScannedCount < plan.ItemsMax && !page.Holds(plan.PageBytesMax)) continue;
            page.LastKey = LastKeyOf(plan, item);
            break;
        }

        return page;
    }

    private static Value ReadItem(TableSchema table, IStoreCursor cursor) => StoredItem.Read(cursor.Value, ItemKeys.KeyOf(table, cursor.Key));

    private static Value ReadEntry(ReadPlan plan, IStoreSnapshot snapshot, ReadOnlySpan<byte> entry)
    {
        ItemAddress address = ItemKeys.AddressOf(plan.Table, IndexKeys.ItemKeyOf(plan.Index!, entry));
        return StoredItem.Read(snapshot.Get(address.StoreKey), ItemKeys.KeyOf(plan.Table, address.StoreKey));
    }

    private static Value LastKeyOf(ReadPlan plan, Value item)
    {
        ImmutableArray<KeyAttribute> parts = plan.Table.Key.All;
        if (plan.Index is { } index) parts = [.. index.Key.All, .. parts.Where(part => !index.Key.Has(part.Name))];
        return KeyRules.Only(parts, item);
    }
}

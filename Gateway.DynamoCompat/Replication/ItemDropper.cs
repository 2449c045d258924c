using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Drops documents that this PoP need not hold any more, with all that was kept because of them. Nothing was deleted: no stream record, no entry of the log.</summary>
internal sealed class ItemDropper(DynamoServices services, ItemCache cache)
{
    /// <inheritdoc cref="ReplicaPort.Drop"/>
    public bool Drop(TableSchema table, IReadOnlyDictionary<ItemKey, Context> items, Func<bool> isStillSo)
    {
        ItemAddress[] addresses = [.. items.Keys.Select(key => ItemKeys.AddressOf(table, key.Bytes))];
        List<Lock> entered = [];
        services.Locks.Enter(addresses, entered);
        try
        {
            if (!isStillSo() || table.Newest is not { Definition.IsRestoring: false } newest) return false;
            List<PlannedWrite> dropped = [];
            foreach (ItemAddress address in addresses)
            {
                if (services.Locks.IsHeld(address) || !newest.Scope.IsLocal(address.KeyBytes.Span)) return false;
                if (services.Store.Get(address.StoreKey) is not { } stored) continue;
                PlannedWrite one = Plan(newest, address, stored);
                if (!items[address.Key].Equals(one.DocumentBefore!.Context)) return false;
                dropped.Add(one);
            }

            Commit(dropped);
            return true;
        }
        finally
        {
            ItemLocks.Exit(entered);
        }
    }

    private PlannedWrite Plan(TableSchema table, in ItemAddress address, byte[] stored)
    {
        ItemWrite write = new() { Table = table, Address = address, Key = ItemKeys.KeyOf(table.Key, address.KeyBytes.Span), Change = ItemChange.Merge.Instance };
        return new PlannedWrite(write)
        {
            VisibleBefore = DocumentCodec.ReadVisible(stored),
            StoredBefore = stored,
            DocumentBefore = DocumentCodec.Decode(address.Key, stored, services.Identity.Replicas),
        };
    }

    private void Commit(List<PlannedWrite> dropped)
    {
        if (dropped.Count == 0) return;
        foreach (PlannedWrite one in dropped) cache.Forget(one.Write.Address);
        services.Commits.Write(0, (Dropper: this, Dropped: dropped), static (batch, _, state) =>
        {
            foreach (PlannedWrite one in state.Dropped) state.Dropper.Fill(batch, one);
        });
        foreach (PlannedWrite one in dropped)
        {
            cache.Pass(one.Write.Address);
            services.Replication.Tell(one.Write.Table, one.Write.Address, one.DocumentBefore, null);
        }
    }

    private void Fill(WriteBatch batch, PlannedWrite one)
    {
        ItemAddress address = one.Write.Address;
        services.Clock.ForgetOwn(one.DocumentBefore!.Context);
        batch.Delete(address.StoreKey);
        Remains.Write(batch, address, one.DocumentBefore, null);
        HistoryWriter.Write(batch, one.Write.Table, address, one.StoredBefore, services.Time.GetUtcNow().ToUnixTimeMilliseconds(), services.Commits.AssignedSequence);
        if (!one.ShowsOther) return;
        IndexWriter.Write(batch, one);
        ExpiryWriter.Write(batch, one);
        services.Figures.Change(one);
    }
}

using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>Writes when the items expire that were there before time to live was switched on.</summary>
internal sealed class ExpiryFill(IKeyValueStore store, CommitLoop commits, ItemLocks locks, TableCatalog tables) : IJobWork
{
    public JobKind Kind => JobKind.FillExpiry;

    public async Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token)
    {
        locks.PassAll();
        using IStoreSnapshot snapshot = store.Snapshot();
        ItemScan scan = new(snapshot, ItemKeys.RangeOf(job.Table));
        List<(byte[] Key, byte[] Value)> entries = [];
        CommitTicket last = default;
        while (scan.Next(entries))
        {
            token.ThrowIfCancellationRequested();
            foreach ((byte[] key, _) in entries) last = FillOne(job.Table, new ItemAddress(key)) ?? last;
            await Task.Yield();
        }

        await last.Durable.ConfigureAwait(false);
    }

    private CommitTicket? FillOne(uint number, ItemAddress address)
    {
        lock (locks.Of(address))
        {
            if (tables.Find(number) is not { TimeToLiveAttribute: { } attribute } table) return null;
            Value item = StoredItem.Read(store.Get(address.StoreKey), ItemKeys.KeyOf(table, address.StoreKey));
            return ExpiryKeys.EntryOf(table, attribute, item, address) is { } entry ? commits.Write(0, entry, static (batch, _, key) => batch.Put(key, [])) : null;
        }
    }
}

using Gateway.DynamoCompat.Scopes;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Execution;

/// <summary>Runs writes of single items: under the item's lock up to the store, then until the write is durable.</summary>
internal sealed class WriteExecutor(IKeyValueStore store, ItemLocks locks, ItemCache cache, WritePlanner planner, WriteCommitter committer, CommitLoop commits, PartitionDoor door)
{
    /// <summary>Runs one write.</summary>
    /// <returns>What it saw and did, durable; <see cref="PlannedWrite.IsAllowed"/> is false if its condition did not hold.</returns>
    /// <exception cref="WireException">The write does not fit the item, or a transaction has the item: nothing was written.</exception>
    public async ValueTask<PlannedWrite> RunAsync(ItemWrite write)
    {
        await door.PassAsync(write).ConfigureAwait(false);
        PlannedWrite planned = Start(write, out CommitTicket ticket);
        if (planned.Changes) await ticket.Durable.ConfigureAwait(false);
        else await commits.WaitDurableAsync(locks.LastSequence(write.Address)).ConfigureAwait(false); // what it saw must not be lost any more
        return planned;
    }

    /// <summary>The part under the lock: after it the write is visible here, but not durable yet.</summary>
    private PlannedWrite Start(ItemWrite write, out CommitTicket ticket)
    {
        lock (locks.Of(write.Address))
        {
            if (locks.IsHeld(write.Address)) throw new WireException(DynamoErrors.TransactionConflict);
            PlannedWrite planned = planner.Plan(write, cache.Find(write.Address) ?? store.Get(write.Address.StoreKey));
            ticket = planned.Changes ? committer.Commit(planned) : default;
            return planned;
        }
    }
}

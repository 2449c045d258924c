using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Scopes;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Execution;

/// <summary>Runs transactions: all writes in one batch, or none.</summary>
internal sealed class TransactionExecutor(IKeyValueStore store, ItemLocks locks, StoreClock clock, WritePlanner planner, WriteCommitter committer, CommitLoop commits, TransactionTokens tokens, PartitionDoor door)
{
    /// <summary>Runs the writes of one transaction.</summary>
    /// <param name="writes">Each of another item.</param>
    /// <param name="token">The client's token; null if there is none.</param>
    public async ValueTask<TransactionOutcome> WriteAsync(IReadOnlyList<TransactionWrite> writes, TransactionToken? token)
    {
        await door.PassAsync(writes.Select(part => part.Write.Address)).ConfigureAwait(false);
        if (token is not null && tokens.Begin(token) is var state and not TokenState.New) return new TransactionOutcome { Token = state };
        try
        {
            TransactionOutcome outcome = Start(writes, token, out CommitTicket ticket);
            try
            {
                await ticket.Durable.ConfigureAwait(false);
                if (outcome.Reasons is not null) await commits.WaitDurableAsync(commits.AssignedSequence).ConfigureAwait(false);
            }
            finally
            {
                if (outcome.Reasons is null) Release(writes);
            }

            return outcome;
        }
        finally
        {
            if (token is not null) tokens.End(token);
        }
    }

    /// <summary>Reads items as they were at one moment at which no transaction had them.</summary>
    /// <returns>The items in order, none where there is none; or the reasons why it cannot be.</returns>
    public async ValueTask<(Value[] Items, CancellationReason[]? Reasons)> ReadAsync(IReadOnlyList<(ItemAddress Address, Value Key)> items)
    {
        await door.PassAsync(items.Select(item => item.Address)).ConfigureAwait(false);
        List<Lock> entered = [];
        byte[]?[] stored;
        locks.Enter(items.Select(item => item.Address), entered);
        try
        {
            // Asked once: a transaction lets go of its items without their locks.
            CancellationReason[] reasons = [.. items.Select(item => locks.IsHeld(item.Address) ? CancellationReason.Conflict : CancellationReason.None)];
            if (Array.Exists(reasons, reason => !reason.IsNone)) return ([], reasons);
            stored = store.GetMany([.. items.Select(item => item.Address.StoreKey)]);
        }
        finally
        {
            ItemLocks.Exit(entered);
        }

        Value[] read = [.. stored.Select((bytes, at) => StoredItem.Read(bytes, items[at].Key))];
        foreach ((ItemAddress address, _) in items) await commits.WaitDurableAsync(locks.LastSequence(address)).ConfigureAwait(false);
        return (read, null);
    }

    private TransactionOutcome Start(IReadOnlyList<TransactionWrite> writes, TransactionToken? token, out CommitTicket ticket)
    {
        ticket = default;
        List<Lock> entered = [];
        locks.Enter(writes.Select(part => part.Write.Address), entered);
        try
        {
            StoredPart[] parts = [.. writes.Select(Read)];
            SharedStamp stamp = new(clock, parts.Aggregate(Context.Empty, (seen, part) => part.Document is null ? seen : seen.Union(part.Document.Context)));
            PlannedWrite[] planned = new PlannedWrite[writes.Count];
            CancellationReason[] reasons = [.. parts.Select((part, at) => Plan(part, stamp, out planned[at]))];
            if (reasons.Any(reason => !reason.IsNone)) return new TransactionOutcome { Reasons = reasons };

            ticket = committer.Commit(planned, token);
            foreach (TransactionWrite part in writes) locks.Hold(part.Write.Address);
            return new TransactionOutcome { Writes = planned };
        }
        finally
        {
            ItemLocks.Exit(entered);
        }
    }

    private StoredPart Read(TransactionWrite part)
    {
        if (locks.IsHeld(part.Write.Address)) return new StoredPart(part, null, null);
        byte[]? stored = store.Get(part.Write.Address.StoreKey);
        return new StoredPart(part, stored, planner.Read(part.Write, stored));
    }

    private CancellationReason Plan(StoredPart part, SharedStamp stamp, out PlannedWrite planned)
    {
        planned = null!; // not looked at unless all are allowed
        if (part.Document is null) return CancellationReason.Conflict;
        try
        {
            planned = planner.Plan(part.Of.Write, part.Stored, part.Document, stamp);
        }
        catch (WireException refusal) when (refusal.Error.Status < 500) // what is the server's fault is to be tried again, and no fault of an item
        {
            return CancellationReason.Invalid(refusal.Error.Message);
        }

        return planned.IsAllowed ? CancellationReason.None : CancellationReason.ConditionFailed(part.Of.ReturnsOldOnFailure ? planned.Before : default);
    }

    private void Release(IReadOnlyList<TransactionWrite> writes)
    {
        foreach (TransactionWrite part in writes) locks.Release(part.Write.Address);
    }

    /// <summary>A write and what is stored of its item; without a document where another transaction has the item.</summary>
    private readonly record struct StoredPart(TransactionWrite Of, byte[]? Stored, Document? Document);
}

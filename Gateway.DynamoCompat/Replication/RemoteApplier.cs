using Gateway.Crdt;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Streams;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.DynamoCompat.Validation;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Merges what other PoPs wrote, with all that a write keeps: index entries, expiry, figures, history, stream records. It is in no log: each PoP ships its own writes only.</summary>
internal sealed class RemoteApplier(DynamoServices services, ItemCache cache)
{
    /// <summary>Changes that share one commit; a whole document counts for several.</summary>
    private const int WeightMax = 256;
    private const int DocumentWeight = 8;

    /// <summary>What a document may hold beside what shows before it is looked through for what may go.</summary>
    private const int HiddenBytesUsual = 256;

    private readonly CommitLoop commits = services.Commits;
    private readonly ReplicaState state = services.Replication;

    /// <inheritdoc cref="ReplicaPort.Apply"/>
    public long Apply(ReadOnlySpan<RemoteUnit> units, Span<RemoteOutcome> outcomes)
    {
        if (outcomes.Length < units.Length) throw new ArgumentException("Each unit has an outcome.", nameof(outcomes));
        while (!units.IsEmpty)
        {
            int count = 1;
            for (int weight = WeightOf(units[0]); count < units.Length && (weight += WeightOf(units[count])) <= WeightMax;) count++;
            ApplySome(units[..count], outcomes[..count]);
            units = units[count..];
            outcomes = outcomes[count..];
        }

        return commits.AssignedSequence;
    }

    private static int WeightOf(RemoteUnit unit)
    {
        int weight = 0;
        for (int i = 0; i < unit.Changes.Count; i++) weight += unit.Changes[i].Fragment is Fragment.OfDocument ? DocumentWeight : 1;
        return weight;
    }

    /// <summary>All in one commit. If something unforeseen is wrong with one of them, each on its own, so that it spoils no other.</summary>
    private void ApplySome(ReadOnlySpan<RemoteUnit> units, Span<RemoteOutcome> outcomes)
    {
        try
        {
            ApplyTogether(units, outcomes);
        }
        catch (Exception bug) when (bug is not (StoreFault or OutOfMemoryException))
        {
            if (units.Length == 1) outcomes[0] = new RemoteOutcome(RemoteResult.Unfit, 0, bug is DocumentFault ? bug.Message : bug.GetType().Name);
            else for (int i = 0; i < units.Length; i++) ApplySome(units.Slice(i, 1), outcomes.Slice(i, 1));
        }
    }

    private void ApplyTogether(ReadOnlySpan<RemoteUnit> units, Span<RemoteOutcome> outcomes)
    {
        RemoteBatch batch = new(services.Directory);
        batch.Locate(units, outcomes);
        List<Lock> entered = [];
        services.Locks.Enter(batch.Items.Select(item => item.Address), entered);
        try
        {
            batch.Merge(units, outcomes, services.Clock, state, Load);
            if (batch.Steps.Count == 0) return;
            RemoteItem[] changed = [.. batch.Items.Where(item => item.IsLoaded && !ReferenceEquals(item.Current, item.Original))];
            foreach (RemoteItem item in changed) item.Net = Plan(item);
            Commit(batch.Steps, changed);
        }
        finally
        {
            ItemLocks.Exit(entered);
        }

        foreach (RemoteItem item in batch.Items)
        {
            if (item.Table.Number == SystemTable.Number && item.Net is not null) services.SystemTable.OnChanged(item.Address.KeyBytes.Span);
        }
    }

    /// <summary>Under the item's lock.</summary>
    private void Load(RemoteItem item)
    {
        item.IsLoaded = true;
        if (item.Table.Newest is not { Definition.IsRestoring: false } table) return;
        item.Table = table;
        item.IsOpen = true;
        item.IsKept = table.Scope.IsLocal(item.Address.KeyBytes.Span) && !services.Door.MayForget(table, item.Address);
        item.Stored = cache.Find(item.Address) ?? services.Store.Get(item.Address.StoreKey);
        try
        {
            item.Original = item.Stored is null ? Document.Empty(item.Address.Key) : DocumentCodec.Decode(item.Address.Key, item.Stored, services.Identity.Replicas);
        }
        catch (DocumentFault fault)
        {
            throw new StoreFault(StoreFaultKind.Corrupt, $"A document of the store cannot be read: {fault.Message}", fault);
        }

        item.Current = item.Next = item.Original;
    }

    private PlannedWrite Plan(RemoteItem item)
    {
        byte[]? encoded = null;
        Document? after = item.Current;
        if (!item.IsKept && state.IsForgotten(after, item.MayBeUnseen))
        {
            after = null; // somebody else still remembered it
        }
        else
        {
            encoded = DocumentCodec.Encode(after, services.Identity.Replicas);
            if (encoded.Length - DocumentCodec.ReadVisible(encoded).Bytes.Length > HiddenBytesUsual)
            {
                Document? rest = state.RestOf(after, item.MayBeUnseen, item.IsKept);
                if (!ReferenceEquals(rest, after)) encoded = rest is null ? null : DocumentCodec.Encode(rest, services.Identity.Replicas);
                after = rest;
            }
        }

        Value shows = encoded is null ? default : DocumentCodec.ReadVisible(encoded);
        if (!shows.IsNone && ItemRules.IsTooLarge(shows)) state.Conflicts.NoteOversize(item.Table); // kept, and served; only local writes must not make it larger
        return new PlannedWrite(WriteOf(item, origin: null))
        {
            VisibleBefore = item.Stored is null ? default : DocumentCodec.ReadVisible(item.Stored),
            VisibleAfter = shows,
            StoredBefore = item.Stored,
            StoredAfter = encoded,
            DocumentBefore = item.Stored is null ? null : item.Original,
            DocumentAfter = after,
        };
    }

    private static ItemWrite WriteOf(RemoteItem item, ChangeOrigin? origin) =>
        new() { Table = item.Table, Address = item.Address, Key = item.Key, Change = ItemChange.Merge.Instance, Origin = origin };

    private void Commit(List<RemoteStep> steps, RemoteItem[] changed)
    {
        foreach (RemoteItem item in changed) cache.Forget(item.Address);
        commits.Write(steps.Count, (Applier: this, Steps: steps, Changed: changed), static (batch, first, state) => state.Applier.Fill(batch, first, state.Steps, state.Changed));
        foreach (RemoteItem item in changed)
        {
            cache.Pass(item.Address);
            state.Tell(item.Table, item.Address, item.Net!.DocumentBefore, item.Net.DocumentAfter);
        }
    }

    private void Fill(WriteBatch batch, long first, List<RemoteStep> steps, RemoteItem[] changed)
    {
        long millisecond = services.Time.GetUtcNow().ToUnixTimeMilliseconds();
        ChangeLog.Pass(batch, first, first + steps.Count - 1);
        for (int i = 0; i < steps.Count; i++)
        {
            services.Locks.Note(steps[i].Item.Address, first + i);
            if (steps[i].Item.Table.StreamView != StreamView.None) StreamAppender.Write(batch, Shown(steps[i]), millisecond, first + i);
            NoteTransactions(batch, steps[i], millisecond);
        }

        foreach (RemoteItem item in changed)
        {
            PlannedWrite net = item.Net!;
            if (net.StoredAfter is { } stored)
            {
                batch.Put(item.Address.StoreKey, stored);
            }
            else
            {
                services.Clock.ForgetOwn(item.Current.Context);
                batch.Delete(item.Address.StoreKey);
            }

            if (state.IsReplicated) Remains.Write(batch, item.Address, net.DocumentBefore, net.DocumentAfter);
            if (net.ShowsOther)
            {
                IndexWriter.Write(batch, net);
                ExpiryWriter.Write(batch, net);
            }

            HistoryWriter.Write(batch, item.Table, item.Address, net.StoredBefore, millisecond, first);
        }

        foreach (RemoteItem item in changed)
        {
            if (item.Net!.ShowsOther) services.Figures.Change(item.Net);
        }
    }

    /// <summary>What readers see of one step.</summary>
    private static PlannedWrite Shown(RemoteStep step)
    {
        RemoteUnit unit = step.Unit;
        return new PlannedWrite(WriteOf(step.Item, new ChangeOrigin(unit.Origin ?? "", unit.OriginRegion)))
        {
            VisibleBefore = step.Before.Visible,
            VisibleAfter = step.After.Visible,
            DocumentAfter = step.After,
        };
    }

    private static void NoteTransactions(WriteBatch batch, RemoteStep step, long millisecond)
    {
        foreach (RemoteChange change in step.Unit.Changes)
        {
            if (change.Fragment is Fragment.OfDelta { Delta: { Group: { } group } delta } && IsOf(change, step.Item))
            {
                TransactionIndex.Write(batch, step.Item.Address, delta.Stamp, group.Id, millisecond);
            }
            else if (change.Fragment is Fragment.OfMerged { Merged: { Groups.Count: > 0 } merged } && IsOf(change, step.Item))
            {
                foreach (DeltaGroup one in merged.Groups) TransactionIndex.Write(batch, step.Item.Address, merged.Stamp, one.Id, millisecond);
            }
        }
    }

    private static bool IsOf(RemoteChange change, RemoteItem item) => change.Fragment.Key == item.Address.Key && change.Table == ReplicatedTable.Of(item.Table).Id;
}

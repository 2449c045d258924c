using Gateway.Crdt;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Planning;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Scopes;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.DynamoCompat.Validation;

namespace Gateway.DynamoCompat.Execution;

/// <summary>From a write and the stored document to what is committed. Reads no store; the stamp is all that it takes from outside.</summary>
internal sealed class WritePlanner(StoreClock clock, ReplicaTable replicas, ReplicaState replication, PartitionDoor door)
{
    /// <summary>What a document may hold beside what shows before it is looked through for what may go.</summary>
    private const int HiddenBytesUsual = 256;

    /// <summary>Plans a write.</summary>
    /// <param name="write">The write.</param>
    /// <param name="stored">The document as it lies in the store; null if there is none.</param>
    /// <exception cref="WireException">The write does not fit the item.</exception>
    public PlannedWrite Plan(ItemWrite write, byte[]? stored) => Plan(write, stored, null, null);

    /// <summary>Plans a write of a transaction.</summary>
    /// <param name="write">The write.</param>
    /// <param name="stored">The document as it lies in the store; null if there is none.</param>
    /// <param name="document">The same, read; null if it is to be read.</param>
    /// <param name="shared">The stamp of the whole transaction; null for a stamp of its own.</param>
    /// <exception cref="WireException">The write does not fit the item.</exception>
    public PlannedWrite Plan(ItemWrite write, byte[]? stored, Document? document, SharedStamp? shared)
    {
        TableSchema table = write.Table.Newest ?? throw new WireException(DynamoErrors.TableNotFound);
        if (table != write.Table) write = write with { Table = table };

        document ??= Read(write, stored);
        Value visible = document.Visible;
        bool isLookedAt = write.Condition is not null || write.Change is ItemChange.Update;
        Value before = isLookedAt && !visible.IsNone ? ValueMaps.Union(visible, write.Key) : default;
        if (write.Condition is { } condition && !condition.IsTrue(before)) return Unchanged(write, stored, visible, before, null).Refused();

        UpdateResult? update = null;
        IReadOnlyList<DocumentEdit> edits;
        switch (write.Change)
        {
            case ItemChange.Put put:
                edits = [new DocumentEdit.PutItem(ValueMaps.Except(put.Item, write.Key))];
                break;
            case ItemChange.Delete:
                edits = visible.IsNone ? [] : [new DocumentEdit.DeleteItem()];
                break;
            case ItemChange.Expire expiry:
                edits = IsExpired(table, visible, expiry.Second) ? [new DocumentEdit.DeleteItem()] : [];
                break;
            case ItemChange.Revise revise:
                edits = Revise(visible, revise.After(visible));
                break;
            case ItemChange.Update change:
                update = change.Plan.Evaluate(before, write.Key, write.Condition);
                edits = update.Edits;
                break;
            default:
                edits = [];
                break;
        }

        Delta? delta = edits.Count == 0 ? null : PlanEdits(write, document, edits, shared);
        if (delta is null or { IsEmpty: true }) return Unchanged(write, stored, visible, before, update);

        document.Apply(delta, out Document result, replication.IsReplicated ? replication.Here : null);
        byte[] encoded = Encode(ref result, out Value visibleAfter, replication.IsReplicated && table.Scope.MayBeUnseen(write.Address.KeyBytes.Span));
        PlannedWrite planned = new(write)
        {
            VisibleBefore = visible,
            VisibleAfter = visibleAfter,
            Before = before,
            StoredBefore = stored,
            StoredAfter = encoded,
            DocumentBefore = stored is null ? null : document,
            DocumentAfter = result,
            Delta = delta.Under(write.ConditionClass),
            Update = update,
        };
        if (update is not null) ItemRules.CheckUpdated(table, planned);
        return planned;
    }

    /// <summary>The document of a write's item.</summary>
    public Document Read(ItemWrite write, byte[]? stored) => stored is null ? Document.Empty(write.Address.Key) : DocumentCodec.Decode(write.Address.Key, stored, replicas);

    private static PlannedWrite Unchanged(ItemWrite write, byte[]? stored, Value visible, Value before, UpdateResult? update) =>
        new(write) { VisibleBefore = visible, VisibleAfter = visible, Before = before, StoredBefore = stored, Update = update };

    /// <summary>An item that is not there is made member by member, so that what others make of it at the same time stays beside it; one that is there changes by the smallest edit.</summary>
    private static List<DocumentEdit> Revise(Value before, Value after)
    {
        if (after == before) return [];
        if (after.IsNone) return [new DocumentEdit.DeleteItem()];
        if (!before.IsNone) return [new DocumentEdit.PutItem(after)];
        List<DocumentEdit> edits = [new DocumentEdit.Touch()];
        foreach (ValueEntry member in after) edits.Add(new DocumentEdit.Assign(ValuePath.Of(member.Name), member.Value));
        return edits;
    }

    /// <summary>With no other PoP everything is stable at once; but only a document that carries more than usual is worth the look for what may go. Items that do not live at every PoP keep it all (ADR 33, ADR 42).</summary>
    private byte[] Encode(ref Document document, out Value visible, bool isKept)
    {
        byte[] encoded = DocumentCodec.Encode(document, replicas);
        visible = DocumentCodec.ReadVisible(encoded);
        if (encoded.Length - visible.Bytes.Length <= HiddenBytesUsual || isKept) return encoded;
        Document pruned = Pruning.Prune(document, replication.IsReplicated ? replication.Here : document.Context);
        if (ReferenceEquals(pruned, document)) return encoded;
        document = pruned;
        encoded = DocumentCodec.Encode(document, replicas);
        visible = DocumentCodec.ReadVisible(encoded);
        return encoded;
    }

    /// <summary>Asked again under the item's lock: since the item was found its time may have been extended.</summary>
    private static bool IsExpired(TableSchema table, Value item, long second) =>
        !item.IsNone && table.TimeToLiveAttribute is { } attribute && ExpiryKeys.TryGetExpiry(item, attribute, out long expiry) && expiry <= second;

    private Delta PlanEdits(ItemWrite write, Document document, IReadOnlyList<DocumentEdit> edits, SharedStamp? shared)
    {
        if (!door.MayWrite(write.Table, write.Address)) throw new WireException(DynamoErrors.NotHere);
        try
        {
            // What is made anew here because it has not come yet would remove elsewhere what is stable there (ADR 5).
            if ((!clock.TakesWrites && (write.Table.Number != SystemTable.Number || SystemTable.MustWait(write.Key))) || write.Table.Definition.IsPartial) throw new WireException(DynamoErrors.StillJoining);
            return EditPlanner.Plan(document, edits, shared?.Get() ?? clock.Next(document.Context), write.Table.PlanOptions);
        }
        catch (DocumentFault fault) when (fault.Kind is DocumentFaultKind.NumberRange)
        {
            throw new WireException(DynamoErrors.NumberOverflow);
        }
        catch (DocumentFault fault) when (fault.Kind is DocumentFaultKind.TooDeep)
        {
            throw new WireException(DynamoErrors.NestingTooDeep);
        }
    }
}

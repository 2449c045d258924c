using Gateway.Crdt;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Some units on their way into the documents: first where their items lie, then, under the locks, what they make of them. Pure but for reading the store.</summary>
internal sealed class RemoteBatch(TableDirectory tables)
{
    private readonly Dictionary<ItemAddress, RemoteItem> items = [];
    private readonly List<RemoteItem?> placed = [];
    private readonly List<RemoteItem> touched = [];

    /// <summary>The items of all units.</summary>
    public IReadOnlyCollection<RemoteItem> Items => items.Values;

    /// <summary>What the units that fit do, in their order.</summary>
    public List<RemoteStep> Steps { get; } = [];

    /// <summary>Finds the items. Units that name unknown tables or keys that are none get their outcomes.</summary>
    public void Locate(ReadOnlySpan<RemoteUnit> units, Span<RemoteOutcome> outcomes)
    {
        for (int i = 0; i < units.Length; i++)
        {
            outcomes[i] = new RemoteOutcome(RemoteResult.AlreadySeen);
            IReadOnlyList<RemoteChange> changes = units[i].Changes;
            for (int at = 0; at < changes.Count; at++)
            {
                RemoteOutcome? refusal = Locate(changes[at], at, out RemoteItem? item);
                placed.Add(item);
                if (refusal is { } one && outcomes[i].Change < 0) outcomes[i] = one;
            }
        }
    }

    /// <summary>Merges the units, each whole or not at all. Under the locks of all items.</summary>
    /// <param name="units">As for <see cref="Locate(ReadOnlySpan{RemoteUnit}, Span{RemoteOutcome})"/>.</param>
    /// <param name="outcomes">Likewise.</param>
    /// <param name="clock">Who makes this store's stamps.</param>
    /// <param name="state">What is stable.</param>
    /// <param name="load">Fetches an item.</param>
    public void Merge(ReadOnlySpan<RemoteUnit> units, Span<RemoteOutcome> outcomes, StoreClock clock, ReplicaState state, Action<RemoteItem> load)
    {
        int first = 0;
        for (int i = 0; i < units.Length; i++)
        {
            if (outcomes[i].Change < 0) outcomes[i] = Merge(units[i], first, clock, state, load);
            first += units[i].Changes.Count;
        }
    }

    private RemoteOutcome? Locate(RemoteChange change, int at, out RemoteItem? item)
    {
        item = null;
        if (!tables.TryFind(change.Table, out TableSchema? table)) return new RemoteOutcome(RemoteResult.TableUnknown, at);
        try
        {
            ReadOnlySpan<byte> itemKey = change.Fragment.Key.Bytes;
            CheckKey(table.Key, itemKey);
            ItemAddress address = ItemKeys.AddressOf(table, itemKey);
            if (!items.TryGetValue(address, out item)) items.Add(address, item = new RemoteItem(table, address, ItemKeys.KeyOf(table.Key, itemKey)));
            return null;
        }
        catch (Exception fault) when (fault is StoreFault or DocumentFault)
        {
            return new RemoteOutcome(RemoteResult.Unfit, at, "The key is none of its table.");
        }
    }

    private RemoteOutcome Merge(RemoteUnit unit, int first, StoreClock clock, ReplicaState state, Action<RemoteItem> load)
    {
        touched.Clear();
        RemoteOutcome outcome = new(RemoteResult.AlreadySeen);
        for (int at = 0; at < unit.Changes.Count && outcome.Change < 0; at++)
        {
            RemoteItem item = placed[first + at]!;
            if (!item.IsLoaded) load(item);
            outcome = item.IsOpen ? Merge(unit, at, item, clock, state) : new RemoteOutcome(RemoteResult.TableUnknown, at);
        }

        foreach (RemoteItem item in touched)
        {
            if (outcome.Change >= 0)
            {
                item.Next = item.Current;
            }
            else if (!ReferenceEquals(item.Next, item.Current))
            {
                Steps.Add(new RemoteStep(unit, item, item.Current, item.Next));
                item.Current = item.Next;
                outcome = new RemoteOutcome(RemoteResult.Applied);
            }
        }

        return outcome;
    }

    private RemoteOutcome Merge(RemoteUnit unit, int at, RemoteItem item, StoreClock clock, ReplicaState state)
    {
        RemoteChange change = unit.Changes[at];
        Fragment fragment = change.Fragment;
        ReplicaId self = clock.Replica;
        ApplyResult result;
        try
        {
            if (StampsBeyondTime(fragment)) return new RemoteOutcome(RemoteResult.Unfit, at, "A stamp lies at the end of time.");
            Context? stable = change.IsNewHere ? change.Known : unit.IsNewHere || item.Table.Definition.IsPartial ? null : state.Here;
            if (change.IsNewHere && !clock.MayHaveMade(fragment, self)) return new RemoteOutcome(RemoteResult.Unfit, at, "It bears this replica's id, but this replica never made it.");
            result = fragment.ApplyTo(item.Next, change.IsNewHere ? default : self, out Document next, stable, change.Past ?? (item.MayBeUnseen ? Context.Empty : null));
            if (!ReferenceEquals(next, item.Next) && !(item.Stored is null && !item.IsKept && state.IsForgotten(next, item.MayBeUnseen)))
            {
                if (ReferenceEquals(item.Next, item.Current)) touched.Add(item);
                if (result == ApplyResult.Applied) state.Conflicts.Note(item.Table, item.Next, fragment);
                item.Next = next;
            }
        }
        catch (Exception fault) when (fault is not (StoreFault or OutOfMemoryException))
        {
            return new RemoteOutcome(RemoteResult.Unfit, at, fault is DocumentFault ? fault.Message : fault.GetType().Name);
        }

        return result == ApplyResult.PredecessorMissing ? new RemoteOutcome(RemoteResult.PredecessorMissing, at) : new RemoteOutcome(RemoteResult.AlreadySeen);
    }

    /// <summary>The last tick is the mark of a closed replica: no write has it, and none could follow it.</summary>
    private static bool StampsBeyondTime(Fragment fragment) => fragment switch
    {
        Fragment.OfDelta one => one.Delta.Stamp.Time.Ticks >= ulong.MaxValue - 1,
        Fragment.OfMerged several => several.Merged.Stamp.Time.Ticks >= ulong.MaxValue - 1,
        _ => fragment.Brings.Highest.Ticks >= ulong.MaxValue - 1,
    };

    /// <summary>One item has one key: other bytes that could be read as the same key are refused.</summary>
    private static void CheckKey(KeySchema schema, ReadOnlySpan<byte> itemKey)
    {
        KeyReader reader = new(itemKey);
        Span<byte> number = stackalloc byte[ExactNumber.KeyBytesMax];
        foreach (KeyAttribute part in schema.All)
        {
            int start = reader.At;
            if (part.Type != ValueKind.Number)
            {
                reader.SkipTerminated();
                continue;
            }

            int bytes = reader.Number().WriteKey(number);
            if (!number[..bytes].SequenceEqual(itemKey[start..reader.At])) throw new StoreFault(StoreFaultKind.Corrupt, "A number of the key is written in another way.");
        }

        reader.End();
    }
}

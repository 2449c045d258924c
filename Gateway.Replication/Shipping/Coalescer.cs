using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Replication.Replica;
using Gateway.Storage.Log;

namespace Gateway.Replication.Shipping;

/// <summary>Makes units of log entries: what was written to one item several times becomes as few pieces as it can, and what transactions join stays together.</summary>
/// <remarks>Pure but for names of tables. Source: DOCUMENT 4.5, ADR 23.</remarks>
internal sealed class Coalescer(IReplica replica)
{
    /// <summary>Transactions that overlap on their items make one unit; a larger one is cut into its transactions again.</summary>
    private const int UnitBytesMax = 4 * 1024 * 1024;

    private readonly Dictionary<(uint Table, ItemKey Key), int> items = [];
    private readonly List<int> parents = [];

    /// <summary>Puts entries together.</summary>
    /// <param name="entries">In order, at most 2^31; of a transaction all that the peer holds. Those of tables that are gone are left out.</param>
    /// <returns>Units in the order of their first entries.</returns>
    public List<OutgoingUnit> Coalesce(IReadOnlyList<LogEntry> entries)
    {
        items.Clear();
        parents.Clear();
        int[] itemOf = new int[entries.Count];
        bool joins = false;
        for (int i = 0; i < entries.Count; i++)
        {
            itemOf[i] = ItemOf(entries[i]);
            if (i == 0 || !AreOfOne(entries[i - 1], entries[i])) continue;
            joins = true;
            Join(itemOf[i], itemOf[i - 1]);
        }

        if (!joins && parents.Count == entries.Count) return Singles(entries);

        Dictionary<int, List<int>> components = [];
        List<List<int>> ordered = [];
        for (int i = 0; i < entries.Count; i++)
        {
            int root = Root(itemOf[i]);
            if (!components.TryGetValue(root, out List<int>? members))
            {
                components.Add(root, members = []);
                ordered.Add(members);
            }

            members.Add(i);
        }

        List<OutgoingUnit> units = [];
        foreach (List<int> members in ordered) AddComponent(units, entries, itemOf, members);
        return units;
    }

    private List<OutgoingUnit> Singles(IReadOnlyList<LogEntry> entries)
    {
        List<OutgoingUnit> units = new(entries.Count);
        foreach (LogEntry entry in entries)
        {
            if (Raw(entry) is { } change) units.Add(new OutgoingUnit([change], entry.Sequence, entry.Sequence));
        }

        return units;
    }

    private void AddComponent(List<OutgoingUnit> units, IReadOnlyList<LogEntry> entries, int[] itemOf, List<int> members)
    {
        LogEntry first = entries[members[0]];
        bool isOneItem = members.TrueForAll(at => itemOf[at] == itemOf[members[0]]);
        if (isOneItem)
        {
            // Pieces of one item need not arrive together: each waits for the one before it by itself.
            foreach (OutgoingChange change in Merge(members.ConvertAll(at => entries[at]))) units.Add(new OutgoingUnit([change], first.Sequence, entries[members[^1]].Sequence));
            return;
        }

        long bytes = members.Sum(at => (long)entries[at].Delta.Length);
        if (bytes > UnitBytesMax)
        {
            AddTransactions(units, entries, members);
            return;
        }

        List<OutgoingChange> changes = [];
        foreach (IGrouping<int, int> item in members.GroupBy(at => itemOf[at])) changes.AddRange(Merge([.. item.Select(at => entries[at])]));
        if (changes.Count > 0) units.Add(new OutgoingUnit(changes, first.Sequence, entries[members[^1]].Sequence));
    }

    /// <summary>As they were written: one unit for each transaction.</summary>
    private void AddTransactions(List<OutgoingUnit> units, IReadOnlyList<LogEntry> entries, List<int> members)
    {
        List<OutgoingChange> changes = [];
        long begin = 0;
        for (int i = 0; i < members.Count; i++)
        {
            LogEntry entry = entries[members[i]];
            if (changes.Count == 0) begin = entry.Sequence;
            if (Raw(entry) is { } change) changes.Add(change);
            bool goesOn = i + 1 < members.Count && AreOfOne(entry, entries[members[i + 1]]);
            if (goesOn || changes.Count == 0) continue;
            units.Add(new OutgoingUnit(changes, begin, entry.Sequence));
            changes = [];
        }
    }

    /// <summary>Whether two entries are of one transaction. Its last, or its first, may be of an item that the peer does not hold.</summary>
    private static bool AreOfOne(in LogEntry one, in LogEntry next) =>
        one.TransactionSize > 1 && next.TransactionSize > 1 && one.Sequence - one.TransactionPosition == next.Sequence - next.TransactionPosition;

    /// <summary>The pieces of one item, in order.</summary>
    private List<OutgoingChange> Merge(List<LogEntry> entries)
    {
        List<OutgoingChange> changes = [];
        if (!replica.TryFindTable(entries[0].Table, out UInt128 table)) return changes;
        if (entries.Count == 1) return [new OutgoingChange(table, entries[0].Delta, null, entries[0].Milliseconds)];

        DeltaMerger merger = new();
        int begin = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            Delta delta = DeltaCodec.Decode(entries[i].Delta.ToArray());
            if (merger.TryAdd(delta)) continue;
            changes.Add(Take(merger, table, entries, begin, i));
            begin = i;
            merger = new DeltaMerger();
            merger.TryAdd(delta);
        }

        changes.Add(Take(merger, table, entries, begin, entries.Count));
        return changes;
    }

    /// <summary>What a merger holds, or the one delta as it is.</summary>
    private static OutgoingChange Take(DeltaMerger merger, UInt128 table, List<LogEntry> entries, int begin, int end)
    {
        LogEntry last = entries[end - 1];
        return end - begin == 1
            ? new OutgoingChange(table, last.Delta, null, last.Milliseconds)
            : new OutgoingChange(table, default, new Fragment.OfMerged(merger.Build()), last.Milliseconds);
    }

    private OutgoingChange? Raw(in LogEntry entry) =>
        replica.TryFindTable(entry.Table, out UInt128 table) ? new OutgoingChange(table, entry.Delta, null, entry.Milliseconds) : null;

    private int ItemOf(in LogEntry entry)
    {
        (uint, ItemKey) key = (entry.Table, entry.ItemKey);
        if (items.TryGetValue(key, out int item)) return item;
        items.Add(key, item = parents.Count);
        parents.Add(item);
        return item;
    }

    private int Root(int item)
    {
        while (parents[item] != item) item = parents[item] = parents[parents[item]];
        return item;
    }

    private void Join(int one, int other)
    {
        int root = Root(one);
        int target = Root(other);
        parents[Math.Max(root, target)] = Math.Min(root, target);
    }
}

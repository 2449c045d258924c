using Gateway.Crdt.Documents;

namespace Gateway.Replication.Tests.AntiEntropy;

/// <summary>The documents of one table, in the order of a store.</summary>
internal sealed class MemoryTable
{
    private static readonly Comparer<(uint Hash, string Key)> Order = Comparer<(uint Hash, string Key)>.Create(
        (left, right) => left.Hash != right.Hash ? left.Hash.CompareTo(right.Hash) : string.CompareOrdinal(left.Key, right.Key));

    private readonly SortedSet<(uint Hash, string Key)> order = new(Order);
    private readonly Dictionary<string, Document> documents = [];

    public Document? Find(string key) => documents.GetValueOrDefault(key);

    public void Set(uint hash, string key, Document? document)
    {
        if (document is null)
        {
            documents.Remove(key);
            order.Remove((hash, key));
        }
        else
        {
            documents[key] = document;
            order.Add((hash, key));
        }
    }

    /// <summary>A snapshot of a range.</summary>
    public (string Key, Document Document)[] Between(uint from, uint to, (uint Hash, string Key)? after)
    {
        (uint, string) begin = after is { } behind && Order.Compare(behind, (from, "")) > 0 ? behind : (from, "");
        (uint, string) end = to == uint.MaxValue ? (to, "\uffff") : (to + 1, "");
        return Order.Compare(begin, end) > 0 ? [] : [.. order.GetViewBetween(begin, end).Where(item => item.Hash <= to && (after is null || Order.Compare(item, after.Value) > 0)).Select(item => (item.Key, documents[item.Key]))];
    }
}

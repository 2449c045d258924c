using System.Text;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Indexes;

namespace Gateway.DynamoCompat.Tables;

/// <summary>What an item counts in a table, and in an index: there its projected attributes.</summary>
internal static class FigureSizes
{
    /// <summary>What an item counts in its table.</summary>
    /// <param name="keyBytes">The size of its key attributes.</param>
    /// <param name="visible">What shows besides; none if there is no item.</param>
    public static Figure Of(long keyBytes, Value visible) => visible.IsNone ? default : new Figure(1, keyBytes + visible.ItemSizeBytes);

    /// <summary>What an item counts in an index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="item">The whole item; none if there is none.</param>
    /// <returns>Zero if the item is not in the index.</returns>
    public static Figure Of(SecondaryIndex index, Value item)
    {
        if (item.IsNone || !IndexKeys.IsIn(index, item)) return default;
        if (index.Attributes is null) return new Figure(1, item.ItemSizeBytes);

        long bytes = 0;
        foreach (string attribute in index.Attributes)
        {
            if (item.TryGetMember(attribute, out Value value)) bytes += Encoding.UTF8.GetByteCount(attribute) + value.SizeBytes;
        }

        return new Figure(1, bytes);
    }
}

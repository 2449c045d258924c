using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Validation;

/// <summary>What DynamoDB asks of whole items.</summary>
internal static class ItemRules
{
    /// <summary>Names and values of an item, counted as DynamoDB does.</summary>
    public const int ItemBytesMax = 400 * 1024;

    /// <summary>An item that is put.</summary>
    /// <returns>Its key attributes.</returns>
    /// <exception cref="WireException">It breaks a rule.</exception>
    public static Value CheckPut(TableSchema table, Value item)
    {
        Value key = KeyRules.KeyOfItem(table, item);
        if (table.Indexes.Length > 0) KeyRules.CheckIndexKeys(table, item);
        if (IsTooLarge(item)) throw new WireException(DynamoErrors.ItemTooLarge);
        return key;
    }

    /// <summary>True if an item is over the limit. A value counts at most twice its bytes here, so that most items need not be counted.</summary>
    public static bool IsTooLarge(Value item) => item.Bytes.Length > ItemBytesMax / 2 && item.ItemSizeBytes > ItemBytesMax;

    /// <summary>What an update makes of an item. A merge may have left it over the limit: then it may shrink, but not grow.</summary>
    /// <exception cref="WireException">It breaks a rule.</exception>
    public static void CheckUpdated(TableSchema table, PlannedWrite write)
    {
        if (write.VisibleAfter.IsNone) return;
        if (write.VisibleAfter.Bytes.Length > ItemBytesMax / 4 && write.Write.Key.ItemSizeBytes + write.VisibleAfter.ItemSizeBytes > ItemBytesMax && (write.VisibleBefore.IsNone || write.VisibleAfter.ItemSizeBytes > write.VisibleBefore.ItemSizeBytes)) throw new WireException(DynamoErrors.UpdatedItemTooLarge);
        KeyRules.CheckUpdatedIndexKeys(table, write.VisibleAfter);
    }
}

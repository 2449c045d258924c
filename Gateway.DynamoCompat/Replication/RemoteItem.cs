using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Replication;

/// <summary>One item under the changes of several units, while its lock is held.</summary>
internal sealed class RemoteItem(TableSchema table, ItemAddress address, Value key)
{
    /// <summary>Its table; as it is now, once the item is loaded.</summary>
    public TableSchema Table { get; set; } = table;

    public ItemAddress Address { get; } = address;

    /// <summary>A map of the key attributes.</summary>
    public Value Key { get; } = key;

    /// <summary>True if somebody may write it who has not seen it.</summary>
    public bool MayBeUnseen { get; } = table.Scope.MayBeUnseen(address.KeyBytes.Span);

    /// <summary>True while it must not be forgotten: others are being asked for it.</summary>
    public bool IsKept { get; set; }

    public bool IsLoaded { get; set; }

    /// <summary>False if its table is gone, or not ready: nothing can be merged.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The bytes as they lie in the store; null if there are none.</summary>
    public byte[]? Stored { get; set; }

    /// <summary>The document as it lies in the store; empty if there is none.</summary>
    public Document Original { get; set; } = null!;

    /// <summary>With all units that fit so far.</summary>
    public Document Current { get; set; } = null!;

    /// <summary>With what the unit that is being looked at has brought so far.</summary>
    public Document Next { get; set; } = null!;

    /// <summary>What becomes of it, all units together; null if nothing.</summary>
    public PlannedWrite? Net { get; set; }
}

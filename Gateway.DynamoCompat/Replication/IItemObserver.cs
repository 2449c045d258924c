using Gateway.Crdt.Time;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Learns of every document that changes, once this PoP is a member: what fingerprints are kept from.</summary>
public interface IItemObserver
{
    /// <summary>A document has changed, by a request, by another PoP or because something of it was dropped. Called under the item's lock: short, and no write.</summary>
    /// <param name="table">The table's id.</param>
    /// <param name="itemKey">Which item; valid during the call only.</param>
    /// <param name="partitionHash">The hash of its partition key, as it orders scans.</param>
    /// <param name="before">What the document had merged; null if nothing of it showed.</param>
    /// <param name="after">What it has merged now; null if nothing of it shows.</param>
    void Changed(UInt128 table, ReadOnlySpan<byte> itemKey, uint partitionHash, Context? before, Context? after);
}

using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Replication;

namespace Gateway.Api.Wiring;

/// <summary>Tells a backup of each item that changes, and whoever was told before it.</summary>
/// <param name="port">Knows the numbers of tables.</param>
/// <param name="first">Who was told before; null for nobody.</param>
/// <param name="mark">Gets the table's number and the item.</param>
internal sealed class ItemObservers(ReplicaPort port, IItemObserver? first, Action<uint, ItemKey> mark) : IItemObserver
{
    public void Changed(UInt128 table, ReadOnlySpan<byte> itemKey, uint partitionHash, Context? before, Context? after)
    {
        first?.Changed(table, itemKey, partitionHash, before, after);
        if (table != 0 && port.TryFindTable(table, out ReplicatedTable? found)) mark(found.Number, new ItemKey(itemKey.ToArray()));
    }
}

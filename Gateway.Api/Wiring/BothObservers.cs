using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Replication;

namespace Gateway.Api.Wiring;

/// <summary>Tells two observers of every change.</summary>
internal sealed class BothObservers(IItemObserver first, IItemObserver second) : IItemObserver
{
    public void Changed(UInt128 table, ReadOnlySpan<byte> itemKey, uint partitionHash, Context? before, Context? after)
    {
        first.Changed(table, itemKey, partitionHash, before, after);
        second.Changed(table, itemKey, partitionHash, before, after);
    }
}

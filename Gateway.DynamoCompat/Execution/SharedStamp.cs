using Gateway.Crdt.Time;

namespace Gateway.DynamoCompat.Execution;

/// <summary>One stamp for all writes of a transaction, so that of two transactions that write the same items at two PoPs at once the same one is the later at each (ADR 39).</summary>
/// <remarks>A stamp is unique for a replica and an item, not for a replica. Made when the first write needs it, under the locks of all items.</remarks>
/// <param name="clock">The store's stamps.</param>
/// <param name="seen">The contexts of all items of the transaction.</param>
internal sealed class SharedStamp(StoreClock clock, Context seen)
{
    private Stamp? stamp;

    /// <summary>The stamp.</summary>
    public Stamp Get() => stamp ??= clock.Next(seen);
}

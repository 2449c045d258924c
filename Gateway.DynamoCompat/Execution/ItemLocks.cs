using System.Collections.Concurrent;
using Gateway.DynamoCompat.Items;

namespace Gateway.DynamoCompat.Execution;

/// <summary>One lock for each share of the items, and the items that a transaction holds until it is durable.</summary>
/// <remarks>The locks are held for microseconds and never across an await; a transaction's marks last until its commit is on disk.</remarks>
internal sealed class ItemLocks
{
    public const int Stripes = 4096;

    private readonly Lock[] stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];
    private readonly long[] sequences = new long[Stripes];
    private readonly ConcurrentDictionary<ItemAddress, byte> held = new();

    /// <summary>The lock of an item, shared with others.</summary>
    public Lock Of(in ItemAddress address) => stripes[StripeOf(address)];

    /// <summary>True if a transaction that is not durable yet has this item.</summary>
    public bool IsHeld(in ItemAddress address) => !held.IsEmpty && held.ContainsKey(address);

    /// <summary>Marks an item as part of a transaction. Under its lock.</summary>
    public void Hold(in ItemAddress address) => held[address] = 0;

    /// <summary>Takes the mark away.</summary>
    public void Release(in ItemAddress address) => held.TryRemove(address, out _);

    /// <summary>The last change of this item, or of one that shares its lock: whoever has read the item has seen no later one. Ask after reading.</summary>
    public long LastSequence(in ItemAddress address) => Volatile.Read(ref sequences[StripeOf(address)]);

    /// <summary>Notes a change that is about to become visible. Under the item's lock.</summary>
    public void Note(in ItemAddress address, long sequence) => Volatile.Write(ref sequences[StripeOf(address)], sequence);

    /// <summary>Enters the locks of many items in one order, so that two who do so never wait for each other.</summary>
    public void Enter(IEnumerable<ItemAddress> addresses, List<Lock> entered)
    {
        foreach (int stripe in addresses.Select(address => StripeOf(address)).Distinct().Order())
        {
            stripes[stripe].Enter();
            entered.Add(stripes[stripe]);
        }
    }

    /// <summary>Waits until every write that has its lock now is over. Whoever began before a change was published has ended when this returns.</summary>
    public void PassAll()
    {
        foreach (Lock stripe in stripes)
        {
            stripe.Enter();
            stripe.Exit();
        }
    }

    /// <summary>Does something while no write is under way. Short: every write of the store waits for it.</summary>
    public T WithAll<T>(Func<T> work)
    {
        int entered = 0;
        try
        {
            for (; entered < Stripes; entered++) stripes[entered].Enter();
            return work();
        }
        finally
        {
            while (entered > 0) stripes[--entered].Exit();
        }
    }

    public static void Exit(List<Lock> entered)
    {
        for (int i = entered.Count - 1; i >= 0; i--) entered[i].Exit();
        entered.Clear();
    }

    public static int StripeOf(in ItemAddress address) => (int)((uint)address.GetHashCode() % Stripes);
}

using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>
/// Two requests at two PoPs at once, and what they leave. Where the item has numbers, also with numbers that the two PoPs had incremented before.
/// </summary>
internal static class Concurrently
{
    /// <summary>Both leave the same item, whichever has the later stamp.</summary>
    public static void Leave(Value start, Request one, Request other, Value left, PlanOptions? options = null) =>
        LaterLeaves(start, one, other, left, left, options);

    /// <summary>What they leave depends on which has the later stamp.</summary>
    public static void LaterLeaves(Value start, Request one, Request other, Value ifOneIsLater, Value ifOtherIsLater, PlanOptions? options = null)
    {
        List<Func<Value, PlanOptions?, TwoPops>> starts = [TwoPops.With];
        if (TwoPops.NumbersIn(start).Any()) starts.Add(TwoPops.WithGrownNumbers);
        foreach (Func<Value, PlanOptions?, TwoPops> make in starts)
        {
            Assert.Equal(ifOtherIsLater, Meet(make(start, options), one, other));
            Assert.Equal(ifOneIsLater, Meet(make(start, options), other, one));
        }
    }

    private static Value Meet(TwoPops pops, Request earlier, Request later)
    {
        pops.West.Write(earlier);
        pops.East.Write(later);
        return pops.Exchange();
    }
}

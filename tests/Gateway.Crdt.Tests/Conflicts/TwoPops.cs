using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>Two PoPs that hold one item and hear of each other's writes only when a test lets them.</summary>
internal sealed class TwoPops
{
    private Pop? begin;

    private TwoPops(PlanOptions? options)
    {
        West = new Pop(1, options ?? PlanOptions.Replace, Tick);
        East = new Pop(2, options ?? PlanOptions.Replace, Tick);
    }

    public Pop West { get; }

    public Pop East { get; }

    /// <summary>Both have the item, from a third PoP that put it.</summary>
    /// <param name="item">The item; none for no item.</param>
    /// <param name="options">What the table says; replace mode if null.</param>
    public static TwoPops With(Value item, PlanOptions? options = null)
    {
        TwoPops pops = new(options);
        if (item.IsNone) return pops;
        Pop origin = new(3, PlanOptions.Replace, pops.Tick);
        origin.Write(new Request.Put(item));
        pops.West.Hear(origin);
        pops.East.Hear(origin);
        pops.begin = origin;
        return pops;
    }

    /// <summary>Another PoP takes over the item as it was in the beginning.</summary>
    public void HearBegin(Pop pop)
    {
        if (begin is not null) pop.Hear(begin);
    }

    /// <summary>The same, but the item's numbers were reached by increments at West and East.</summary>
    public static TwoPops WithGrownNumbers(Value item, PlanOptions? options = null)
    {
        string[] numbers = [.. NumbersIn(item)];
        TwoPops pops = With(SequentialItem.Run(item, ByEach(numbers, -3)), options);
        pops.West.Write(ByEach(numbers, 1));
        pops.East.Write(ByEach(numbers, 2));
        Assert.Equal(item, pops.Exchange());
        return pops;
    }

    /// <summary>The attributes of an item that are numbers.</summary>
    public static IEnumerable<string> NumbersIn(Value item)
    {
        List<string> names = [];
        if (item.IsNone) return names;
        foreach (ValueEntry entry in item)
        {
            if (entry.Value.Kind == ValueKind.Number) names.Add(entry.Name);
        }

        return names;
    }

    /// <summary>
    /// Each hears what the other one wrote, and of the four ways to merge (either order of deltas, either order of whole documents) all give
    /// the same bytes.
    /// </summary>
    /// <returns>The item, which both show now.</returns>
    public Value Exchange()
    {
        Document[] joins = [West.Document.Join(East.Document), East.Document.Join(West.Document)];
        West.Hear(East);
        East.Hear(West);
        byte[] bytes = DocumentCodec.Encode(West.Document);
        Assert.Equal(bytes, DocumentCodec.Encode(East.Document));
        Assert.All(joins, join => Assert.Equal(bytes, DocumentCodec.Encode(join)));
        Assert.Equal(West.Item, DocumentCodec.ReadVisible(bytes));
        return West.Item;
    }

    private static Request ByEach(IEnumerable<string> numbers, long by) => Request.Of([.. numbers.Select(name => Request.Increment(name, by))]);

    private void Tick()
    {
        West.Clock.Advance(TimeSpan.FromMilliseconds(1));
        East.Clock.Advance(TimeSpan.FromMilliseconds(1));
    }
}

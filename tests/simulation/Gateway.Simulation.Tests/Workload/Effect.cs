namespace Gateway.Simulation.Tests.Workload;

/// <summary>What a request leaves that can be told from what all others leave.</summary>
internal abstract record Effect
{
    private Effect()
    {
    }

    /// <summary>A unique element in the set <c>ids</c> of some items, with an amount that is added to <c>n</c> of each.</summary>
    public sealed record Mark(IReadOnlyList<ItemName> Items, string Marker) : Effect;

    /// <summary>A unique element of the set <c>tags</c>, and never of another request.</summary>
    public sealed record Tag(ItemName Item, string Marker) : Effect;

    /// <summary>The removal of such an element by the PoP that added it.</summary>
    public sealed record Untag(ItemName Item, string Marker) : Effect;

    /// <summary>A unique element of the list <c>l</c>.</summary>
    public sealed record Append(ItemName Item, string Marker) : Effect;

    /// <summary>A unique attribute.</summary>
    public sealed record Field(ItemName Item, string Name) : Effect;

    /// <summary>An item that no other request makes.</summary>
    public sealed record Birth(ItemName Item) : Effect;

    /// <summary>The deletion of such an item by a PoP that saw it.</summary>
    public sealed record Death(ItemName Item) : Effect;
}

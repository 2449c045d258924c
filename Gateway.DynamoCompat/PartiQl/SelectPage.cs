using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>One page of a SELECT.</summary>
internal sealed class SelectPage
{
    /// <summary>The items as the select list asks for them.</summary>
    public List<Value> Items { get; } = [];

    /// <summary>Where the next page starts; null if this is the last one.</summary>
    public NextToken? Next { get; set; }

    /// <summary>Read units, as if every read were strongly consistent, of the table or the index.</summary>
    public long Units { get; set; }

    /// <summary>Read units for items that a local index had to fetch from its table.</summary>
    public long FetchedUnits { get; set; }
}

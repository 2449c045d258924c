using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Which parts of an item a read returns. Immutable, for all threads.</summary>
internal sealed class Projection
{
    /// <summary>The attributes that it names, each once.</summary>
    public IReadOnlyList<string> Attributes => throw new NotImplementedException();

    /// <summary>The named parts of an item; list elements in their order, without gaps. An empty map if there are none.</summary>
    /// <param name="item">A map with all attributes.</param>
    public Value Of(Value item) => throw new NotImplementedException();
}

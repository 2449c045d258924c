using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Planning;

/// <summary>An update with its names and values in place: a pure function from an item to edits. Immutable, for all threads.</summary>
internal sealed class UpdatePlan
{
    /// <summary>An UpdateItem without UpdateExpression and AttributeUpdates: creates the item of that key if there is none.</summary>
    public static UpdatePlan Nothing => throw new NotImplementedException();

    /// <summary>The attributes that it writes or removes, or a part of which, each once.</summary>
    public IReadOnlyList<string> Attributes => throw new NotImplementedException();

    /// <summary>No action may touch a key attribute. Checked when the table is known.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public void CheckKeys(IReadOnlyList<KeyAttribute> key) => throw new NotImplementedException();

    /// <summary>Runs it on an item.</summary>
    /// <param name="item">A map with all attributes, keys too; none for no item.</param>
    /// <param name="key">A map of the key attributes; what an absent item is evaluated on.</param>
    /// <exception cref="WireException">A ValidationException: the update does not fit the item.</exception>
    public UpdateResult Evaluate(Value item, Value key) => throw new NotImplementedException();
}

using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Planning;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>A condition or filter with its names and values in place. Immutable, for all threads.</summary>
internal sealed class Condition
{
    /// <summary>The attributes (first parts of its paths) that it looks at, each once, in the order of the text.</summary>
    public IReadOnlyList<string> Attributes => throw new NotImplementedException();

    /// <summary>True if the item satisfies it.</summary>
    /// <param name="item">A map with all attributes, keys too; none for no item.</param>
    public bool IsTrue(Value item) => throw new NotImplementedException();

    /// <summary>What a PutItem with this condition relies on.</summary>
    /// <param name="keyNames">The table's key attributes.</param>
    /// <param name="item">The item that is put.</param>
    public ConditionClass ClassOfPut(IReadOnlyList<string> keyNames, Value item) => throw new NotImplementedException();

    /// <summary>What an UpdateItem with this condition relies on.</summary>
    /// <param name="keyNames">The table's key attributes.</param>
    /// <param name="update">What it does; null for an UpdateItem without an update.</param>
    public ConditionClass ClassOfUpdate(IReadOnlyList<string> keyNames, UpdatePlan? update) => throw new NotImplementedException();

    /// <summary>What a DeleteItem with this condition relies on.</summary>
    /// <param name="keyNames">The table's key attributes.</param>
    public ConditionClass ClassOfDelete(IReadOnlyList<string> keyNames) => throw new NotImplementedException();
}

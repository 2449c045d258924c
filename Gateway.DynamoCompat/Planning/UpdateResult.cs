using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Planning;

/// <summary>An update, evaluated on an item: the edits to plan, and the parts that ReturnValues UPDATED_OLD and UPDATED_NEW show.</summary>
internal sealed class UpdateResult
{
    /// <summary>For <see cref="EditPlanner.Plan"/>; may be empty (an update without actions on an item that exists).</summary>
    public IReadOnlyList<DocumentEdit> Edits => throw new NotImplementedException();

    /// <summary>UPDATED_OLD: the touched parts as they were; an empty map if there were none.</summary>
    /// <param name="before">The item before; none if there was none.</param>
    public Value UpdatedOld(Value before) => throw new NotImplementedException();

    /// <summary>UPDATED_NEW: the touched parts as they are; an empty map if there are none.</summary>
    /// <param name="after">The item afterwards.</param>
    public Value UpdatedNew(Value after) => throw new NotImplementedException();
}

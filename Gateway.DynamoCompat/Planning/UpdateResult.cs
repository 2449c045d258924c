using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Planning;

/// <summary>An update, evaluated on an item: the edits to plan, and the parts that ReturnValues UPDATED_OLD and UPDATED_NEW show.</summary>
internal sealed class UpdateResult(IReadOnlyList<DocumentEdit> edits, UpdatePlan plan)
{
    /// <summary>For <see cref="EditPlanner.Plan"/>; may be empty.</summary>
    public IReadOnlyList<DocumentEdit> Edits => edits;

    /// <summary>UPDATED_OLD: the touched parts as they were; an empty map if there were none, and then the answer has no Attributes.</summary>
    /// <param name="before">The item before; none if there was none.</param>
    public Value UpdatedOld(Value before) => plan.Touched(before);

    /// <summary>UPDATED_NEW: the touched parts as they are; an empty map if there are none, and then the answer has no Attributes.</summary>
    /// <param name="after">The item afterwards; none if there is none.</param>
    public Value UpdatedNew(Value after) => plan.Touched(after);
}

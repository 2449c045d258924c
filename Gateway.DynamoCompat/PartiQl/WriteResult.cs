using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.PartiQl.Syntax;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>What a statement that writes answers.</summary>
internal static class WriteResult
{
    /// <summary>The refusal of a write whose condition does not hold.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="done">What was done.</param>
    /// <param name="returnsOld">True if the item is wanted.</param>
    /// <returns>Null if the condition held.</returns>
    public static DynamoError? Refusal(BoundStatement statement, PlannedWrite done, bool returnsOld)
    {
        if (done.IsAllowed) return null;
        return statement is BoundStatement.Insert ? DynamoErrors.DuplicateItem : DynamoErrors.ConditionFailed(returnsOld ? done.Before : default);
    }

    /// <summary>What RETURNING asks for.</summary>
    /// <returns>None if there is nothing of it.</returns>
    public static Value Returned(BoundStatement statement, PlannedWrite done)
    {
        Value returned = statement.Returning switch
        {
            Returning.AllOld => done.Before,
            Returning.AllNew => done.After,
            Returning.ModifiedOld => done.Update!.UpdatedOld(done.Before),
            Returning.ModifiedNew => done.Update!.UpdatedNew(done.After),
            _ => default,
        };
        return returned.IsNone || returned.Count == 0 ? default : returned;
    }
}

namespace Gateway.Crdt.Documents;

/// <summary>The order of condition classes by how much is lost where such a condition is violated.</summary>
internal static class ConditionClasses
{
    /// <summary>True if a violation of the one tells more than one of the other: claim, floor, compare-and-set, other, guard, none.</summary>
    public static bool IsStrongerThan(this ConditionClass condition, ConditionClass other) => Rank(condition) > Rank(other);

    private static int Rank(ConditionClass condition) => condition switch
    {
        ConditionClass.Claim => 5,
        ConditionClass.Floor => 4,
        ConditionClass.CompareAndSet => 3,
        ConditionClass.Other => 2,
        ConditionClass.Guard => 1,
        _ => 0,
    };
}

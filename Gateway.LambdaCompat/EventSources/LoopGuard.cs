using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Invocation;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>Chains of calls that go through a table: which records of a batch stand at the end of one that is too long.</summary>
internal static class LoopGuard
{
    /// <summary>True if the function has caused a record so often that it is not called with it again.</summary>
    /// <param name="function">Whose batch; null if it is not there, which is no loop.</param>
    /// <param name="item">The record.</param>
    public static bool IsLoop(FunctionRecord? function, StreamItem item) =>
        function is { AllowsRecursion: false } && item.Lineage is { } lineage && TraceLineage.CountOf(lineage, function.Arn) >= TraceLineage.DepthMax;

    /// <summary>The trace header that a call with some records goes on with: that of the longest chain of this function. Empty if no record is from a function.</summary>
    public static string HeaderOf(FunctionRecord function, IEnumerable<StreamItem> items) =>
        items.Where(item => item.Lineage is not null).MaxBy(item => TraceLineage.CountOf(item.Lineage!, function.Arn)) is { Lineage: { } lineage } ? TraceLineage.HeaderOf(lineage) : "";
}

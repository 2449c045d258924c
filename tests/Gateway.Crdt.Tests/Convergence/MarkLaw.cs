using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Convergence;

/// <summary>
/// What must be there in the end, told from who had seen what, without a look at cells: a mark that was left is there unless a write that had seen it
/// took it away; then it is not. What the table of conflicts lets lose against a write beside it is excused.
/// </summary>
internal static class MarkLaw
{
    /// <summary>The first mark that breaks the law; null if none does.</summary>
    /// <param name="writes">All that was written.</param>
    /// <param name="end">What shows in the end.</param>
    public static string? FirstBroken(IReadOnlyList<MarkedWrite> writes, Value end)
    {
        HashSet<string> shown = MarkedWrite.MarksIn(end);
        HashSet<string> taken = [.. writes.SelectMany(write => write.Taken)];
        HashSet<string> left = [.. writes.SelectMany(write => write.Left)];
        if (shown.FirstOrDefault(mark => !left.Contains(mark)) is { } made) return $"{made} was never left like that";
        if (shown.FirstOrDefault(taken.Contains) is { } back) return $"{back} was taken away and is back";
        foreach (MarkedWrite write in writes)
        {
            foreach (string mark in write.Left)
            {
                if (!shown.Contains(mark) && !taken.Contains(mark) && !IsExcused(write, mark, writes)) return $"{mark} is lost, and nobody who had seen it took it away";
            }
        }

        return null;
    }

    private static bool IsExcused(MarkedWrite write, string mark, IReadOnlyList<MarkedWrite> writes) =>
        write.ActionOf(mark) is not { } action || writes.Any(other => other.IsBeside(write) && MayTake(other, (Request.Update)write.Request, action));

    /// <summary>True if a write may take what an action left beside it, unseen.</summary>
    private static bool MayTake(MarkedWrite other, Request.Update update, UpdateAction action)
    {
        bool standsAlone = action.Kind is ActionKind.AddSet or ActionKind.AddNumber or ActionKind.IncrementOr || !action.Fallback.IsNone;
        bool isNested = !action.Path.IsAttribute;
        if (other.Request is not Request.Update beside) return isNested || !standsAlone || !SequentialItem.WouldCreate(update);
        return beside.Actions.Any(taking => taking.Path.Attribute == action.Path.Attribute && taking.Kind is ActionKind.Remove or ActionKind.Set or ActionKind.DeleteSet
            && (!standsAlone || (isNested && taking.Path.IsAttribute)));
    }
}

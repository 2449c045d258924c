using Gateway.Replication.Links;
using Gateway.Simulation.Tests.Pops;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>Whether nothing is under way any more.</summary>
internal static class Quiet
{
    /// <summary>Why it is not quiet; null if it is.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="isStable">And all that was written is stable, and what nobody needs dropped.</param>
    public static string? Reason(Cluster cluster, bool isStable)
    {
        foreach (SimulatedPop pop in cluster.Members)
        {
            if (pop.Process is not { } process) return $"{pop.Name} is down";
            if (process.Unanswered > 0) return $"{pop.Name} has not answered {process.Unanswered} requests";
            if (!process.IsIdle) return $"{pop.Name} does something in the background";
            if (isStable && process.Face.Services.Tables.Untold.Any()) return $"{pop.Name} has not told of all its tables";
            if (process.Node.House.IsReplaying || process.Members.IsAway) return $"{pop.Name} was evicted, and is not back: {process.Node.House.Tail!.Status}, {process.JoinStatus}";
            if (isStable && process.Node.Departures.Open.Count > 0) return $"{pop.Name} has not settled that others were evicted";
            if (pop.IsJoining) return $"{pop.Name} has not joined";
            foreach (string other in process.Others)
            {
                if (!process.Links.TryGetValue(other, out LinkRunner? link)) return $"{pop.Name} has no link to {other}; {pop.Name}: {process.JoinStatus}, knows {string.Join(" ", process.Members.Names)}";
                if (link.Link.State != LinkState.Open) return $"the link from {pop.Name} to {other} is {link.Link.State}";
                if (link.Link.Waiting > 0) return $"{pop.Name}: {link.Link.Waiting} units of {other} wait";
                if (link.Link.NeedsRepair) return $"{pop.Name} has missed something of {other}";
                if (link.Link.Acknowledged < process.Commits.DurableSequence) return $"{other} has acknowledged {link.Link.Acknowledged} of {process.Commits.DurableSequence} of {pop.Name}";
            }

            if (isStable && Remains.Reason(process) is { } remains) return $"{pop.Name}: {remains}";
        }

        return null;
    }
}

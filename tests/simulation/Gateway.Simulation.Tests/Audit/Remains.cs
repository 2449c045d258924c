using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Replication;
using Gateway.Simulation.Tests.Pops;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>What is left of what does not show any more.</summary>
internal static class Remains
{
    /// <summary>What has not become stable, or was not dropped though it could be; null if nothing is left.</summary>
    public static string? Reason(PopProcess process)
    {
        HashSet<ReplicaId> known = Known(process.Pop.Cluster);
        ReplicaPort port = process.Face.Replica;
        foreach (ReplicatedTable table in port.Tables)
        {
            foreach ((ItemKey key, Document document) in port.Scan(table.Id, 0, uint.MaxValue))
            {
                if (!WrittenByKnown(document, known)) continue;
                string name = $"{System.Text.Encoding.ASCII.GetString(key.Bytes)} of {table.Name}";
                if (!port.StableHere.Includes(document.Context)) return $"{name} is not stable: {document.Context} in {port.StableHere}";
                if (!port.StableEverywhere.Includes(document.Context)) return $"{name} is not stable everywhere: {document.Context} in {port.StableEverywhere}";
                if (!document.IsVisible) return $"{name} is deleted and not forgotten";
                if (!table.Scope.MayBeUnseen(key.Bytes) && !ReferenceEquals(Pruning.Prune(document, port.StableHere), document)) return $"{name} is not pruned";
            }
        }

        return null;
    }

    /// <summary>Identities under which some PoP writes now, or wrote until it was removed: all that anybody has of it is stable once the others have met.</summary>
    public static HashSet<ReplicaId> Known(Cluster cluster)
    {
        HashSet<ReplicaId> known = [.. cluster.Running.Select(pop => pop.Process!.Face.Replica.Self)];
        if (cluster.Pops.Any(pop => pop.HasLostDisk || pop.Twin is not null)) return known; // it may have known an id that nobody else knew
        foreach (SimulatedPop pop in cluster.Pops)
        {
            known.UnionWith(pop.Predecessors);
            if (pop is { IsRemoved: true, LastReplica: { } last }) known.Add(last);
        }

        return known;
    }

    /// <summary>What was written under an id that was given up need not become stable: nobody gives its word for it.</summary>
    public static bool WrittenByKnown(Document document, HashSet<ReplicaId> known)
    {
        foreach (ReplicaId replica in document.Context.Replicas)
        {
            if (!known.Contains(replica)) return false;
        }

        return true;
    }
}

using Gateway.Crdt.Documents;
using Gateway.DynamoCompat.Replication;
using Gateway.Simulation.Tests.Pops;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>What is left of what does not show any more.</summary>
internal static class Remains
{
    /// <summary>What is left; null if nothing is.</summary>
    public static string? Reason(PopProcess process)
    {
        foreach (ReplicatedTable table in process.Face.Replica.Tables)
        {
            foreach ((ItemKey key, Document document) in process.Face.Replica.Scan(table.Id, 0, uint.MaxValue))
            {
                if (!document.IsVisible) return $"{Convert.ToHexStringLower(key.Bytes)} of {table.Name} is deleted and not forgotten";
            }
        }

        return null;
    }
}

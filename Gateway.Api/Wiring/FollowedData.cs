using Gateway.Crdt.Documents;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Scopes;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Following;
using Gateway.Replication.Replica;
using Gateway.Storage;

namespace Gateway.Api.Wiring;

/// <summary>Tables as following sees them.</summary>
internal sealed class FollowedData(ReplicaPort port, IItemScopes scopes) : IFollowedData
{
    public bool MayFollow(PartitionName partition, PopProfile pop) =>
        port.TryFindTable(partition.Table, out ReplicatedTable? table)
        && table.Scope.HasLocal
        && table.Scope.ScopeOf(partition.Key.Span).Kind == ScopeKind.Local
        && table.Scope.Includes(partition.Key.Span, pop.Name, pop.Region, pop.Groups, home: pop.Name);

    public uint? HashOf(PartitionName partition)
    {
        try
        {
            return port.TryFindTable(partition.Table, out ReplicatedTable? table) && table.PartitionBytesOf(partition.Key.Span) == partition.Key.Length
                ? table.PartitionHash(new ItemKey(partition.Key))
                : null;
        }
        catch (StoreFault)
        {
            return null; // a peer's bytes are no key of the table
        }
    }

    public PartitionName? PartitionOf(UInt128 table, ItemKey key)
    {
        try
        {
            return port.TryFindTable(table, out ReplicatedTable? found) && found.Scope.IsLocal(key.Bytes) ? new PartitionName(table, key.Bytes[..found.PartitionBytesOf(key.Bytes)].ToArray()) : null;
        }
        catch (StoreFault)
        {
            return null; // a peer's bytes are no key of the table
        }
    }

    public bool IsComplete(PartitionName partition) => scopes.IsComplete(partition.Table, partition.Key.Span);
}

using Gateway.DynamoCompat.Scopes;
using Gateway.Replication.Following;

namespace Gateway.Api.Wiring;

/// <summary>DynamoDB's requests wait here for items that live elsewhere.</summary>
internal sealed class PartitionGate(PartitionFollower follower) : IPartitionGate
{
    public ValueTask EnsureAsync(UInt128 table, ReadOnlyMemory<byte> partition, CancellationToken token) => follower.EnsureAsync(table, partition, token);

    public bool MayWrite(UInt128 table, ReadOnlyMemory<byte> partition) => follower.MayWrite(new PartitionName(table, partition));

    public bool MayForget(UInt128 table, ReadOnlyMemory<byte> partition) => follower.MayForget(new PartitionName(table, partition));
}

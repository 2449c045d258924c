using System.Text.Json;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DescribeTableReplicaAutoScaling: the replicas, none of which scales by itself. Source: model TableAutoScalingDescription.</summary>
internal sealed class DescribeTableReplicaAutoScaling(TableCatalog tables, ClusterView cluster, TimeProvider time) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string name = TableNames.Resolve(caller, input);
        if (tables.Find(caller, name) is not { Replicas.Count: > 0 } table) return new(DynamoErrors.NoGlobalTable(name));
        answer.WriteStartObject();
        answer.WriteStartObject("TableAutoScalingDescription");
        answer.WriteStartArray("Replicas");
        foreach (ReplicaDefinition replica in table.Replicas)
        {
            answer.WriteStartObject();
            answer.WriteStartArray("GlobalSecondaryIndexes");
            answer.WriteEndArray();
            answer.WriteString("RegionName", replica.Region);
            answer.WriteStartObject("ReplicaProvisionedReadCapacityAutoScalingSettings");
            answer.WriteEndObject();
            answer.WriteStartObject("ReplicaProvisionedWriteCapacityAutoScalingSettings");
            answer.WriteEndObject();
            answer.WriteString("ReplicaStatus", TableDescriber.StatusOf(replica, cluster));
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        answer.WriteString("TableName", table.Name);
        answer.WriteString("TableStatus", TableDescriber.NameOf(table.PhaseAt(time.GetUtcNow())));
        answer.WriteEndObject();
        answer.WriteEndObject();
        return default;
    }
}

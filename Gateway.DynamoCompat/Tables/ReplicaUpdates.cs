using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tables;

/// <summary>DynamoDB's own way to say where a table lives: the ReplicaUpdates of an UpdateTable. Source: model ReplicationGroupUpdate; doc V2globaltables.</summary>
internal static class ReplicaUpdates
{
    /// <summary>The region whose replica a table here is: the one in whose name it is asked for, where PoPs have regions of such names; otherwise this PoP's own.</summary>
    public static string OwnRegion(TableDefinition table, ClusterView cluster) =>
        cluster.Members.Any(member => member.Region == table.Region) ? table.Region : cluster.Self?.Region ?? table.Region;

    /// <summary>Refuses what no table can be given, before the table is looked at.</summary>
    public static void Check(WireStructure input, Caller caller)
    {
        if (input.Text("MultiRegionConsistency") == "STRONG") throw new WireException(DynamoErrors.NoStrongConsistency(caller.Region));
        if (input.Has("GlobalTableWitnessUpdates")) throw new WireException(DynamoErrors.NoWitness);
    }

    /// <summary>The table with its replicas changed.</summary>
    /// <param name="table">The table.</param>
    /// <param name="updates">The request's.</param>
    /// <param name="cluster">Says which regions there are.</param>
    /// <param name="exists">Whether a region has another table of this name.</param>
    /// <exception cref="WireException">It cannot be changed so.</exception>
    public static TableDefinition Apply(TableDefinition table, IReadOnlyList<WireStructure> updates, ClusterView cluster, Func<string, bool> exists)
    {
        string own = OwnRegion(table, cluster);
        List<ReplicaDefinition> replicas = table.Replicas.Count == 0 ? [new ReplicaDefinition(own)] : [.. table.Replicas];
        foreach (WireStructure update in updates)
        {
            WireStructure?[] actions = [update.Structure("Create"), update.Structure("Update"), update.Structure("Delete")];
            if (actions.Count(action => action is not null) > 1) throw new WireException(DynamoErrors.SeveralReplicaActions);
            WireStructure action = actions.FirstOrDefault(one => one is not null) ?? throw new WireException(DynamoErrors.NoReplicaAction);
            string region = action.Text("RegionName")!;
            if (region == own || region == table.Region) throw new WireException(DynamoErrors.ReplicaIsLocal);

            int at = replicas.FindIndex(replica => replica.Region == region);
            if (actions[0] is not null)
            {
                if (at >= 0) throw new WireException(DynamoErrors.ReplicaExists(table.Name));
                if (!cluster.Regions.Contains(region)) throw new WireException(DynamoErrors.ReplicaRegion(region, cluster.Members.Count == 0 ? [own] : cluster.Regions));
                if (exists(region)) throw new WireException(DynamoErrors.ReplicaExists(table.Name));
                replicas.Add(Read(new ReplicaDefinition(region), action));
                continue;
            }

            if (at < 0) throw new WireException(DynamoErrors.ReplicaMissing(region));
            if (actions[1] is not null) replicas[at] = Read(replicas[at], action);
            else replicas.RemoveAt(at);
        }

        if (updates.Count == 0) throw new WireException(DynamoErrors.NoReplicaAction);
        return table with { Replicas = replicas };
    }

    /// <exception cref="WireException">It gives indexes capacities of their own.</exception>
    private static ReplicaDefinition Read(ReplicaDefinition replica, WireStructure action)
    {
        if (action.Has("GlobalSecondaryIndexes")) throw new WireException(DynamoErrors.NoReplicaIndexOverrides);
        return replica with
        {
            EncryptionKeyId = action.Text("KMSMasterKeyId") ?? replica.EncryptionKeyId,
            TableClass = action.Text("TableClassOverride") ?? replica.TableClass,
            ReadUnits = action.Structure("ProvisionedThroughputOverride")?.Number("ReadCapacityUnits") ?? replica.ReadUnits,
            MaxReadUnits = action.Structure("OnDemandThroughputOverride")?.Number("MaxReadRequestUnits") ?? replica.MaxReadUnits,
        };
    }
}

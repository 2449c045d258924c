using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Scopes;

/// <summary>Where requests pass on their way to items: stops for those of tables only whose items may live elsewhere, and not at all at a PoP that is alone.</summary>
internal sealed class PartitionDoor(TableDirectory tables)
{
    private volatile IPartitionGate? gate;

    /// <summary>Who fetches; null at a PoP that is alone.</summary>
    public IPartitionGate? Gate
    {
        get => gate;
        set => gate = value;
    }

    /// <summary>Before one write. What expires is here already.</summary>
    public ValueTask PassAsync(ItemWrite write) => gate is null || write.Cause == WriteCause.Expiry ? default : PassAsync(write.Table, write.Address, CancellationToken.None);

    /// <summary>Before one item is read.</summary>
    public ValueTask PassAsync(ItemAddress address) => gate is null || TableOf(address) is not { } table ? default : PassAsync(table, address, CancellationToken.None);

    /// <summary>Before several items are read or written: asks for all their partitions at once.</summary>
    public ValueTask PassAsync(IEnumerable<ItemAddress> addresses) => gate is null ? default : PassAllAsync(addresses);

    /// <summary>Before a page of one partition is read.</summary>
    public ValueTask PassAsync(ReadPlan plan, CancellationToken token) =>
        gate is null || plan.Partition.IsNone || !plan.Table.Scope.HasLocal ? default : PassAsync(plan.Table, PartitionOf(plan.Table, plan.Partition), token);

    /// <summary>Whether an item may be written: not while what this PoP wrote of its partition before is not here.</summary>
    public bool MayWrite(TableSchema table, in ItemAddress address) =>
        !table.Scope.HasLocal || gate is not { } keeper || !table.Scope.IsLocal(address.KeyBytes.Span) || keeper.MayWrite(table.Definition.Id, PartitionOf(table, address));

    /// <summary>Whether a deleted item that lives where it is written may be forgotten now.</summary>
    public bool MayForget(TableSchema table, in ItemAddress address) => gate is not { } keeper || keeper.MayForget(table.Definition.Id, PartitionOf(table, address));

    private static ReadOnlyMemory<byte> PartitionOf(TableSchema table, in ItemAddress address) => address.KeyBytes[..ReplicatedTable.Of(table).PartitionBytesOf(address.KeyBytes.Span)];

    private ValueTask PassAsync(TableSchema table, in ItemAddress address, CancellationToken token) =>
        table.Scope.HasLocal ? PassAsync(table, PartitionOf(table, address), token) : default;

    private ValueTask PassAsync(TableSchema table, ReadOnlyMemory<byte> partition, CancellationToken token) =>
        gate is { } keeper && table.Scope.ScopeOf(partition.Span).Kind == ScopeKind.Local ? keeper.EnsureAsync(table.Definition.Id, partition, token) : default;

    private async ValueTask PassAllAsync(IEnumerable<ItemAddress> addresses)
    {
        List<Task> waiting = [];
        foreach (ItemAddress address in addresses)
        {
            ValueTask one = PassAsync(address);
            if (!one.IsCompletedSuccessfully) waiting.Add(one.AsTask());
        }

        await Task.WhenAll(waiting).ConfigureAwait(false);
    }

    private TableSchema? TableOf(in ItemAddress address)
    {
        KeyReader reader = new(address.StoreKey);
        reader.Space(KeySpace.Item);
        return tables.Find(reader.UInt32());
    }

    private static byte[] PartitionOf(TableSchema table, Value partition)
    {
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            ItemKeys.WritePartition(ref writer, table, partition);
            return writer.Written[ItemKeys.PrefixBytes..].ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }
}

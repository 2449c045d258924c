using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Takes the documents of the queue that have become stable: drops what does not show, and forgets deleted items altogether.</summary>
internal sealed class RemainsSweeper(DynamoServices services, ItemCache cache)
{
    private const int ItemsAtOnce = 64;

    private readonly Lock gate = new();
    private byte[] next = [];

    /// <inheritdoc cref="ReplicaPort.Sweep"/>
    public int Sweep(int max)
    {
        ReplicaState state = services.Replication;
        HlcTime highest = HighestOf(state.Here);
        int changed = 0;
        lock (gate)
        {
            foreach (byte[][] entries in Entries(max, highest).Chunk(ItemsAtOnce)) changed += Sweep(entries, state);
        }

        return changed;
    }

    private static HlcTime HighestOf(Context stable)
    {
        HlcTime highest = HlcTime.Zero;
        foreach (HlcTime time in stable.Times)
        {
            if (time > highest && time != HlcTime.Max) highest = time;
        }

        return highest;
    }

    /// <summary>The next entries that may be stable; after the last of them it begins anew.</summary>
    private List<byte[]> Entries(int max, HlcTime highest)
    {
        List<byte[]> entries = [];
        using IStoreSnapshot snapshot = services.Store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(next.Length == 0 ? Remains.All : Remains.All with { Start = (byte[])[.. next, 0] });
        while (entries.Count < max && cursor.MoveNext() && Remains.Read(cursor.Key).Highest <= highest) entries.Add(cursor.Key.ToArray());
        next = entries.Count == max && max > 0 ? entries[^1] : [];
        return entries;
    }

    private int Sweep(byte[][] entries, ReplicaState state)
    {
        ItemAddress[] addresses = [.. entries.Select(entry => Remains.Read(entry).Address)];
        List<Lock> entered = [];
        services.Locks.Enter(addresses, entered);
        try
        {
            WriteBatch batch = new();
            List<(TableSchema? Table, ItemAddress Address, Document Before, Document? After)> changes = [];
            for (int i = 0; i < entries.Length; i++) Look(batch, entries[i], addresses[i], state, changes);
            if (batch.Count == 0) return 0;
            foreach ((_, ItemAddress address, _, _) in changes) cache.Forget(address);
            services.Commits.Write(0, batch, static (target, _, all) => target.Append(all));
            foreach ((TableSchema? table, ItemAddress address, Document before, Document? after) in changes)
            {
                cache.Pass(address);
                if (table is not null) state.Tell(table, address, before, after);
            }

            return changes.Count;
        }
        finally
        {
            ItemLocks.Exit(entered);
        }
    }

    private void Look(WriteBatch batch, byte[] entry, in ItemAddress address, ReplicaState state, List<(TableSchema? Table, ItemAddress Address, Document Before, Document? After)> changes)
    {
        Document? before = services.Store.Get(address.StoreKey) is { } stored ? DocumentCodec.Decode(address.Key, stored, services.Identity.Replicas) : null;
        if (before is null || before.Context.Highest != Remains.Read(entry).Highest)
        {
            batch.Delete(entry); // its table was dropped, or another entry has taken its place
            return;
        }

        KeyReader reader = new(address.StoreKey);
        reader.Space(KeySpace.Item);
        TableSchema? table = services.Directory.Find(reader.UInt32());
        bool mayBeUnseen = table is not null && table.Scope.MayBeUnseen(address.KeyBytes.Span);
        bool isKept = table is not null && table.Scope.IsLocal(address.KeyBytes.Span) && !services.Door.MayForget(table, address);
        Document? after = state.RestOf(before, mayBeUnseen, isKept);
        if (ReferenceEquals(before, after))
        {
            if (mayBeUnseen && before.IsVisible && state.Here.Includes(before.Context)) batch.Delete(entry); // it stays as it is until it is written again
            return;
        }

        changes.Add((table, address, before, after));
        Remains.Write(batch, address, before, after);
        if (after is null)
        {
            services.Clock.ForgetOwn(before.Context);
            batch.Delete(address.StoreKey);
        }
        else
        {
            batch.Put(address.StoreKey, DocumentCodec.Encode(after, services.Identity.Replicas));
        }
    }
}

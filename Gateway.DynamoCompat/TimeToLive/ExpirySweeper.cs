using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.TimeToLive;

/// <summary>Deletes items whose time is over, as writes of their own: with stream records, index entries and log entries.</summary>
/// <remarks>Of the PoPs that hold an item one deletes it, and the others only when that one has not for a while. Source: doc TTL (how it works). Items that expired more than five years ago are left, as DynamoDB leaves them.</remarks>
internal sealed class ExpirySweeper(IKeyValueStore store, TableCatalog tables, WriteExecutor writes, ClusterView cluster, TimeSpan fallback, TimeProvider time)
{
    private const int WritesAtOnce = 64;

    private static readonly TimeSpan OldestExpiry = TimeSpan.FromDays(5 * 365);

    /// <summary>Deletes what has expired by now.</summary>
    /// <returns>How many items.</returns>
    public async Task<int> SweepAsync(CancellationToken token)
    {
        int count = 0;
        foreach (TableDefinition definition in tables.All.Where(table => table.TimeToLiveAttribute is not null))
        {
            if (tables.Find(definition.Number) is { TimeToLiveAttribute: not null } table) count += await SweepAsync(table, token).ConfigureAwait(false);
        }

        return count;
    }

    private async Task<int> SweepAsync(TableSchema table, CancellationToken token)
    {
        int count = 0;
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        foreach (byte[][] expired in Expired(table, now).Chunk(WritesAtOnce))
        {
            token.ThrowIfCancellationRequested();
            Task<bool>[] running = [.. expired.Select(itemKey => ExpireAsync(table, itemKey, now))];
            count += (await Task.WhenAll(running).ConfigureAwait(false)).Count(done => done);
        }

        return count;
    }

    private IEnumerable<byte[]> Expired(TableSchema table, long now)
    {
        long oldest = now - (long)OldestExpiry.TotalSeconds;
        long overdue = now - (long)fallback.TotalSeconds;
        ExpiryTurn turn = new(cluster, table);
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(ExpiryKeys.RangeUpTo(table.Number, now));
        while (cursor.MoveNext())
        {
            (long second, byte[] itemKey) = ExpiryKeys.Read(cursor.Key);
            if (second >= oldest && (second <= overdue || turn.IsOurs(itemKey))) yield return itemKey;
        }
    }

    private async Task<bool> ExpireAsync(TableSchema table, byte[] itemKey, long now)
    {
        ItemWrite write = new()
        {
            Table = table,
            Address = ItemKeys.AddressOf(table, itemKey),
            Key = ItemKeys.KeyOf(table.Key, itemKey),
            Change = new ItemChange.Expire(now),
            Cause = WriteCause.Expiry,
        };
        try
        {
            return (await writes.RunAsync(write).ConfigureAwait(false)).ChangesItem;
        }
        catch (WireException)
        {
            return false; // a transaction has it, or the table is gone: the next sweep sees
        }
    }
}

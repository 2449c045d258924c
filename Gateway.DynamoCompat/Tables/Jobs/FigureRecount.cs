using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>Counts tables and indexes anew, while they are written.</summary>
/// <param name="turns">Of those who count from a snapshot and then set figures right: two at once would both add what one of them counted.</param>
internal sealed class FigureRecount(IKeyValueStore store, ItemLocks locks, TableFigures figures, TableCatalog tables, Turns turns, Hop hop)
{
    /// <summary>Counts a table and all its indexes, and sets their figures right; not one that is being restored.</summary>
    public async Task RunAsync(uint number, CancellationToken token)
    {
        TaskCompletionSource turn = await turns.TakeAsync().ConfigureAwait(false);
        try
        {
            if (tables.Find(number) is { Definition.IsRestoring: false } table) await RunAsync(table, token).ConfigureAwait(false);
        }
        finally
        {
            turn.SetResult();
        }
    }

    private async Task RunAsync(TableSchema table, CancellationToken token)
    {
        // With all locks held, what the figures have been told is what the snapshot holds.
        (IStoreSnapshot snapshot, Figure[] before) = locks.WithAll(() => (
            store.Snapshot(),
            (Figure[])[figures.Of(table.Number), .. table.Indexes.Select(index => figures.Of(table.Number, index.Number))]));
        using (snapshot)
        {
            Figure[] counted = await CountAsync(snapshot, table, [.. table.Indexes], hop, token).ConfigureAwait(false);
            Correct(table.Number, 0, before[0], counted[0]);
            for (int i = 0; i < table.Indexes.Length; i++)
            {
                if (table.Indexes[i].IsReadable) Correct(table.Number, table.Indexes[i].Number, before[i + 1], counted[i + 1]);
            }
        }
    }

    /// <summary>Counts what a snapshot holds.</summary>
    /// <returns>The figure of the table, then those of the indexes.</returns>
    public static async Task<Figure[]> CountAsync(IStoreSnapshot snapshot, TableSchema table, SecondaryIndex[] indexes, Hop hop, CancellationToken token)
    {
        Figure[] sums = new Figure[indexes.Length + 1];
        ItemScan scan = new(snapshot, ItemKeys.RangeOf(table.Number));
        List<(byte[] Key, byte[] Value)> entries = [];
        while (scan.Next(entries))
        {
            token.ThrowIfCancellationRequested();
            foreach ((byte[] key, byte[] value) in entries)
            {
                Value item = StoredItem.Read(value, ItemKeys.KeyOf(table, key));
                if (item.IsNone) continue;
                sums[0] = new Figure(sums[0].Items + 1, sums[0].Bytes + item.ItemSizeBytes);
                for (int i = 0; i < indexes.Length; i++)
                {
                    Figure one = FigureSizes.Of(indexes[i], item);
                    sums[i + 1] = new Figure(sums[i + 1].Items + one.Items, sums[i + 1].Bytes + one.Bytes);
                }
            }

            await hop;
        }

        return sums;
    }

    private void Correct(uint table, uint index, Figure before, Figure counted) => figures.Add(table, index, counted.Items - before.Items, counted.Bytes - before.Bytes);
}

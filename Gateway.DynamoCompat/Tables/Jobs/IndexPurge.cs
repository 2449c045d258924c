using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>Removes a deleted index: its entries, its definition, and the attribute definitions that nothing else uses.</summary>
internal sealed class IndexPurge(ItemLocks locks, TableCatalog tables, TableFigures figures) : IJobWork
{
    public JobKind Kind => JobKind.PurgeIndex;

    public async Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token)
    {
        locks.PassAll(); // from here on nobody writes an entry any more
        await tables.ChangeAsync(job.Table, (table, batch) =>
        {
            if (table.Indexes.All(index => index.Number != job.Index)) return table;
            batch.DeleteRange(IndexKeys.RangeOf(job.Table, job.Index));
            return Without(table, job.Index);
        }).ConfigureAwait(false);
        figures.Forget(job.Table, job.Index);
    }

    private static TableDefinition Without(TableDefinition table, uint number)
    {
        IndexDefinition[] left = [.. table.Indexes.Where(index => index.Number != number)];
        HashSet<string> used = [.. table.Key.Concat(left.SelectMany(index => index.Key)).Select(element => element.Name)];
        return table with { Indexes = left, Attributes = [.. table.Attributes.Where(attribute => used.Contains(attribute.Name))] };
    }
}

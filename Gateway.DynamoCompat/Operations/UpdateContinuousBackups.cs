using System.Text.Json;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>UpdateContinuousBackups: from the answer on every write keeps what was there before. Source: model UpdateContinuousBackupsInput.</summary>
internal sealed class UpdateContinuousBackups(TableCatalog tables, ItemLocks locks, BackgroundJobs jobs, TimeProvider time) : IDynamoOperation
{
    private const int DaysUsual = 35;

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        WireStructure specification = input.Structure("PointInTimeRecoverySpecification")!;
        bool isEnabled = specification.Flag("PointInTimeRecoveryEnabled")!.Value;
        int? days = (int?)specification.Number("RecoveryPeriodInDays");
        if (!isEnabled && days is not null) return DynamoErrors.RecoveryPeriodWhenOff;

        TableDefinition table = DescribeContinuousBackups.Find(tables, caller, TableNames.Resolve(caller, input), time);
        TableDefinition? after = isEnabled ? await EnableAsync(table, days).ConfigureAwait(false) : await DisableAsync(table).ConfigureAwait(false);
        if (after is null) return DynamoErrors.BackupTableMissing(table.Name);
        answer.WriteStartObject();
        RecoveryWindow.Write(answer, after, time.GetUtcNow());
        answer.WriteEndObject();
        return null;
    }

    private async ValueTask<TableDefinition?> EnableAsync(TableDefinition table, int? days)
    {
        TableDefinition? after = await tables.ChangeAsync(table.Number, (before, _) => before with
        {
            KeepsHistory = true,
            RecoveryPeriodInDays = days ?? (before.KeepsHistory ? before.RecoveryPeriodInDays : DaysUsual),
        }).ConfigureAwait(false);
        if (after?.HistorySince is not null) return after;

        // The past begins when the last write is over that did not keep any.
        locks.PassAll();
        return await tables.ChangeAsync(table.Number, (before, _) => before.KeepsHistory ? before with { HistorySince = before.HistorySince ?? time.GetUtcNow() } : before).ConfigureAwait(false);
    }

    private async ValueTask<TableDefinition?> DisableAsync(TableDefinition table)
    {
        JobRecord? purge = null;
        TableDefinition? after = await tables.ChangeAsync(table.Number, (before, batch) =>
        {
            if (!before.KeepsHistory) return before;
            purge = jobs.Write(batch, number => new JobRecord { Number = number, Kind = JobKind.PurgeHistory, Table = table.Number });
            return before with { KeepsHistory = false, HistorySince = null };
        }).ConfigureAwait(false);
        if (purge is not null) jobs.Begin(purge);
        return after;
    }
}

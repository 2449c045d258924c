using System.Text.Json;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>RestoreTableFromBackup. Source: model RestoreTableFromBackupInput; doc API_RestoreTableFromBackup; messages observed at DynamoDB.</summary>
internal sealed class RestoreTableFromBackup(BackupCatalog backups, BackgroundJobs jobs, Restorer restorer) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string arn = input.Text("BackupArn")!;
        string target = input.Text("TargetTableName")!;
        if (BackupNames.Read(caller, arn).Region != caller.Region && !input.Has("SSESpecificationOverride")) return DynamoErrors.RestoreOtherRegion;
        if (backups.Find(arn) is not { } backup) return DynamoErrors.BackupMissing(arn);

        RestorePlan plan = new(input, caller, backup.Table);
        restorer.CheckTarget(caller, target);
        if (!backup.IsAvailable) return DynamoErrors.BackupIsCreated(arn);
        if (jobs.Unfinished.Any(job => job.Kind == JobKind.Restore && job.Backup == backup.Number)) return DynamoErrors.BackupFeedsRestore(arn);

        RestoreOrigin origin = new(arn, backup.Table.Arn, backup.CreatedAt);
        JobRecord job = new() { Number = 0, Kind = JobKind.Restore, Backup = backup.Number };
        await restorer.RunAsync(caller, target, plan, origin, job, start: null, answer).ConfigureAwait(false);
        return null;
    }
}

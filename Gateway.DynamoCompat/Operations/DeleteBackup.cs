using System.Text.Json;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DeleteBackup: gone at once. Source: model DeleteBackupInput; doc API_DeleteBackup.</summary>
internal sealed class DeleteBackup(BackupCatalog backups, BackgroundJobs jobs) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string arn = input.Text("BackupArn")!;
        BackupDefinition found = DescribeBackup.Find(backups, caller, arn);
        if (found is { IsSystem: true, ExpiresAt: { } expiry }) return DynamoErrors.BackupOfSystem(arn, expiry);
        BackupDefinition? deleted = await backups.ChangeAsync(arn, backup =>
        {
            if (!backup.IsAvailable) throw new WireException(DynamoErrors.BackupIsCreated(arn));
            return jobs.Unfinished.Any(job => job.Kind == JobKind.Restore && job.Backup == backup.Number) ? throw new WireException(DynamoErrors.BackupIsRestored(arn)) : null;
        }).ConfigureAwait(false);
        if (deleted is null) return DynamoErrors.BackupMissing(arn);

        answer.WriteStartObject();
        BackupDescriber.WriteDescription(answer, deleted, "DELETED");
        answer.WriteEndObject();
        return null;
    }
}

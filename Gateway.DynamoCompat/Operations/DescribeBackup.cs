using System.Text.Json;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DescribeBackup. Source: model DescribeBackupInput; doc API_DescribeBackup.</summary>
internal sealed class DescribeBackup(BackupCatalog backups) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        BackupDefinition backup = Find(backups, caller, input.Text("BackupArn")!);
        answer.WriteStartObject();
        BackupDescriber.WriteDescription(answer, backup);
        answer.WriteEndObject();
        return default;
    }

    /// <summary>A backup of the caller's own.</summary>
    /// <exception cref="WireException">There is none of that ARN in this region, or the ARN is none of a backup.</exception>
    public static BackupDefinition Find(BackupCatalog backups, Caller caller, string arn) =>
        BackupNames.Read(caller, arn).Region == caller.Region && backups.Find(arn) is { } backup ? backup : throw new WireException(DynamoErrors.BackupMissing(arn));
}

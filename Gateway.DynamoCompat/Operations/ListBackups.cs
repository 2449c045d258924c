using System.Text.Json;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>ListBackups: those that somebody asked for, unless others are wanted; also of tables that are no more. Source: model ListBackupsInput.</summary>
internal sealed class ListBackups(BackupCatalog backups) : IDynamoOperation
{
    private const int PageMax = 100;

    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        double? lower = input.Real("TimeRangeLowerBound");
        double? upper = input.Real("TimeRangeUpperBound");
        if (lower > upper) return ValueTask.FromResult<DynamoError?>(DynamoErrors.TimeRangeReversed);
        string? start = input.Text("ExclusiveStartBackupArn");
        if (start is not null && BackupNames.Read(caller, start).Region != caller.Region) return ValueTask.FromResult<DynamoError?>(DynamoErrors.BackupCursorRegion);

        string? table = input.Text("TableName") is { } name ? TableNames.Resolve(caller, name) : null;
        string type = input.Text("BackupType") ?? "USER";
        int limit = (int)(input.Number("Limit") ?? PageMax);
        BackupDefinition[] left =
        [
            .. backups.All
                .Where(backup => backup.Table.Owner == caller && (table is null || backup.Table.Name == table))
                .Where(backup => type == "ALL" || type == (backup.IsSystem ? "SYSTEM" : "USER"))
                .Where(backup => IsWithin(backup.CreatedAt, lower, upper))
                .Where(backup => start is null || string.CompareOrdinal(backup.Arn, start) > 0)
                .OrderBy(backup => backup.Arn, StringComparer.Ordinal),
        ];

        answer.WriteStartObject();
        answer.WriteStartArray("BackupSummaries");
        foreach (BackupDefinition backup in left.Take(limit)) BackupDescriber.WriteSummary(answer, backup);
        answer.WriteEndArray();
        if (left.Length > limit) answer.WriteString("LastEvaluatedBackupArn", left[limit - 1].Arn);
        answer.WriteEndObject();
        return default;
    }

    /// <summary>The lower bound is part of the range, the upper one is not.</summary>
    private static bool IsWithin(DateTimeOffset moment, double? lower, double? upper)
    {
        double seconds = moment.ToUnixTimeMilliseconds() / 1000.0;
        return !(seconds < lower) && !(seconds >= upper);
    }
}

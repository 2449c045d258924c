using System.Text.Json;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.Wire;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Operations;

/// <summary>RestoreTableToPointInTime: the table as it was when the asked second began, or as it is. Source: model RestoreTableToPointInTimeInput.</summary>
internal sealed class RestoreTableToPointInTime(IKeyValueStore store, TableCatalog tables, Restorer restorer, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string target = input.Text("TargetTableName")!;
        bool isLatest = input.Flag("UseLatestRestorableTime") ?? false;
        double? seconds = input.Real("RestoreDateTime");
        string? sourceName = input.Text("SourceTableName");
        string? sourceArn = input.Text("SourceTableArn");
        if (isLatest && seconds is not null) return DynamoErrors.BothRestoreTimes;
        if (!isLatest && seconds is null) return DynamoErrors.NoRestoreTime;
        if (sourceName is not null && sourceArn is not null) return DynamoErrors.BothRestoreSources;
        if (sourceName is null && sourceArn is null) return DynamoErrors.NoRestoreSource;

        Caller owner = sourceArn is null ? caller : OwnerOf(caller, sourceArn, input, out sourceName);
        TableDefinition source = DescribeContinuousBackups.Find(tables, owner, sourceName!, time);
        DateTimeOffset now = time.GetUtcNow();
        if (RecoveryWindow.Of(source, now) is not { } window) return DynamoErrors.NoPointInTime(source.Name);
        DateTimeOffset moment = seconds is null ? now : MomentWriter.FromSeconds(seconds.Value) ?? DateTimeOffset.MaxValue;
        if (!window.Contains(moment)) return DynamoErrors.RestoreTime(moment, window.Earliest, window.Latest);

        RestorePlan plan = new(input, caller, source);
        restorer.CheckTarget(caller, target);
        RestoreOrigin origin = new(null, source.Arn, moment);

        // Earlier than its first kept moment there is no past: that moment stands for its whole second.
        DateTimeOffset asked = moment < source.HistorySince ? source.HistorySince.Value : moment;
        JobRecord job = new() { Number = 0, Kind = JobKind.Restore, Source = source.Number, Moment = isLatest ? now.ToUnixTimeMilliseconds() : asked.ToUnixTimeMilliseconds() };
        await restorer.RunAsync(caller, target, plan, origin, job, store.Snapshot(), answer).ConfigureAwait(false);
        return null;
    }

    private static Caller OwnerOf(Caller caller, string text, WireStructure input, out string? name)
    {
        if (!TableArn.TryParse(text, out TableArn? arn) || arn.Kind is not null) throw new WireException(DynamoErrors.RestoreSourceArn);
        if (arn.AccountId != caller.AccountId) throw new WireException(DynamoErrors.ForeignResource);
        if (arn.Region != caller.Region && !input.Has("SSESpecificationOverride")) throw new WireException(DynamoErrors.RestoreOtherRegion);
        name = arn.Table;
        return caller with { Region = arn.Region };
    }
}

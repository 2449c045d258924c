using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>UpdateContributorInsights: kept and shown. Source: model UpdateContributorInsightsInput; answers as observed at DynamoDB.</summary>
internal sealed class UpdateContributorInsights(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    private const string UsualMode = "ACCESSED_AND_THROTTLED_KEYS";

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        TableDefinition table = TableNames.Made(tables, caller, input, time);
        string? index = input.Text("IndexName");
        bool isEnabled = input.Text("ContributorInsightsAction") == "ENABLE";
        _ = DescribeContributorInsights.KeyOf(table, index);
        if (isEnabled && index is not null && table.FindIndex(index)!.PhaseAt(time.GetUtcNow()) is TablePhase.Creating or TablePhase.Deleting) return DynamoErrors.InsightsNeedActiveIndex;

        string status = isEnabled ? "ENABLED" : "DISABLED";
        string? mode = null;
        await tables.ChangeAsync(table.Number, (before, _) =>
        {
            ContributorInsights? current = before.ContributorInsights.FirstOrDefault(one => one.IndexName == index);
            mode = isEnabled ? input.Text("ContributorInsightsMode") ?? UsualMode : current?.Mode;
            if ((current?.IsEnabled ?? false) == isEnabled && (!isEnabled || current!.Mode == mode)) return before;

            status = isEnabled ? "ENABLING" : "DISABLING";
            ContributorInsights setting = new(index, isEnabled, mode!, time.GetUtcNow());
            return before with { ContributorInsights = [.. before.ContributorInsights.Where(one => one.IndexName != index), setting] };
        }).ConfigureAwait(false);

        answer.WriteStartObject();
        answer.WriteString("TableName", table.Name);
        if (index is not null) answer.WriteString("IndexName", index);
        answer.WriteString("ContributorInsightsStatus", status);
        if (mode is not null) answer.WriteString("ContributorInsightsMode", mode);
        answer.WriteEndObject();
        return null;
    }
}

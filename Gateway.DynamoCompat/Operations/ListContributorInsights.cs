using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>ListContributorInsights: what is switched on, a table before its indexes. Source: model ListContributorInsightsInput; order as observed at DynamoDB.</summary>
internal sealed class ListContributorInsights(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    private const int PageMax = 100;

    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        TableDefinition[] asked = input.Has("TableName") ? [TableNames.Made(tables, caller, input, time)] : tables.TablesOf(caller);
        (string Table, ContributorInsights Setting)[] all =
        [
            .. asked.SelectMany(table => table.ContributorInsights
                .Where(setting => setting.IsEnabled)
                .OrderBy(setting => setting.IndexName ?? "", StringComparer.Ordinal)
                .Select(setting => (table.Name, setting))),
        ];
        int limit = input.Number("MaxResults") is { } most and > 0 ? (int)most : PageMax;
        int start = int.TryParse(input.Text("NextToken"), out int given) ? Math.Clamp(given, 0, all.Length) : 0;

        answer.WriteStartObject();
        answer.WriteStartArray("ContributorInsightsSummaries");
        foreach ((string table, ContributorInsights setting) in all.Skip(start).Take(limit))
        {
            answer.WriteStartObject();
            answer.WriteString("TableName", table);
            if (setting.IndexName is { } index) answer.WriteString("IndexName", index);
            answer.WriteString("ContributorInsightsStatus", "ENABLED");
            answer.WriteString("ContributorInsightsMode", setting.Mode);
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        if (start + limit < all.Length) answer.WriteString("NextToken", (start + limit).ToString(System.Globalization.CultureInfo.InvariantCulture));
        answer.WriteEndObject();
        return default;
    }
}

using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DescribeContributorInsights: what was set; no rules are run. Source: model DescribeContributorInsightsInput; members as observed at DynamoDB.</summary>
internal sealed class DescribeContributorInsights(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    /// <summary>Partition and sort keys, those that are read and those that are throttled.</summary>
    private static readonly string[] RuleKinds = ["PKC", "SKC", "PKT", "SKT"];

    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        TableDefinition table = TableNames.Made(tables, caller, input, time);
        string? index = input.Text("IndexName");
        KeyElement[] key = [.. KeyOf(table, index)];
        ContributorInsights? setting = table.ContributorInsights.FirstOrDefault(one => one.IndexName == index);

        answer.WriteStartObject();
        answer.WriteString("TableName", table.Name);
        if (index is not null) answer.WriteString("IndexName", index);
        if (setting is { IsEnabled: true }) WriteRules(answer, table, setting, key.Any(element => element.Role == "RANGE"));
        answer.WriteString("ContributorInsightsStatus", setting is { IsEnabled: true } ? "ENABLED" : "DISABLED");
        if (setting is not null)
        {
            answer.WriteMoment("LastUpdateDateTime", setting.UpdatedAt);
            answer.WriteString("ContributorInsightsMode", setting.Mode);
        }

        answer.WriteEndObject();
        return default;
    }

    /// <summary>The key of the table, or of one of its global indexes.</summary>
    /// <exception cref="WireException">There is no such global index.</exception>
    public static IReadOnlyList<KeyElement> KeyOf(TableDefinition table, string? index)
    {
        if (index is null) return table.Key;
        return table.FindIndex(index) is { IsGlobal: true } found ? found.Key : throw new WireException(DynamoErrors.InsightsIndexMissing(index, table.Name));
    }

    private static void WriteRules(Utf8JsonWriter json, TableDefinition table, ContributorInsights setting, bool hasSortKey)
    {
        json.WriteStartArray("ContributorInsightsRuleList");
        foreach (string kind in RuleKinds.Where(kind => (hasSortKey || kind[0] == 'P') && (setting.Mode != "THROTTLED_KEYS" || kind[2] == 'T')))
        {
            json.WriteStringValue($"DynamoDBContributorInsights-{kind}-{table.Name}{(setting.IndexName is { } index ? "-" + index : "")}-{setting.UpdatedAt.ToUnixTimeMilliseconds()}");
        }

        json.WriteEndArray();
    }
}

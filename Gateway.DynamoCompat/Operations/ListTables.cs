using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>ListTables: names in the order of their bytes. Source: model ListTablesInput; doc API_ListTables.</summary>
internal sealed class ListTables(TableCatalog tables) : IDynamoOperation
{
    private const int PageMax = 100;

    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string? start = input.Text("ExclusiveStartTableName");
        int limit = (int)(input.Number("Limit") ?? PageMax);
        string[] left = [.. tables.TablesOf(caller).Select(table => table.Name).Where(name => start is null || string.CompareOrdinal(name, start) > 0)];

        answer.WriteStartObject();
        answer.WriteStartArray("TableNames");
        foreach (string name in left.Take(limit)) answer.WriteStringValue(name);
        answer.WriteEndArray();
        if (left.Length > limit) answer.WriteString("LastEvaluatedTableName", left[limit - 1]);
        answer.WriteEndObject();
        return default;
    }
}

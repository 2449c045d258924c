using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DescribeTimeToLive: on or off, never in between, as observed at DynamoDB. Source: model DescribeTimeToLiveInput.</summary>
internal sealed class DescribeTimeToLive(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        TableDefinition table = TableNames.Known(tables, caller, input);
        if (table.IsRestoring) throw new WireException(DynamoErrors.TableMissing(table.Name));
        TablePhase phase = table.PhaseAt(time.GetUtcNow());
        if (phase is TablePhase.Creating or TablePhase.Deleting) return ValueTask.FromResult<DynamoError?>(DynamoErrors.ExpiryState(TableDescriber.NameOf(phase)));

        answer.WriteStartObject();
        Write(answer, table);
        answer.WriteEndObject();
        return default;
    }

    public static void Write(Utf8JsonWriter json, TableDefinition table)
    {
        json.WriteStartObject("TimeToLiveDescription");
        json.WriteString("TimeToLiveStatus", table.TimeToLiveAttribute is null ? "DISABLED" : "ENABLED");
        if (table.TimeToLiveAttribute is { } attribute) json.WriteString("AttributeName", attribute);
        json.WriteEndObject();
    }
}

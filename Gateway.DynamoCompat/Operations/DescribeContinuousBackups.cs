using System.Text.Json;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DescribeContinuousBackups. Source: model DescribeContinuousBackupsInput; doc API_DescribeContinuousBackups.</summary>
internal sealed class DescribeContinuousBackups(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        TableDefinition table = Find(tables, caller, TableNames.Resolve(caller, input), time);
        answer.WriteStartObject();
        RecoveryWindow.Write(answer, table, time.GetUtcNow());
        answer.WriteEndObject();
        return default;
    }

    /// <summary>The table, in the words of the operations on backups: one that is still created is not there.</summary>
    public static TableDefinition Find(TableCatalog tables, Caller caller, string name, TimeProvider time)
    {
        TableDefinition? table = tables.Find(caller, name);
        return table is null || table.PhaseAt(time.GetUtcNow()) == TablePhase.Creating ? throw new WireException(DynamoErrors.BackupTableMissing(name)) : table;
    }
}

using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>ExportTableToPointInTime: refused, there is no object store here; a table without its past is refused as DynamoDB refuses it.</summary>
internal sealed class ExportTableToPointInTime(TableCatalog tables) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token) => ValueTask.FromResult<DynamoError?>(RefusalOf(caller, input.Text("TableArn")!));

    private DynamoError RefusalOf(Caller caller, string text)
    {
        if (!TableArn.TryParse(text, out TableArn? arn) || arn.Kind is not null) return DynamoErrors.ExportTableArn;
        if (arn.AccountId != caller.AccountId) return DynamoErrors.AccessDenied;
        if (tables.Find(caller, text) is not { } table) return DynamoErrors.BackupTableMissing(text);
        return table.KeepsHistory ? DynamoErrors.NoExports : DynamoErrors.NoPointInTime(table.Name);
    }
}

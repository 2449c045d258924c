using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DeleteTable: the name is free at once, the data goes in the background; a table that keeps its history leaves a last backup.</summary>
/// <remarks>Source: model DeleteTableInput; doc API_DeleteTable.</remarks>
internal sealed class DeleteTable(TableCatalog tables, TableDescriber describer, TableDropper dropper, DynamoOptions options, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string name = TableNames.Resolve(caller, input);
        DateTimeOffset now = time.GetUtcNow();
        DroppedTable? dropped = null;
        TableDefinition? deleted = await tables.ChangeAsync(caller, name, (before, batch) =>
        {
            TableDefinition table = before ?? throw new WireException(DynamoErrors.TableMissing(name));
            TableAdmission.CheckDelete(table, now);
            dropped = dropper.Drop(batch, table, now, options.TableDelay);
            return dropped.Table;
        }).ConfigureAwait(false);

        answer.WriteStartObject();
        describer.Write(answer, "TableDescription", deleted!);
        answer.WriteEndObject();
        dropper.Begin(dropped!);
        return null;
    }
}

using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>CreateTable. Source: model CreateTableInput; doc API_CreateTable; order of checks as observed, see CreateTableTests.</summary>
internal sealed class CreateTable(TableCatalog tables, TableDescriber describer, TableIds ids, DynamoOptions options, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string name = TableNames.Resolve(caller, input);
        TableMaker maker = new(input, caller);
        DateTimeOffset now = time.GetUtcNow();
        TableDefinition? made = await tables.ChangeAsync(caller, name, (before, batch) =>
        {
            if (before is not null) throw new WireException(RefusalOf(before, now));
            if (tables.Sharing?.IsTaken(caller, name) == true) throw new WireException(DynamoErrors.TableExists(name));
            return maker.Make(caller, name, tables, batch, ids, now, options.ReadyAt(now));
        }).ConfigureAwait(false);

        answer.WriteStartObject();
        describer.Write(answer, "TableDescription", AsNew(made!), isNew: true);
        answer.WriteEndObject();
        return null;
    }

    /// <summary>The answer says CREATING also where that is over at once.</summary>
    public static TableDefinition AsNew(TableDefinition table) => table with
    {
        ReadyAt = DateTimeOffset.MaxValue,
        Indexes = [.. table.Indexes.Select(index => index with { Phase = TablePhase.Creating, ReadyAt = DateTimeOffset.MaxValue })],
    };

    private static DynamoError RefusalOf(TableDefinition table, DateTimeOffset now) => table.PhaseAt(now) switch
    {
        TablePhase.Creating when table.IsRestoring => DynamoErrors.TableIsRestored(table.Name),
        TablePhase.Creating => DynamoErrors.TableIsCreated(table.Name),
        _ => DynamoErrors.TableExists(table.Name),
    };
}

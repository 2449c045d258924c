using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>UpdateTimeToLive. It may be changed again at once: DynamoDB's wait of half an hour is not kept. Source: model UpdateTimeToLiveInput.</summary>
internal sealed class UpdateTimeToLive(TableCatalog tables, BackgroundJobs jobs, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        WireStructure specification = input.Structure("TimeToLiveSpecification")!;
        string attribute = specification.Text("AttributeName")!;
        bool isEnabled = specification.Flag("Enabled")!.Value;
        string name = TableNames.Resolve(caller, input);
        DateTimeOffset now = time.GetUtcNow();
        JobRecord? fill = null;
        await tables.ChangeAsync(caller, name, (before, batch) =>
        {
            TableDefinition table = Check(before, name, attribute, isEnabled, now);
            fill = jobs.Write(batch, number => new JobRecord { Number = number, Kind = JobKind.FillExpiry, Table = table.Number });
            return table with { TimeToLiveAttribute = isEnabled ? attribute : null, TimeToLiveChangedAt = now };
        }).ConfigureAwait(false);
        if (fill is not null) jobs.Begin(fill);

        answer.WriteStartObject();
        answer.WriteStartObject("TimeToLiveSpecification");
        answer.WriteBoolean("Enabled", isEnabled);
        answer.WriteString("AttributeName", attribute);
        answer.WriteEndObject();
        answer.WriteEndObject();
        return null;
    }

    private static TableDefinition Check(TableDefinition? table, string name, string attribute, bool isEnabled, DateTimeOffset now)
    {
        if (table is null || table.IsRestoring) throw new WireException(DynamoErrors.TableMissing(name));
        if (table.PhaseAt(now) == TablePhase.Creating) throw new WireException(DynamoErrors.ExpiryTableIsCreated(name));
        if (table.TimeToLiveAttribute is not { } current) return isEnabled ? table : throw new WireException(DynamoErrors.ExpiryIsOff);
        if (current != attribute) throw new WireException(DynamoErrors.ExpiryOtherAttribute(current));
        return isEnabled ? throw new WireException(DynamoErrors.ExpiryIsOn) : table;
    }
}

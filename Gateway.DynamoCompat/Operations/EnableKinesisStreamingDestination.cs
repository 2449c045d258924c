using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>EnableKinesisStreamingDestination: kept and shown, nothing is sent there. One at a time is active. Source: model KinesisStreamingDestinationInput.</summary>
internal sealed class EnableKinesisStreamingDestination(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        TableDefinition table = TableNames.Made(tables, caller, input, time);
        string stream = input.Text("StreamArn")!;
        string? precision = input.Structure("EnableKinesisStreamingConfiguration")?.Text("ApproximateCreationDateTimePrecision");
        await tables.ChangeAsync(table.Number, (before, _) =>
        {
            if (before.Phase == TablePhase.Deleting || before.KinesisDestinations.Any(one => one.IsActive)) throw new WireException(DynamoErrors.KinesisNotOff);
            return before with { KinesisDestinations = [new KinesisDestination(stream, IsActive: true, precision), .. before.KinesisDestinations.Where(one => one.StreamArn != stream)] };
        }).ConfigureAwait(false);
        Write(answer, table, stream, "ENABLING", "EnableKinesisStreamingConfiguration", precision);
        return null;
    }

    /// <summary>What all answers about one destination look like.</summary>
    /// <param name="configuration">The member that repeats the configuration.</param>
    public static void Write(Utf8JsonWriter json, TableDefinition table, string stream, string status, string configuration, string? precision)
    {
        json.WriteStartObject();
        json.WriteString("TableName", table.Name);
        json.WriteString("StreamArn", stream);
        json.WriteString("DestinationStatus", status);
        json.WriteStartObject(configuration);
        if (precision is not null) json.WriteString("ApproximateCreationDateTimePrecision", precision);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DisableKinesisStreamingDestination: the entry stays, disabled. Source: model KinesisStreamingDestinationInput.</summary>
internal sealed class DisableKinesisStreamingDestination(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        if (input.Structure("EnableKinesisStreamingConfiguration")?.Has("ApproximateCreationDateTimePrecision") ?? false) return DynamoErrors.KinesisOffWithParameters;
        TableDefinition table = TableNames.Made(tables, caller, input, time);
        string stream = input.Text("StreamArn")!;
        await tables.ChangeAsync(table.Number, (before, _) =>
        {
            if (!before.KinesisDestinations.Any(one => one.IsActive && one.StreamArn == stream)) throw new WireException(DynamoErrors.KinesisNotOn);
            return before with { KinesisDestinations = [.. before.KinesisDestinations.Select(one => one.StreamArn == stream ? new KinesisDestination(stream, IsActive: false, null) : one)] };
        }).ConfigureAwait(false);
        EnableKinesisStreamingDestination.Write(answer, table, stream, "DISABLING", "EnableKinesisStreamingConfiguration", null);
        return null;
    }
}

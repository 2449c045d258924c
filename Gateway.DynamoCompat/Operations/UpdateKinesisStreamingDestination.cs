using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>UpdateKinesisStreamingDestination. Source: model UpdateKinesisStreamingDestinationInput; messages observed at DynamoDB.</summary>
internal sealed class UpdateKinesisStreamingDestination(TableCatalog tables, TimeProvider time) : IDynamoOperation
{
    /// <summary>What a destination has of which nothing was said.</summary>
    private const string UsualPrecision = "MILLISECOND";

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        if (input.Structure("UpdateKinesisStreamingConfiguration")?.Text("ApproximateCreationDateTimePrecision") is not { } precision) return DynamoErrors.KinesisNothing;
        TableDefinition table = TableNames.Made(tables, caller, input, time);
        string stream = input.Text("StreamArn")!;
        await tables.ChangeAsync(table.Number, (before, _) =>
        {
            KinesisDestination? current = before.KinesisDestinations.FirstOrDefault(one => one.IsActive && one.StreamArn == stream);
            if (current is null) throw new WireException(DynamoErrors.KinesisNotActive(before.Name, stream));
            if ((current.Precision ?? UsualPrecision) == precision) throw new WireException(DynamoErrors.KinesisSamePrecision(precision, before.TableId, stream));
            return before with { KinesisDestinations = [.. before.KinesisDestinations.Select(one => one == current ? one with { Precision = precision } : one)] };
        }).ConfigureAwait(false);
        EnableKinesisStreamingDestination.Write(answer, table, stream, "UPDATING", "UpdateKinesisStreamingConfiguration", precision);
        return null;
    }
}

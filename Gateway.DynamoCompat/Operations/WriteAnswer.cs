using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Capacity;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>The answer that PutItem, UpdateItem and DeleteItem share.</summary>
internal static class WriteAnswer
{
    /// <summary>Writes the answer.</summary>
    /// <param name="attributes">What ReturnValues asks for; none for nothing.</param>
    public static void Write(Utf8JsonWriter answer, WireStructure input, PlannedWrite done, Value attributes)
    {
        answer.WriteStartObject();
        if (!attributes.IsNone)
        {
            answer.WritePropertyName("Attributes"u8);
            ItemWriter.WriteItem(answer, attributes);
        }

        TableSchema table = done.Write.Table;
        if (CapacityReport.For(input, table, input.Text("TableName")!) is { } report)
        {
            report.AddWrite(done);
            answer.WritePropertyName("ConsumedCapacity"u8);
            report.Write(answer);
        }

        if (input.Text("ReturnItemCollectionMetrics") == "SIZE" && CollectionMetrics.AppliesTo(table))
        {
            answer.WritePropertyName("ItemCollectionMetrics"u8);
            CollectionMetrics.Write(answer, table, done.Write.Key);
        }

        answer.WriteEndObject();
    }

    /// <summary>The refusal of a write whose condition does not hold.</summary>
    public static DynamoError Refusal(WireStructure input, PlannedWrite done) =>
        DynamoErrors.ConditionFailed(input.Text("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" ? done.Before : default);
}

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
    /// <param name="answer">Takes the answer's JSON.</param>
    /// <param name="operation">Which of the three.</param>
    /// <param name="input">The request.</param>
    /// <param name="done">What it did, durable.</param>
    /// <returns>Null when the answer is written; the error if the condition of the write does not hold.</returns>
    public static DynamoError? Write(Utf8JsonWriter answer, IItemOperation operation, WireStructure input, PlannedWrite done)
    {
        if (!done.IsAllowed) return Refusal(input, done);

        answer.WriteStartObject();
        Value attributes = operation.Returned(input, done);
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
        return null;
    }

    /// <summary>The refusal of a write whose condition does not hold.</summary>
    public static DynamoError Refusal(WireStructure input, PlannedWrite done) =>
        DynamoErrors.ConditionFailed(input.Text("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" ? done.Before : default);
}

using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Capacity;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>The answer that Query and Scan share.</summary>
internal static class ReadAnswer
{
    public static void Write(Utf8JsonWriter answer, WireStructure input, ReadPlan plan, ReadPage page)
    {
        answer.WriteStartObject();
        if (!plan.CountsOnly)
        {
            answer.WriteStartArray("Items"u8);
            foreach (Value item in page.Items) ItemWriter.WriteItem(answer, item);
            answer.WriteEndArray();
        }

        answer.WriteNumber("Count"u8, page.Count);
        answer.WriteNumber("ScannedCount"u8, page.ScannedCount);
        if (!page.LastKey.IsNone)
        {
            answer.WritePropertyName("LastEvaluatedKey"u8);
            ItemWriter.WriteItem(answer, page.LastKey);
        }

        if (CapacityReport.For(input, plan.Table, input.Text("TableName")!) is { } report)
        {
            bool isConsistent = input.Flag("ConsistentRead") == true;
            report.AddRead(page.ScannedBytes, isConsistent, plan.Index);
            if (page.FetchedUnits > 0) report.Add(page.FetchedUnits * (isConsistent ? 1 : 0.5));
            answer.WritePropertyName("ConsumedCapacity"u8);
            report.Write(answer);
        }

        answer.WriteEndObject();
    }
}

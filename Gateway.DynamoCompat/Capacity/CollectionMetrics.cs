using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Capacity;

/// <summary>ItemCollectionMetrics: the estimated size of the item collection that was written. Source: model ItemCollectionMetrics.</summary>
internal static class CollectionMetrics
{
    /// <summary>DynamoDB gives them only for tables with a local index.</summary>
    public static bool AppliesTo(TableSchema table)
    {
        foreach (SecondaryIndex index in table.Indexes)
        {
            if (!index.IsGlobal) return true;
        }

        return false;
    }

    /// <summary>Writes the object. The estimate is DynamoDB's smallest: an item collection here has no limit of size.</summary>
    public static void Write(Utf8JsonWriter answer, TableSchema table, Value key)
    {
        answer.WriteStartObject();
        answer.WritePropertyName("ItemCollectionKey"u8);
        ItemWriter.WriteItem(answer, KeyRules.Only(table.Key.Partition, key));
        answer.WriteStartArray("SizeEstimateRangeGB"u8);
        answer.WriteRawValue("0.0"u8);
        answer.WriteRawValue("1.0"u8);
        answer.WriteEndArray();
        answer.WriteEndObject();
    }
}

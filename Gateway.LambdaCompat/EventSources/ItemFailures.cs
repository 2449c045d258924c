using System.Text.Json;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>What a function says of a batch that it has worked on. Source: doc services-ddb-batchfailurereporting.</summary>
internal static class ItemFailures
{
    /// <summary>From which record on a batch must be tried again.</summary>
    /// <param name="response">The function's answer.</param>
    /// <param name="items">The batch.</param>
    /// <returns>The record's place in the batch; as many as there are if none has failed.</returns>
    public static int FirstFailed(ReadOnlySpan<byte> response, IReadOnlyList<StreamItem> items)
    {
        JsonElement root;
        try
        {
            Utf8JsonReader reader = new(response);
            if (!JsonElement.TryParseValue(ref reader, out JsonElement? parsed)) return items.Count;
            root = parsed.Value;
        }
        catch (JsonException)
        {
            return items.Count;
        }

        if (root.ValueKind == JsonValueKind.Null) return items.Count;
        if (root.ValueKind != JsonValueKind.Object) return 0;
        if (!root.TryGetProperty("batchItemFailures", out JsonElement failures)) return root.EnumerateObject().Any() ? 0 : items.Count;
        if (failures.ValueKind == JsonValueKind.Null) return items.Count;
        if (failures.ValueKind != JsonValueKind.Array) return 0;

        int first = items.Count;
        foreach (JsonElement failure in failures.EnumerateArray())
        {
            string? id = failure.ValueKind == JsonValueKind.Object && failure.TryGetProperty("itemIdentifier", out JsonElement found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;
            int place = string.IsNullOrEmpty(id) ? -1 : PlaceOf(items, id);
            if (place < 0) return 0;
            first = Math.Min(first, place);
        }

        return first;
    }

    private static int PlaceOf(IReadOnlyList<StreamItem> items, string sequenceNumber)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i].SequenceNumber == sequenceNumber) return i;
        }

        return -1;
    }
}

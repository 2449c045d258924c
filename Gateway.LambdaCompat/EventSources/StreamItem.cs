using System.Text.Json;
using Gateway.DynamoCompat;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>A record of a stream.</summary>
/// <param name="Json">As GetRecords gave it.</param>
/// <param name="SequenceNumber">Its place in the stream.</param>
/// <param name="CreatedAt">To the second.</param>
/// <param name="Lineage">The functions that have caused it, as in a trace header; null if there are none.</param>
/// <param name="OriginPop">The PoP where it was written; null if here.</param>
internal sealed record StreamItem(JsonElement Json, string SequenceNumber, DateTimeOffset CreatedAt, string? Lineage = null, string? OriginPop = null)
{
    /// <summary>The keys of the item, which say what comes in order.</summary>
    public string Keys => Json.GetProperty("dynamodb").GetProperty(nameof(Keys)).GetRawText();

    public static StreamItem Of(JsonElement record)
    {
        JsonElement change = record.GetProperty("dynamodb");
        string? lineage = record.TryGetProperty(Caller.LineageMember, out JsonElement chain) ? chain.GetString() : null;
        string? origin = record.TryGetProperty(Caller.OriginMember, out JsonElement pop) ? pop.GetString() : null;
        return new StreamItem(record, change.GetProperty(nameof(SequenceNumber)).GetString()!, DateTimeOffset.FromUnixTimeSeconds((long)change.GetProperty("ApproximateCreationDateTime").GetDouble()), lineage, origin);
    }
}

using System.Globalization;
using System.Text.Json;
using Gateway.LambdaCompat.Invocation;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>Writes what functions and failure destinations get of a stream. Source: doc with-ddb; doc services-dynamodb-errors.</summary>
internal static class EventWriter
{
    /// <summary>The event of a batch.</summary>
    public static byte[] Event(MappingRecord mapping, IReadOnlyList<StreamItem> items) => Destinations.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("Records"u8);
        foreach (StreamItem item in items) WriteRecord(json, mapping, item);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>One record.</summary>
    public static void WriteRecord(Utf8JsonWriter json, MappingRecord mapping, StreamItem item)
    {
        json.WriteStartObject();
        foreach (string name in (string[])["eventID", "eventName", "eventVersion", "eventSource", "awsRegion"]) json.WriteString(name, item.Json.GetProperty(name).GetString());
        json.WriteStartObject("dynamodb"u8);
        json.WritePropertyName("ApproximateCreationDateTime"u8);
        json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{item.CreatedAt.ToUnixTimeSeconds()}.0"), skipInputValidation: true); // a float, as on AWS
        foreach (JsonProperty member in item.Json.GetProperty("dynamodb").EnumerateObject())
        {
            if (!member.NameEquals("ApproximateCreationDateTime"u8)) member.WriteTo(json);
        }

        json.WriteEndObject();
        if (item.Json.TryGetProperty("userIdentity", out JsonElement identity))
        {
            json.WriteStartObject("userIdentity"u8);
            json.WriteString("principalId"u8, identity.GetProperty("PrincipalId").GetString());
            json.WriteString("type"u8, identity.GetProperty("Type").GetString());
            json.WriteEndObject();
        }

        json.WriteString("eventSourceARN"u8, mapping.EventSourceArn);
        json.WriteEndObject();
    }

    /// <summary>What the failure destination gets of a batch that is given up.</summary>
    public static byte[] Failure(MappingRecord mapping, string shardId, IReadOnlyList<StreamItem> items, BatchFailure failure, DateTimeOffset now) => Destinations.Json(json =>
    {
        string unqualified = string.Join(':', mapping.FunctionArn.Split(':').Take(7));
        json.WriteStartObject();
        json.WriteStartObject("requestContext"u8);
        json.WriteString("requestId"u8, failure.RequestId);
        json.WriteString("functionArn"u8, unqualified);
        json.WriteString("condition"u8, failure.Condition);
        json.WriteNumber("approximateInvokeCount"u8, failure.Invocations);
        json.WriteEndObject();
        json.WriteStartObject("responseContext"u8);
        json.WriteNumber("statusCode"u8, 200);
        json.WriteString("executedVersion"u8, failure.ExecutedVersion);
        if (failure.IsFunctionError) json.WriteString("functionError"u8, "Unhandled"u8);
        else json.WriteNull("functionError"u8);
        json.WriteEndObject();
        json.WriteString("version"u8, "1.0"u8);
        json.WriteString("timestamp"u8, WireTime.Iso(now));
        json.WriteStartObject("DDBStreamBatchInfo"u8);
        json.WriteString("shardId"u8, shardId);
        json.WriteString("startSequenceNumber"u8, items[0].SequenceNumber);
        json.WriteString("endSequenceNumber"u8, items[^1].SequenceNumber);
        json.WriteString("approximateArrivalOfFirstRecord"u8, WireTime.IsoSeconds(items[0].CreatedAt));
        json.WriteString("approximateArrivalOfLastRecord"u8, WireTime.IsoSeconds(items[^1].CreatedAt));
        json.WriteNumber("batchSize"u8, items.Count);
        json.WriteString("streamArn"u8, mapping.EventSourceArn);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}

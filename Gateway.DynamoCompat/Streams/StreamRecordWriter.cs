using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Streams;

/// <summary>Writes stream records as DynamoDB shows them. Source: model Record (DynamoDB Streams); doc time-to-live-ttl-streams.</summary>
internal static class StreamRecordWriter
{
    /// <summary>Writes one record.</summary>
    /// <param name="answer">Takes it.</param>
    /// <param name="stream">Where it is from.</param>
    /// <param name="record">The record.</param>
    /// <param name="withLineage">For event source mappings.</param>
    public static void Write(Utf8JsonWriter answer, ChangeStream stream, StreamRecord record, bool withLineage = false)
    {
        answer.WriteStartObject();
        answer.WriteString("awsRegion"u8, record.Origin?.Region ?? stream.Table.Region);
        answer.WriteStartObject("dynamodb"u8);
        answer.WriteNumber("ApproximateCreationDateTime"u8, record.Millisecond / 1000);
        WriteItem(answer, "Keys"u8, record.Key);
        WriteItem(answer, "NewImage"u8, record.NewImage);
        WriteItem(answer, "OldImage"u8, record.OldImage);
        answer.WriteString("SequenceNumber"u8, SequenceNumber.Of(record.Sequence));
        answer.WriteNumber("SizeBytes"u8, SizeOf(record.Key) + SizeOf(record.NewImage) + SizeOf(record.OldImage));
        answer.WriteString("StreamViewType"u8, NameOf(stream.Definition.View));
        answer.WriteEndObject();
        answer.WriteString("eventID"u8, EventIdOf(stream, record));
        answer.WriteString("eventName"u8, record switch
        {
            { HadOld: false } => "INSERT"u8,
            { HasNew: false } => "REMOVE"u8,
            _ => "MODIFY"u8,
        });
        answer.WriteString("eventSource"u8, "aws:dynamodb"u8);
        answer.WriteString("eventVersion"u8, "1.1"u8);
        if (record.Cause == WriteCause.Expiry)
        {
            answer.WriteStartObject("userIdentity"u8);
            answer.WriteString("PrincipalId"u8, "dynamodb.amazonaws.com"u8);
            answer.WriteString("Type"u8, "Service"u8);
            answer.WriteEndObject();
        }

        if (withLineage && record.Lineage is not null) answer.WriteString(Caller.LineageMember, record.Lineage);
        if (withLineage && record.Origin is not null) answer.WriteString(Caller.OriginMember, record.Origin.Pop);
        answer.WriteEndObject();
    }

    public static string NameOf(StreamView view) => view switch
    {
        StreamView.KeysOnly => "KEYS_ONLY",
        StreamView.NewImage => "NEW_IMAGE",
        StreamView.OldImage => "OLD_IMAGE",
        _ => "NEW_AND_OLD_IMAGES",
    };

    private static void WriteItem(Utf8JsonWriter answer, ReadOnlySpan<byte> member, Value item)
    {
        if (item.IsNone) return;
        answer.WritePropertyName(member);
        ItemWriter.WriteItem(answer, item);
    }

    private static int SizeOf(Value item) => item.IsNone ? 0 : item.ItemSizeBytes;

    /// <summary>The same whenever the record is read, another one for any other record.</summary>
    private static string EventIdOf(ChangeStream stream, StreamRecord record)
    {
        byte[] name = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stream.Table.TableId} {record.Sequence}"));
        UInt128 id = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(name));
        return id.ToString("x32", CultureInfo.InvariantCulture);
    }
}

using System.Text.Json;
using Gateway.DynamoCompat.Operations;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Backups;

/// <summary>Writes what DynamoDB says of backups. Source: model BackupDescription; which members appear when: observed at DynamoDB.</summary>
internal static class BackupDescriber
{
    /// <summary>The short form, which the answer to making a backup consists of.</summary>
    public static void WriteDetails(Utf8JsonWriter json, BackupDefinition backup, string? status = null)
    {
        json.WriteStartObject("BackupDetails");
        WriteHead(json, backup, status);
        json.WriteEndObject();
    }

    /// <summary>The long form.</summary>
    public static void WriteDescription(Utf8JsonWriter json, BackupDefinition backup, string? status = null)
    {
        TableDefinition table = backup.Table;
        json.WriteStartObject("BackupDescription");
        WriteDetails(json, backup, status);
        json.WriteStartObject("SourceTableDetails");
        json.WriteString("TableName", table.Name);
        json.WriteString("TableId", table.TableId);
        json.WriteString("TableArn", table.Arn);
        json.WriteNumber("TableSizeBytes", backup.SizeBytes);
        TableDescriber.WriteKey(json, table.Key);
        json.WriteMoment("TableCreationDateTime", table.CreatedAt);
        WriteThroughput(json, table.Throughput);
        TableDescriber.WriteOnDemand(json, table.OnDemandMaxima);
        json.WriteNumber("ItemCount", backup.ItemCount);
        json.WriteString("BillingMode", table.IsOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
        json.WriteEndObject();
        json.WriteStartObject("SourceTableFeatureDetails");
        if (!backup.IsSystem) WriteFeatures(json, table);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>One line of a list.</summary>
    public static void WriteSummary(Utf8JsonWriter json, BackupDefinition backup)
    {
        json.WriteStartObject();
        json.WriteString("TableName", backup.Table.Name);
        json.WriteString("TableId", backup.Table.TableId);
        json.WriteString("TableArn", backup.Table.Arn);
        WriteHead(json, backup, status: null);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, BackupDefinition backup, string? status)
    {
        json.WriteString("BackupArn", backup.Arn);
        json.WriteString("BackupName", backup.Name);
        json.WriteNumber("BackupSizeBytes", backup.SizeBytes);
        json.WriteString("BackupStatus", status ?? (backup.IsAvailable ? "AVAILABLE" : "CREATING"));
        json.WriteString("BackupType", backup.IsSystem ? "SYSTEM" : "USER");
        json.WriteMoment("BackupCreationDateTime", backup.CreatedAt);
        if (backup.ExpiresAt is { } expiry) json.WriteMoment("BackupExpiryDateTime", expiry);
    }

    private static void WriteFeatures(Utf8JsonWriter json, TableDefinition table)
    {
        foreach ((string member, bool isGlobal) in (ReadOnlySpan<(string, bool)>)[("LocalSecondaryIndexes", false), ("GlobalSecondaryIndexes", true)])
        {
            IndexDefinition[] indexes = [.. table.Indexes.Where(index => index.IsGlobal == isGlobal && !index.IsDeleting)];
            if (indexes.Length == 0) continue;
            json.WriteStartArray(member);
            foreach (IndexDefinition index in indexes)
            {
                json.WriteStartObject();
                json.WriteString("IndexName", index.Name);
                TableDescriber.WriteKey(json, index.Key);
                TableDescriber.WriteProjection(json, index);
                if (isGlobal) WriteThroughput(json, index.Throughput);
                if (isGlobal) TableDescriber.WriteOnDemand(json, index.OnDemandMaxima);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (table.Stream is { } stream)
        {
            json.WriteStartObject("StreamDescription");
            json.WriteBoolean("StreamEnabled", true);
            json.WriteString("StreamViewType", TableDescriber.NameOf(stream.View));
            json.WriteEndObject();
        }

        if (table.TimeToLiveAttribute is not null) DescribeTimeToLive.Write(json, table);
        TableDescriber.WriteEncryption(json, table);
    }

    private static void WriteThroughput(Utf8JsonWriter json, Throughput throughput)
    {
        json.WriteStartObject("ProvisionedThroughput");
        json.WriteNumber("ReadCapacityUnits", throughput.ReadUnits);
        json.WriteNumber("WriteCapacityUnits", throughput.WriteUnits);
        json.WriteEndObject();
    }
}

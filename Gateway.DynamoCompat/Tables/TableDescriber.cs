using System.Text.Json;
using Gateway.DynamoCompat.Cluster;

namespace Gateway.DynamoCompat.Tables;

/// <summary>Writes what DynamoDB says of a table. Source: model TableDescription; which members appear when: observed at DynamoDB.</summary>
internal sealed class TableDescriber(TableFigures figures, TimeProvider time, ClusterView cluster)
{
    /// <summary>Writes the description.</summary>
    /// <param name="json">Stands in the object that has the member.</param>
    /// <param name="member"><c>Table</c> or <c>TableDescription</c>.</param>
    /// <param name="table">The table as it shall be shown.</param>
    /// <param name="isNew">True in the answer that makes the table: some things are not known yet.</param>
    /// <param name="isEncrypting">True in the answer that changes the encryption.</param>
    public void Write(Utf8JsonWriter json, string member, TableDefinition table, bool isNew = false, bool isEncrypting = false)
    {
        DateTimeOffset now = time.GetUtcNow();
        bool isOver = table.PhaseAt(now) == TablePhase.Deleting;
        json.WriteStartObject(member);
        if (!isOver) WriteSchema(json, table);
        json.WriteString("TableName", table.Name);
        json.WriteString("TableStatus", NameOf(table.PhaseAt(now)));
        if (!isOver) json.WriteMoment("CreationDateTime", table.CreatedAt);
        WriteThroughput(json, table.Throughput, now);
        WriteFigure(json, "TableSizeBytes", figures.Of(table.Number));
        json.WriteString("TableArn", table.Arn);
        json.WriteString("TableId", table.TableId);
        WriteBilling(json, table, isNew);
        if (!isOver) WriteIndexes(json, table, now, isNew);
        WriteStream(json, table);
        WriteEncryption(json, table, isEncrypting);
        if (table.TableClass is { } tableClass) WriteClass(json, tableClass, table.TableClassChangedAt);
        json.WriteBoolean("DeletionProtectionEnabled", table.IsDeletionProtected);
        WriteOnDemand(json, table.OnDemandMaxima);
        if (!isNew && !isOver) WriteWarm(json, table.WarmThroughput);
        if (!isOver) WriteReplicas(json, table);
        if (table is { IsRestoring: true, Restored: { } origin }) WriteRestore(json, origin);
        json.WriteEndObject();
    }

    public static void WriteKey(Utf8JsonWriter json, IEnumerable<KeyElement> key)
    {
        json.WriteStartArray("KeySchema");
        foreach (KeyElement element in key)
        {
            json.WriteStartObject();
            json.WriteString("AttributeName", element.Name);
            json.WriteString("KeyType", element.Role);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteProjection(Utf8JsonWriter json, IndexDefinition index)
    {
        json.WriteStartObject("Projection");
        json.WriteString("ProjectionType", index.Projection);
        if (index.NonKeyAttributes.Count > 0)
        {
            json.WriteStartArray("NonKeyAttributes");
            foreach (string name in index.NonKeyAttributes) json.WriteStringValue(name);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static void WriteOnDemand(Utf8JsonWriter json, RequestUnits? maxima)
    {
        if (maxima is null) return;
        json.WriteStartObject("OnDemandThroughput");
        if (maxima.Reads is { } reads) json.WriteNumber("MaxReadRequestUnits", reads);
        if (maxima.Writes is { } writes) json.WriteNumber("MaxWriteRequestUnits", writes);
        json.WriteEndObject();
    }

    /// <summary>Nothing for the key that AWS owns, unless it is about to be another one.</summary>
    public static void WriteEncryption(Utf8JsonWriter json, TableDefinition table, bool isUpdating = false)
    {
        if (table.EncryptionKeyArn is null && !isUpdating) return;
        json.WriteStartObject("SSEDescription");
        json.WriteString("Status", isUpdating ? "UPDATING" : "ENABLED");
        if (table.EncryptionKeyArn is { } key)
        {
            json.WriteString("SSEType", "KMS");
            json.WriteString("KMSMasterKeyArn", key);
        }

        json.WriteEndObject();
    }

    public static string NameOf(TablePhase phase) => phase switch
    {
        TablePhase.Creating => "CREATING",
        TablePhase.Updating => "UPDATING",
        TablePhase.Deleting => "DELETING",
        _ => "ACTIVE",
    };

    public static string NameOf(StreamView view) => view switch
    {
        StreamView.KeysOnly => "KEYS_ONLY",
        StreamView.NewImage => "NEW_IMAGE",
        StreamView.OldImage => "OLD_IMAGE",
        _ => "NEW_AND_OLD_IMAGES",
    };

    /// <summary>How a replica shows: a region that no PoP has any more is closed.</summary>
    public static string StatusOf(ReplicaDefinition replica, ClusterView cluster) =>
        cluster.Members.Any(member => member.Region == replica.Region) ? "ACTIVE" : "REGION_DISABLED";

    /// <summary>The other regions' replicas: a region does not name itself. Source: doc globaltables.DetermineVersion.</summary>
    private void WriteReplicas(Utf8JsonWriter json, TableDefinition table)
    {
        string own = ReplicaUpdates.OwnRegion(table, cluster);
        ReplicaDefinition[] others = [.. table.Replicas.Where(replica => replica.Region != own)];
        if (others.Length == 0) return;
        json.WriteString("GlobalTableVersion", "2019.11.21");
        json.WriteStartArray("Replicas");
        foreach (ReplicaDefinition replica in others)
        {
            json.WriteStartObject();
            json.WriteString("RegionName", replica.Region);
            json.WriteString("ReplicaStatus", StatusOf(replica, cluster));
            if (replica.EncryptionKeyId is { } key) json.WriteString("KMSMasterKeyId", key);
            if (replica.ReadUnits is { } reads)
            {
                json.WriteStartObject("ProvisionedThroughputOverride");
                json.WriteNumber("ReadCapacityUnits", reads);
                json.WriteEndObject();
            }

            if (replica.MaxReadUnits is { } maximum)
            {
                json.WriteStartObject("OnDemandThroughputOverride");
                json.WriteNumber("MaxReadRequestUnits", maximum);
                json.WriteEndObject();
            }

            if (replica.TableClass is { } tableClass)
            {
                json.WriteStartObject("ReplicaTableClassSummary");
                json.WriteString("TableClass", tableClass);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSchema(Utf8JsonWriter json, TableDefinition table)
    {
        json.WriteStartArray("AttributeDefinitions");
        foreach (AttributeDefinition attribute in table.Attributes.OrderBy(attribute => attribute.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("AttributeName", attribute.Name);
            json.WriteString("AttributeType", attribute.Type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteKey(json, table.Key);
    }

    private static void WriteThroughput(Utf8JsonWriter json, Throughput throughput, DateTimeOffset now)
    {
        json.WriteStartObject("ProvisionedThroughput");
        if (throughput.IncreasedAt is { } increased) json.WriteMoment("LastIncreaseDateTime", increased);
        if (throughput.DecreasedAt is { } decreased) json.WriteMoment("LastDecreaseDateTime", decreased);
        json.WriteNumber("NumberOfDecreasesToday", ThroughputRules.DecreasesToday(throughput, now));
        json.WriteNumber("ReadCapacityUnits", throughput.ReadUnits);
        json.WriteNumber("WriteCapacityUnits", throughput.WriteUnits);
        json.WriteEndObject();
    }

    private static void WriteFigure(Utf8JsonWriter json, string bytes, Figure figure)
    {
        json.WriteNumber(bytes, Math.Max(0, figure.Bytes));
        json.WriteNumber("ItemCount", Math.Max(0, figure.Items));
    }

    private static void WriteBilling(Utf8JsonWriter json, TableDefinition table, bool isNew)
    {
        if (table.OnDemandSince is not { } since) return; // a table that was always provisioned says nothing
        json.WriteStartObject("BillingModeSummary");
        json.WriteString("BillingMode", table.IsOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
        if (!isNew) json.WriteMoment("LastUpdateToPayPerRequestDateTime", since);
        json.WriteEndObject();
    }

    private static void WriteStream(Utf8JsonWriter json, TableDefinition table)
    {
        if (table.Stream is { } stream)
        {
            json.WriteStartObject("StreamSpecification");
            json.WriteBoolean("StreamEnabled", true);
            json.WriteString("StreamViewType", NameOf(stream.View));
            json.WriteEndObject();
        }

        if (table.LatestStreamLabel is not { } label) return;
        json.WriteString("LatestStreamLabel", label);
        json.WriteString("LatestStreamArn", table.LatestStreamArn);
    }

    private static void WriteClass(Utf8JsonWriter json, string tableClass, DateTimeOffset? changed)
    {
        json.WriteStartObject("TableClassSummary");
        json.WriteString("TableClass", tableClass);
        if (changed is { } moment) json.WriteMoment("LastUpdateDateTime", moment);
        json.WriteEndObject();
    }

    private static void WriteWarm(Utf8JsonWriter json, RequestUnits? warm)
    {
        if (warm is null) return;
        json.WriteStartObject("WarmThroughput");
        json.WriteNumber("ReadUnitsPerSecond", warm.Reads ?? 0);
        json.WriteNumber("WriteUnitsPerSecond", warm.Writes ?? 0);
        json.WriteString("Status", "ACTIVE");
        json.WriteEndObject();
    }

    private static void WriteRestore(Utf8JsonWriter json, RestoreOrigin origin)
    {
        json.WriteStartObject("RestoreSummary");
        if (origin.BackupArn is { } backup) json.WriteString("SourceBackupArn", backup);
        json.WriteString("SourceTableArn", origin.TableArn);
        json.WriteMoment("RestoreDateTime", origin.RestoredTo);
        json.WriteBoolean("RestoreInProgress", true);
        json.WriteEndObject();
    }

    private void WriteIndexes(Utf8JsonWriter json, TableDefinition table, DateTimeOffset now, bool isNew)
    {
        foreach ((string member, bool isGlobal) in (ReadOnlySpan<(string, bool)>)[("LocalSecondaryIndexes", false), ("GlobalSecondaryIndexes", true)])
        {
            IndexDefinition[] indexes = [.. table.Indexes.Where(index => index.IsGlobal == isGlobal).DistinctBy(index => index.Name)];
            if (indexes.Length == 0) continue;
            json.WriteStartArray(member);
            foreach (IndexDefinition index in indexes) WriteIndex(json, table, index, now, isNew);
            json.WriteEndArray();
        }
    }

    private void WriteIndex(Utf8JsonWriter json, TableDefinition table, IndexDefinition index, DateTimeOffset now, bool isNew)
    {
        json.WriteStartObject();
        json.WriteString("IndexName", index.Name);
        WriteKey(json, index.Key);
        WriteProjection(json, index);
        if (index.IsGlobal)
        {
            json.WriteString("IndexStatus", NameOf(index.PhaseAt(now)));
            if (index.IsBackfilling) json.WriteBoolean("Backfilling", index.ReadyAt <= now);
            WriteThroughput(json, index.Throughput, now);
        }

        WriteFigure(json, "IndexSizeBytes", figures.Of(table.Number, index.Number));
        json.WriteString("IndexArn", $"{table.Arn}/index/{index.Name}");
        if (index.IsGlobal)
        {
            WriteOnDemand(json, index.OnDemandMaxima);
            if (!isNew) WriteWarm(json, index.WarmThroughput);
        }

        json.WriteEndObject();
    }
}

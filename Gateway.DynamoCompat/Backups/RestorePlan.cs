using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Backups;

/// <summary>What a restored table shall be: the source as it was defined, with the request's overrides. What restores leave out: streams, time to live,
/// point-in-time recovery, tags, policies, table class, deletion protection.</summary>
/// <remarks>Source: models RestoreTableFromBackupInput and RestoreTableToPointInTimeInput; messages observed at DynamoDB.</remarks>
internal sealed class RestorePlan
{
    private readonly TableDefinition source;
    private readonly bool isOnDemand;
    private readonly RequestUnits? provisioned;
    private readonly RequestUnits? onDemand;
    private readonly IndexDefinition[] indexes;
    private readonly string? encryptionKeyArn;

    /// <summary>Reads and checks the overrides of a request.</summary>
    /// <exception cref="WireException">They do not fit the source.</exception>
    public RestorePlan(WireStructure input, Caller caller, TableDefinition source)
    {
        this.source = source;
        if (input.Has("VectorIndexOverride")) throw new WireException(DynamoErrors.NoVectorIndexes);
        bool? billing = input.Text("BillingModeOverride") is { } mode ? mode == "PAY_PER_REQUEST" : null;
        isOnDemand = billing ?? source.IsOnDemand;
        provisioned = TableReader.Provisioned(input, "ProvisionedThroughputOverride");
        onDemand = TableReader.OnDemand(input, "OnDemandThroughputOverride");
        CheckThroughput(billing);
        indexes = [.. ReadIndexes(input, billing), .. ReadLocals(input)];
        encryptionKeyArn = input.Structure("SSESpecificationOverride") is { } encryption ? EncryptionRules.Read(encryption, caller) : source.EncryptionKeyArn;
    }

    /// <summary>The target's definition.</summary>
    public TableDefinition Make(uint number, Caller caller, string name, string tableId, RestoreOrigin origin, DateTimeOffset now, DateTimeOffset readyAt)
    {
        uint index = 0;
        HashSet<string> used = [.. source.Key.Concat(indexes.SelectMany(one => one.Key)).Select(element => element.Name)];
        return new TableDefinition
        {
            Number = number,
            AccountId = caller.AccountId,
            Region = caller.Region,
            Name = name,
            TableId = tableId,
            CreatedAt = now,
            Attributes = [.. source.Attributes.Where(attribute => used.Contains(attribute.Name))],
            Key = source.Key,
            Indexes = [.. indexes.Select(one => one with { Number = ++index, IsBackfilling = false, IsDeleting = false, Phase = TablePhase.Creating, ReadyAt = readyAt })],
            NextIndexNumber = (uint)indexes.Length + 1,
            Phase = TablePhase.Creating,
            ReadyAt = readyAt,
            IsRestoring = true,
            Restored = origin,
            IsOnDemand = isOnDemand,
            OnDemandSince = isOnDemand ? now : null,
            Throughput = isOnDemand ? Throughput.None : Figures(provisioned, source.Throughput),
            OnDemandMaxima = isOnDemand ? onDemand ?? source.OnDemandMaxima : null,
            WarmThroughput = ThroughputRules.InitialWarm(isOnDemand, isOnDemand ? null : provisioned ?? Units(source.Throughput), null),
            EncryptionKeyArn = encryptionKeyArn,
        };
    }

    private static Throughput Figures(RequestUnits? asked, Throughput recorded) =>
        asked is null ? new Throughput { ReadUnits = recorded.ReadUnits, WriteUnits = recorded.WriteUnits } : new Throughput { ReadUnits = asked.Reads!.Value, WriteUnits = asked.Writes!.Value };

    private static RequestUnits Units(Throughput throughput) => new(throughput.ReadUnits, throughput.WriteUnits);

    private static bool IsSame(IndexDefinition index, IndexRequest asked) =>
        index.Key.SequenceEqual(asked.Key)
        && index.Projection == asked.Projection
        && index.NonKeyAttributes.Order(StringComparer.Ordinal).SequenceEqual((asked.NonKeyAttributes ?? []).Order(StringComparer.Ordinal));

    private void CheckThroughput(bool? billing)
    {
        if (billing == true && provisioned is not null) throw new WireException(DynamoErrors.RestoreProvisionedOnDemand);
        if (isOnDemand && provisioned is not null) throw new WireException(DynamoErrors.RestoreProvisionedOverride);
        if (billing == false && source.IsOnDemand && provisioned is null) throw new WireException(DynamoErrors.RestoreProvisionedMissing);
        foreach ((string member, long? value) in (ReadOnlySpan<(string, long?)>)[("MaxReadRequestUnits", onDemand?.Reads), ("MaxWriteRequestUnits", onDemand?.Writes)])
        {
            if (value is null) continue;
            if (!isOnDemand) throw new WireException(DynamoErrors.RestoreOnDemand(member));
            if (value < 1) throw new WireException(DynamoErrors.RestoreOnDemandRange(member));
        }
    }

    private IndexDefinition[] ReadIndexes(WireStructure input, bool? billing)
    {
        IndexDefinition[] recorded = [.. source.Indexes.Where(index => index is { IsGlobal: true, IsDeleting: false })];
        if (TableReader.Indexes(input, "GlobalSecondaryIndexOverride", isGlobal: true) is not { } asked)
        {
            foreach (IndexDefinition index in recorded)
            {
                if (!isOnDemand && source.IsOnDemand) throw new WireException(DynamoErrors.RestoreIndexNotProvisioned(index.Name));
            }

            return [.. recorded.Select(index => index with
            {
                Throughput = isOnDemand ? Throughput.None : Figures(null, index.Throughput),
                OnDemandMaxima = isOnDemand ? index.OnDemandMaxima : null,
                WarmThroughput = ThroughputRules.InitialWarm(isOnDemand, isOnDemand ? null : Units(index.Throughput), null),
            })];
        }

        foreach (IndexRequest index in asked)
        {
            if (!recorded.Any(one => IsSame(one, index))) throw new WireException(DynamoErrors.RestoreUnknownIndex(index.Name));
            if (isOnDemand && index.Provisioned is not null) throw new WireException(billing == true ? DynamoErrors.RestoreIndexProvisioned(index.Name) : DynamoErrors.RestoreProvisionedOverride);
            if (!isOnDemand && index.Provisioned is null) throw new WireException(DynamoErrors.RestoreIndexNotProvisioned(index.Name));
        }

        return [.. asked.Select(index => index.Define(0, isOnDemand))];
    }

    private IndexDefinition[] ReadLocals(WireStructure input)
    {
        IndexDefinition[] recorded = [.. source.Indexes.Where(index => !index.IsGlobal)];
        if (TableReader.Indexes(input, "LocalSecondaryIndexOverride", isGlobal: false) is not { } asked) return recorded;
        foreach (IndexRequest index in asked)
        {
            if (!recorded.Any(one => IsSame(one, index))) throw new WireException(DynamoErrors.RestoreUnknownIndex(index.Name));
        }

        return [.. asked.Select(index => index.Define(0, isOnDemand))];
    }
}

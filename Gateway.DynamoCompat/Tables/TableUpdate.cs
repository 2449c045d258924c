using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tables;

/// <summary>What an UpdateTable asks for, and the rules that need no table. Source: messages observed at DynamoDB, see UpdateTableTests.</summary>
internal sealed record TableUpdate
{
    public AttributeDefinition[]? Attributes { get; private init; }

    /// <summary>True for PAY_PER_REQUEST, false for PROVISIONED; null if the request does not say.</summary>
    public bool? IsOnDemand { get; private init; }

    public RequestUnits? Provisioned { get; private init; }

    /// <summary>The request has an OnDemandThroughput, perhaps without members.</summary>
    public bool HasOnDemand { get; private init; }

    public RequestUnits? OnDemand { get; private init; }

    public bool HasWarm { get; private init; }

    public RequestUnits? Warm { get; private init; }

    public bool? IsDeletionProtected { get; private init; }

    public string? TableClass { get; private init; }

    public bool HasEncryption { get; private init; }

    /// <summary>The new key; null for the one that AWS owns.</summary>
    public string? EncryptionKeyArn { get; private init; }

    public bool? HasStream { get; private init; }

    public StreamView StreamView { get; private init; }

    public IReadOnlyList<IndexUpdate> Indexes { get; private init; } = [];

    /// <summary>Index changes that take long: DynamoDB does one at a time.</summary>
    public int LongIndexChanges => Indexes.Count(index => index is not IndexUpdate.Change);

    /// <summary>Reads and checks a request.</summary>
    /// <exception cref="WireException">It breaks a rule.</exception>
    public static TableUpdate Read(WireStructure input, Caller caller)
    {
        IReadOnlyList<WireStructure>? updates = input.Structures("GlobalSecondaryIndexUpdates");
        CheckAny(input, updates);
        if (updates is { Count: 0 }) throw new WireException(DynamoErrors.EmptyList("GlobalSecondaryIndexUpdates"));
        if (input.Has("VectorIndexUpdates")) throw new WireException(DynamoErrors.NoVectorIndexes);

        TableUpdate update = new()
        {
            Attributes = TableReader.Attributes(input),
            IsOnDemand = input.Text("BillingMode") is { } mode ? mode == "PAY_PER_REQUEST" : null,
            Provisioned = TableReader.Provisioned(input),
            HasOnDemand = input.Has("OnDemandThroughput"),
            OnDemand = TableReader.OnDemand(input, "OnDemandThroughput"),
            HasWarm = input.Has("WarmThroughput"),
            Warm = TableReader.Warm(input),
            IsDeletionProtected = input.Flag("DeletionProtectionEnabled"),
            TableClass = TableReader.TableClass(input),
            HasEncryption = input.Has("SSESpecification"),
            EncryptionKeyArn = input.Structure("SSESpecification") is { } encryption ? EncryptionRules.Read(encryption, caller) : null,
            HasStream = input.Structure("StreamSpecification")?.Flag("StreamEnabled"),
            StreamView = TableReader.View(input.Structure("StreamSpecification")?.Text("StreamViewType")),
            Indexes = [.. (updates ?? []).Select(ReadIndex)],
        };
        update.Check(input);
        return update;
    }

    private static void CheckAny(WireStructure input, IReadOnlyList<WireStructure>? updates)
    {
        string[] members =
        [
            "ProvisionedThroughput", "BillingMode", "StreamSpecification", "SSESpecification", "ReplicaUpdates",
            "DeletionProtectionEnabled", "OnDemandThroughput", "WarmThroughput", "TableClass", "VectorIndexUpdates",
        ];
        if (updates is { Count: > 0 } || members.Any(input.Has)) return;
        throw new WireException(DynamoErrors.NothingToUpdate(input.Has("MultiRegionConsistency")));
    }

    private static IndexUpdate ReadIndex(WireStructure update)
    {
        WireStructure? create = update.Structure("Create");
        WireStructure? change = update.Structure("Update");
        WireStructure? delete = update.Structure("Delete");
        int actions = new[] { create, change, delete }.Count(action => action is not null);
        if (actions == 0) throw new WireException(DynamoErrors.EmptyIndexUpdate);
        if (actions > 1) throw new WireException(DynamoErrors.SeveralIndexActions);
        if (create is not null) return new IndexUpdate.Create(TableReader.Index(create, isGlobal: true));
        if (delete is not null) return new IndexUpdate.Delete(delete.Text("IndexName")!);
        return new IndexUpdate.Change(change!.Text("IndexName")!, TableReader.Provisioned(change), TableReader.OnDemand(change, "OnDemandThroughput"), TableReader.Warm(change));
    }

    private void Check(WireStructure input)
    {
        ThroughputRules.CheckBounds(Provisioned);
        foreach (IndexUpdate index in Indexes)
        {
            ThroughputRules.CheckBounds((index as IndexUpdate.Create)?.Index.Provisioned ?? (index as IndexUpdate.Change)?.Provisioned, index.Name);
        }

        if (Indexes.GroupBy(index => index.Name).FirstOrDefault(group => group.Count() > 1) is { } repeated) throw new WireException(DynamoErrors.OneUpdatePerIndex(repeated.Key));
        CheckTogether(input.Has("ReplicaUpdates"));
        if (HasStream == true && StreamView == StreamView.None) throw new WireException(DynamoErrors.EnabledStreamNeedsView);
        if (HasStream == false && StreamView != StreamView.None) throw new WireException(DynamoErrors.DisabledStreamHasView);
        if (IsOnDemand == false && Provisioned is null) throw new WireException(DynamoErrors.ProvisionedMissing);
        if (IsOnDemand == true && Provisioned is not null) throw new WireException(DynamoErrors.ProvisionedWithOnDemand);
    }

    /// <summary>Most changes must come alone.</summary>
    private void CheckTogether(bool hasReplicas)
    {
        int changes = new[] { Provisioned is not null, IsOnDemand is not null, HasStream is not null, Indexes.Count > 0, HasEncryption, hasReplicas, IsDeletionProtected is not null, HasOnDemand, HasWarm, TableClass is not null }.Count(has => has);
        if (changes > 1)
        {
            if (HasEncryption) throw new WireException(DynamoErrors.EncryptionAlone);
            if (TableClass is not null) throw new WireException(DynamoErrors.TableClassAlone);
            if (IsDeletionProtected is not null) throw new WireException(DynamoErrors.DeletionProtectionAlone);
            if (hasReplicas) throw new WireException(DynamoErrors.ReplicasAlone);
            if (HasWarm) throw new WireException(changes == 2 && Indexes.Any(index => index is IndexUpdate.Create) ? DynamoErrors.WarmThroughputWithIndex : DynamoErrors.WarmThroughputAlone);
            if (HasOnDemand && (changes > 2 || IsOnDemand is null)) throw new WireException(DynamoErrors.OnDemandAlone);
        }

        bool movesThroughput = Provisioned is not null || IsOnDemand == false;
        if (HasStream is not null && movesThroughput) throw new WireException(DynamoErrors.StreamWithThroughput);
        if (LongIndexChanges > 0 && movesThroughput) throw new WireException(DynamoErrors.IndexWithThroughput);
        if (LongIndexChanges > 0 && HasStream is not null) throw new WireException(DynamoErrors.IndexWithStream);
    }
}

using Gateway.DynamoCompat.Wire;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tables;

/// <summary>What a CreateTable asks for: read, checked, and made into a definition.</summary>
/// <remarks>Source: model CreateTableInput; order of checks as observed, see CreateTableTests.</remarks>
internal sealed class TableMaker
{
    private static readonly string[] Needed = ["AttributeDefinitions", "KeySchema"];

    private readonly KeyElement[] key;
    private readonly AttributeDefinition[] attributes;
    private readonly IndexRequest[] indexes;
    private readonly bool isOnDemand;
    private readonly RequestUnits? provisioned;
    private readonly RequestUnits? onDemand;
    private readonly RequestUnits? warm;
    private readonly StreamView stream;
    private readonly string? encryptionKeyArn;
    private readonly string? tableClass;
    private readonly Tag[] tags;
    private readonly bool isDeletionProtected;
    private readonly string? policy;

    /// <summary>Reads and checks a request.</summary>
    /// <exception cref="WireException">It breaks a rule.</exception>
    public TableMaker(WireStructure input, Caller caller)
    {
        CheckPresent(input);
        key = TableReader.Key(input)!;
        attributes = TableReader.Attributes(input)!;
        IndexRequest[]? locals = TableReader.Indexes(input, "LocalSecondaryIndexes", isGlobal: false);
        IndexRequest[]? globals = TableReader.Indexes(input, "GlobalSecondaryIndexes", isGlobal: true);
        indexes = [.. globals ?? [], .. locals ?? []];
        isOnDemand = input.Text("BillingMode") == "PAY_PER_REQUEST";
        provisioned = TableReader.Provisioned(input);
        onDemand = TableReader.OnDemand(input, "OnDemandThroughput");
        warm = TableReader.Warm(input);

        ThroughputRules.CheckBounds(provisioned);
        foreach (IndexRequest index in indexes) ThroughputRules.CheckBounds(index.Provisioned, index.Name);
        ThroughputRules.CheckBilling(isOnDemand, provisioned);
        SchemaRules.CheckTable(key, attributes, locals, globals);
        foreach (IndexRequest index in globals ?? []) CheckThroughput(index);
        ThroughputRules.CheckOnDemand(isOnDemand, onDemand, index: null, clears: false);
        ThroughputRules.CheckWarm(isOnDemand, provisioned, warm, index: null);

        stream = ReadStream(input.Structure("StreamSpecification"));
        encryptionKeyArn = input.Structure("SSESpecification") is { } encryption ? EncryptionRules.Read(encryption, caller) : null;
        tableClass = TableReader.TableClass(input);
        tags = TagRules.Merge([], TagRules.Read(input.Structures("Tags") ?? []));
        isDeletionProtected = input.Flag("DeletionProtectionEnabled") ?? false;
        policy = input.Text("ResourcePolicy") is { } document ? PolicyRules.Read(document) : null;
    }

    /// <summary>Makes the definition.</summary>
    /// <param name="tables">Gives the number.</param>
    /// <param name="batch">Where the number is noted.</param>
    /// <param name="ids">Gives the id.</param>
    public TableDefinition Make(Caller caller, string name, TableCatalog tables, WriteBatch batch, TableIds ids, DateTimeOffset now, DateTimeOffset readyAt)
    {
        uint number = 0;
        string? label = stream == StreamView.None ? null : TableIds.LabelOf(now);
        IndexDefinition[] defined = [.. indexes.Select(index => index.Define(++number, isOnDemand) with { Phase = TablePhase.Creating, ReadyAt = readyAt })];
        return new TableDefinition
        {
            Number = tables.TakeNumber(batch),
            AccountId = caller.AccountId,
            Region = caller.Region,
            Name = name,
            TableId = tables.Sharing?.IdFor(caller, name, key, attributes) ?? ids.NextTableId(),
            CreatedAt = now,
            Attributes = attributes,
            Key = key,
            Indexes = defined,
            NextIndexNumber = number + 1,
            Stream = label is null ? null : new StreamDefinition(stream, label),
            LatestStreamLabel = label,
            Tags = tags,
            Phase = TablePhase.Creating,
            ReadyAt = readyAt,
            IsOnDemand = isOnDemand,
            OnDemandSince = isOnDemand ? now : null,
            Throughput = provisioned is null ? Throughput.None : new Throughput { ReadUnits = provisioned.Reads!.Value, WriteUnits = provisioned.Writes!.Value },
            OnDemandMaxima = onDemand,
            WarmThroughput = ThroughputRules.InitialWarm(isOnDemand, provisioned, warm),
            TableClass = tableClass,
            IsDeletionProtected = isDeletionProtected,
            EncryptionKeyArn = encryptionKeyArn,
            Policy = policy is null ? null : new ResourcePolicy(policy, TableIds.RevisionOf(now)),
        };
    }

    private static void CheckPresent(WireStructure input)
    {
        string[] missing = [.. Needed.Where(member => !input.Has(member))];
        if (missing.Length > 0) throw new WireException(DynamoErrors.Missing(missing));
        if (input.Has("VectorIndexes")) throw new WireException(DynamoErrors.NoVectorIndexes);
        if (input.Has("GlobalTableSourceArn") || input.Has("GlobalTableSettingsReplicationMode")) throw new WireException(DynamoErrors.NoGlobalTableSource);
    }

    private static StreamView ReadStream(WireStructure? specification)
    {
        if (specification is null) return StreamView.None;
        StreamView view = TableReader.View(specification.Text("StreamViewType"));
        bool isEnabled = specification.Flag("StreamEnabled") ?? false;
        if (isEnabled && view == StreamView.None) throw new WireException(DynamoErrors.StreamNeedsView);
        if (!isEnabled && view != StreamView.None) throw new WireException(DynamoErrors.NoStreamNoView);
        return view;
    }

    private void CheckThroughput(IndexRequest index)
    {
        ThroughputRules.CheckBilling(isOnDemand, index.Provisioned, index.Name);
        ThroughputRules.CheckOnDemand(isOnDemand, index.OnDemand, index.Name, clears: false);
        ThroughputRules.CheckWarm(isOnDemand, index.Provisioned, index.Warm, index.Name);
    }
}

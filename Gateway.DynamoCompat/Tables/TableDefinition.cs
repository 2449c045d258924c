using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Serialization;
using Gateway.DynamoCompat.Cluster;

namespace Gateway.DynamoCompat.Tables;

/// <summary>A table as its owner defined it, and what became of it: all that the catalog keeps. Stored as JSON: names stay, members are only added.</summary>
/// <remarks>A member that an older program did not write is read as null or 0, which the members below take for their usual value.</remarks>
internal sealed record TableDefinition
{
    public required uint Number { get; init; }

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required string Name { get; init; }

    /// <summary>AWS's <c>TableId</c>, a UUID: another one when a table of this name is created again.</summary>
    public required string TableId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>In the order that the owner gave: name → S, N or B.</summary>
    public required IReadOnlyList<AttributeDefinition> Attributes { get; init; }

    public required IReadOnlyList<KeyElement> Key { get; init; }

    public IReadOnlyList<IndexDefinition> Indexes { get; init => field = value ?? []; } = [];

    /// <summary>The number of the next index.</summary>
    public uint NextIndexNumber { get; init => field = value == 0 ? 1 : value; } = 1;

    public StreamDefinition? Stream { get; init; }

    /// <summary>The newest stream's label: stays when the stream is switched off.</summary>
    public string? LatestStreamLabel { get; init; }

    /// <summary>Streams of the table that are over, oldest first, for as long as their records can be read.</summary>
    public IReadOnlyList<PastStream> PastStreams { get; init => field = value ?? []; } = [];

    public string? TimeToLiveAttribute { get; init; }

    /// <summary>When time to live was last switched on or off.</summary>
    public DateTimeOffset? TimeToLiveChangedAt { get; init; }

    public bool KeepsHistory { get; init; }

    /// <summary>Since when each write keeps what was there before.</summary>
    public DateTimeOffset? HistorySince { get; init; }

    public int RecoveryPeriodInDays { get; init => field = value == 0 ? 35 : value; } = 35;

    public IReadOnlyList<Tag> Tags { get; init => field = value ?? []; } = [];

    /// <summary>What is done, or was until <see cref="ReadyAt"/>.</summary>
    public TablePhase Phase { get; init; }

    public DateTimeOffset ReadyAt { get; init; }

    /// <summary>What it is that updates the table until <see cref="ReadyAt"/>.</summary>
    public TableActivity Activity { get; init; }

    /// <summary>True until the data of a restored table is there.</summary>
    public bool IsRestoring { get; init; }

    public RestoreOrigin? Restored { get; init; }

    public bool IsOnDemand { get; init; }

    /// <summary>When billing last became on demand; stays when it is provisioned again.</summary>
    public DateTimeOffset? OnDemandSince { get; init; }

    public Throughput Throughput { get; init => field = value ?? Throughput.None; } = Throughput.None;

    public RequestUnits? OnDemandMaxima { get; init; }

    public RequestUnits? WarmThroughput { get; init; }

    /// <summary><c>STANDARD</c> or <c>STANDARD_INFREQUENT_ACCESS</c>; null if none was ever given.</summary>
    public string? TableClass { get; init; }

    public DateTimeOffset? TableClassChangedAt { get; init; }

    public bool IsDeletionProtected { get; init; }

    /// <summary>The KMS key of the table's encryption; null for a key that AWS owns. Nothing is encrypted with it.</summary>
    public string? EncryptionKeyArn { get; init; }

    public ResourcePolicy? Policy { get; init; }

    public ResourcePolicy? StreamPolicy { get; init; }

    public IReadOnlyList<ContributorInsights> ContributorInsights { get; init => field = value ?? []; } = [];

    public IReadOnlyList<KinesisDestination> KinesisDestinations { get; init => field = value ?? []; } = [];

    /// <summary>The regions that hold replicas, that where the table was made among them; none for a table whose scope is said otherwise.</summary>
    [JsonIgnore]
    public IReadOnlyList<ReplicaDefinition> Replicas
    {
        get => StoredReplicas ?? [];
        init => StoredReplicas = value.Count == 0 ? null : value;
    }

    /// <summary><see cref="Replicas"/> as they are stored: null for none.</summary>
    [JsonPropertyName("replicas")]
    public IReadOnlyList<ReplicaDefinition>? StoredReplicas { get; init; }

    /// <summary>The region in whose name the table was made, where that is another one than <see cref="Region"/>: a replica bears the name of its own region.</summary>
    public string? HomeRegion { get; init; }

    /// <summary>True once other PoPs know the table.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsShared { get; init; }

    /// <summary>True if the table came into this PoP's scope when it was there already: of its past this store may lack anything.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPartial { get; init; }

    /// <summary>What was shared of the table before the changes that other PoPs are still to be told of, as the bytes of its <see cref="SharedForm"/>;
    /// empty for a table that they do not know yet, null when there is nothing to tell.</summary>
    public byte[]? Untold { get; init; }

    /// <summary>The id of its record among PoPs.</summary>
    public string RecordId => TableRecord.IdOf(AccountId, HomeRegion ?? Region, Name);

    /// <summary><see cref="TableId"/> as a number: the table's name among PoPs, the same at all of them.</summary>
    public UInt128 Id => BinaryPrimitives.ReadUInt128BigEndian(Guid.Parse(TableId, CultureInfo.InvariantCulture).ToByteArray(bigEndian: true));

    public string Arn => $"arn:aws:dynamodb:{Region}:{AccountId}:table/{Name}";

    public string? LatestStreamArn => LatestStreamLabel is null ? null : $"{Arn}/stream/{LatestStreamLabel}";

    public Caller Owner => new(AccountId, Region);

    public IndexDefinition? FindIndex(string name) => Indexes.FirstOrDefault(index => index.Name == name);

    /// <summary>What the table is going through at a moment. Deleting has no end here: see <see cref="IsGoneAt"/>.</summary>
    public TablePhase PhaseAt(DateTimeOffset now) => IsRestoring || Phase == TablePhase.Deleting || ReadyAt > now ? Phase : TablePhase.Active;

    /// <summary>True once a deleted table has disappeared for its owner.</summary>
    public bool IsGoneAt(DateTimeOffset now) => Phase == TablePhase.Deleting && ReadyAt <= now;
}

namespace Gateway.LambdaCompat.EventSources;

/// <summary>An event source mapping.</summary>
internal sealed record MappingRecord
{
    private static readonly IReadOnlyDictionary<string, string> NoTags = new Dictionary<string, string>();

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required string Uuid { get; init; }

    public required string EventSourceArn { get; init; }

    /// <summary>With its qualifier if one was given.</summary>
    public required string FunctionArn { get; init; }

    public bool IsEnabled { get; init; } = true;

    public required string StartingPosition { get; init; }

    public int BatchSize { get; init; } = 100;

    public int BatchingWindowSeconds { get; init; }

    public int ParallelizationFactor { get; init; } = 1;

    public int MaximumRecordAgeSeconds { get; init; } = -1;

    public int MaximumRetryAttempts { get; init; } = -1;

    public bool BisectsOnError { get; init; }

    public int TumblingWindowSeconds { get; init; }

    public bool ReportsItemFailures { get; init; }

    public string? OnFailure { get; init; }

    /// <summary>Patterns of EventBridge, as JSON.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; init => field = value ?? NoTags; } = NoTags;

    public string LastProcessingResult { get; init; } = "No records processed";

    public string StateReason { get; init; } = "User action";

    public required DateTimeOffset LastModified { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => KeyOf(AccountId, Region, Uuid);

    [System.Text.Json.Serialization.JsonIgnore]
    public string Arn => Functions.Arns.Mapping(Region, AccountId, Uuid);

    public static string KeyOf(string accountId, string region, string uuid) => $"{accountId}/{region}/{uuid}";
}

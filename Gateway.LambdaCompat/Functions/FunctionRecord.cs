namespace Gateway.LambdaCompat.Functions;

/// <summary>A function with its versions, aliases and settings, at one moment.</summary>
internal sealed record FunctionRecord
{
    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required string Name { get; init; }

    public required VersionRecord Latest { get; init; }

    /// <summary>What was published, in the order of numbers.</summary>
    public IReadOnlyList<VersionRecord> Versions { get; init; } = [];

    public int NextVersion { get; init; } = 1;

    /// <summary>The version that says all that <see cref="Latest"/> does; null if there is none: code or configuration were set since.</summary>
    public string? PublishedAs { get; init; }

    /// <summary>In the order of names.</summary>
    public IReadOnlyList<AliasRecord> Aliases { get; init; } = [];

    /// <summary>By qualifier; empty for the function itself.</summary>
    public IReadOnlyDictionary<string, PolicyRecord> Policies { get; init; } = Empty<PolicyRecord>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = Empty<string>();

    public int? ReservedConcurrency { get; init; }

    /// <summary>By qualifier; <c>$LATEST</c> for the function itself.</summary>
    public IReadOnlyDictionary<string, EventInvokeRecord> EventInvokes { get; init; } = Empty<EventInvokeRecord>();

    /// <summary>By alias; empty for the function itself.</summary>
    public IReadOnlyDictionary<string, UrlRecord> Urls { get; init; } = Empty<UrlRecord>();

    /// <summary>By version or alias.</summary>
    public IReadOnlyDictionary<string, ProvisionedRecord> Provisioned { get; init; } = Empty<ProvisionedRecord>();

    /// <summary>By version.</summary>
    public IReadOnlyDictionary<string, RuntimeManagementRecord> RuntimeManagement { get; init; } = Empty<RuntimeManagementRecord>();

    /// <summary>By qualifier.</summary>
    public IReadOnlyDictionary<string, ScalingRecord> Scaling { get; init; } = Empty<ScalingRecord>();

    /// <summary>Whether invocations in a circle are let be.</summary>
    public bool AllowsRecursion { get; init; }

    /// <summary>The name in the store.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => KeyOf(AccountId, Region, Name);

    /// <summary>Without qualifier.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Arn => Arns.Function(Region, AccountId, Name);

    public static string KeyOf(string accountId, string region, string name) => $"{accountId}/{region}/{name}";

    /// <summary>A version by number or <c>$LATEST</c>; null if there is none.</summary>
    public VersionRecord? FindVersion(string version) => version == "$LATEST" ? Latest : Versions.FirstOrDefault(found => found.Version == version);

    /// <summary>An alias; null if there is none.</summary>
    public AliasRecord? FindAlias(string name) => Aliases.FirstOrDefault(found => found.Name == name);

    /// <summary>The version that a qualifier names, an alias by its main version; null if there is none.</summary>
    public VersionRecord? Resolve(string? qualifier) => qualifier is null ? Latest : FindAlias(qualifier) is { } alias ? FindVersion(alias.FunctionVersion) : FindVersion(qualifier);

    /// <summary>With another <see cref="Latest"/> or version in the place of the one of the same number.</summary>
    public FunctionRecord WithVersion(VersionRecord version) =>
        version.Version == "$LATEST" ? this with { Latest = version } : this with { Versions = [.. Versions.Select(other => other.Version == version.Version ? version : other)] };

    private static Dictionary<string, T> Empty<T>() => new(StringComparer.Ordinal);
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>What of a table's definition is the same at all PoPs, as a value whose members merge one by one. Layout: docs/formats/tables.md.</summary>
/// <remarks>What belongs together is one text, so that of two changes made at once one stays whole. Numbers, phases, jobs and figures are not in it: they are each store's own.</remarks>
internal static class SharedForm
{
    public const string Created = "created";
    public const string Indexes = "indexes";
    public const string Stream = "stream";
    public const string LatestStream = "latestStream";
    public const string Tags = "tags";
    public const string Expiry = "ttl";
    public const string ExpiryChanged = "ttlChanged";
    public const string RecoveryDays = "pitr";
    public const string Billing = "billing";
    public const string OnDemandSince = "onDemandSince";
    public const string Throughput = "throughput";
    public const string OnDemandMaxima = "onDemand";
    public const string WarmThroughput = "warm";
    public const string TableClass = "class";
    public const string TableClassChanged = "classChanged";
    public const string IsProtected = "protected";
    public const string EncryptionKey = "sse";
    public const string Policy = "policy";
    public const string StreamPolicy = "streamPolicy";
    public const string Insights = "insights";
    public const string Kinesis = "kinesis";
    public const string Replicas = "replicas";
    /// <summary>The insights of the table itself, among those of its indexes: no index has this name.</summary>
    public const string OfTable = "*";

    private const char Divider = '/';

    /// <summary>The shared form of a definition: one level, lists by name as <c>tags/colour</c>. Equal forms have equal bytes.</summary>
    public static Value Of(TableDefinition table) => Value.Map(MembersOf(table).Where(member => !member.Value.IsNone));

    /// <summary>The name of a member of a list.</summary>
    public static string NameOf(string list, string name) => list + Divider + name;

    private static IEnumerable<KeyValuePair<string, Value>> MembersOf(TableDefinition table) =>
    [
        new(Created, Moment(table.CreatedAt)),
        new(Stream, table.Stream is { } stream ? Value.String(TableDescriber.NameOf(stream.View) + " " + stream.Label) : default),
        new(LatestStream, Text(table.LatestStreamLabel)),
        new(Expiry, Text(table.TimeToLiveAttribute)),
        new(ExpiryChanged, Moment(table.TimeToLiveChangedAt)),
        new(RecoveryDays, table.KeepsHistory ? Value.Number(table.RecoveryPeriodInDays.ToString(CultureInfo.InvariantCulture)) : default),
        new(Billing, Value.String(table.IsOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED")),
        new(OnDemandSince, Moment(table.OnDemandSince)),
        new(Throughput, Json(table.Throughput, CatalogJson.Default.Throughput)),
        new(OnDemandMaxima, Json(table.OnDemandMaxima, CatalogJson.Default.RequestUnits)),
        new(WarmThroughput, Json(table.WarmThroughput, CatalogJson.Default.RequestUnits)),
        new(TableClass, Text(table.TableClass)),
        new(TableClassChanged, Moment(table.TableClassChangedAt)),
        new(IsProtected, table.IsDeletionProtected ? Value.Boolean(true) : default),
        new(EncryptionKey, Text(table.EncryptionKeyArn)),
        new(Policy, Json(table.Policy, CatalogJson.Default.ResourcePolicy)),
        new(StreamPolicy, Json(table.StreamPolicy, CatalogJson.Default.ResourcePolicy)),
        .. List(Indexes, table.Indexes.Where(index => !index.IsDeleting).DistinctBy(index => index.Name), index => index.Name, index => Json(SharedIndex.Of(table, index), CatalogJson.Default.SharedIndex)),
        .. List(Tags, table.Tags, tag => tag.Key, tag => Value.String(tag.Value)),
        .. List(Insights, table.ContributorInsights, one => one.IndexName ?? OfTable, one => Json(one, CatalogJson.Default.ContributorInsights)),
        .. List(Kinesis, table.KinesisDestinations, one => one.StreamArn, one => Json(one, CatalogJson.Default.KinesisDestination)),
        .. List(Replicas, table.Replicas, one => one.Region, one => Json(one, CatalogJson.Default.ReplicaDefinition)),
    ];

    private static IEnumerable<KeyValuePair<string, Value>> List<T>(string list, IEnumerable<T> items, Func<T, string> name, Func<T, Value> value) =>
        items.Select(item => KeyValuePair.Create(NameOf(list, name(item)), value(item)));

    private static Value Text(string? text) => text is null ? default : Value.String(text);

    private static Value Moment(DateTimeOffset? moment) => moment is { } at ? Value.String(at.ToString("O", CultureInfo.InvariantCulture)) : default;

    private static Value Json<T>(T? value, JsonTypeInfo<T> type) => value is null ? default : Value.String(JsonSerializer.Serialize(value, type));
}

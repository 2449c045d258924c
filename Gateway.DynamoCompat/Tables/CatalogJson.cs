using System.Text.Json.Serialization;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Tables.Jobs;

namespace Gateway.DynamoCompat.Tables;

/// <summary>The JSON in which the catalog is stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(TableDefinition))]
[JsonSerializable(typeof(SharedIndex))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string[][]))]
[JsonSerializable(typeof(JobRecord))]
[JsonSerializable(typeof(BackupDefinition))]
internal sealed partial class CatalogJson : JsonSerializerContext;

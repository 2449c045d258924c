using System.Text.Json.Serialization;

namespace Gateway.DynamoCompat.Tables;

/// <summary>The JSON in which the catalog is stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(TableDefinition))]
internal sealed partial class CatalogJson : JsonSerializerContext;

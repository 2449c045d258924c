using System.Text.Json.Serialization;

namespace Gateway.Replication.Backup.Dynamo;

/// <summary>The JSON of the state.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DynamoSinkState))]
internal sealed partial class DynamoSinkJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using Gateway.Replication.Membership;

namespace Gateway.Api.Cluster;

/// <summary>The JSON of a member's files, and of joining.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ClusterFile))]
[JsonSerializable(typeof(List<PopInfo>))]
[JsonSerializable(typeof(List<StoredToken>))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(JoinAnswer))]
[JsonSerializable(typeof(NumberRequest))]
[JsonSerializable(typeof(NumberAnswer))]
internal sealed partial class ClusterJson : JsonSerializerContext;

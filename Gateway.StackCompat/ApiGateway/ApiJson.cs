using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gateway.StackCompat.ApiGateway;

/// <summary>The JSON in which APIs are stored: documents that keep what was set, whatever it was.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ApiJson : JsonSerializerContext;

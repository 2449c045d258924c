using System.Text.Json.Serialization;

namespace Gateway.StackCompat.Logs.Storage;

/// <summary>The JSON in which groups and streams are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(LogGroupRecord))]
[JsonSerializable(typeof(LogStreamRecord))]
internal sealed partial class LogJson : JsonSerializerContext;

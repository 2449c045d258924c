using System.Text.Json.Serialization;
using Gateway.LambdaCompat.EventSources;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Invocation;
using Gateway.LambdaCompat.Layers;

namespace Gateway.LambdaCompat.Storage;

/// <summary>How records stand in the store.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FunctionRecord))]
[JsonSerializable(typeof(LayerRecord))]
[JsonSerializable(typeof(MappingRecord))]
[JsonSerializable(typeof(QueuedEvent))]
[JsonSerializable(typeof(Checkpoint))]
internal sealed partial class RecordJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Gateway.LambdaCompat.Http;

/// <summary>JSON that the front writes outside of events.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class FrontJson : JsonSerializerContext;

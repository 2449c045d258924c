using System.Text.Json.Serialization;

namespace Gateway.Api.Admin;

/// <summary>The JSON of the admin API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AddPop))]
[JsonSerializable(typeof(AddedPop))]
[JsonSerializable(typeof(PopList))]
[JsonSerializable(typeof(StatusList))]
[JsonSerializable(typeof(CutList))]
[JsonSerializable(typeof(ComparePops))]
[JsonSerializable(typeof(ComparisonList))]
[JsonSerializable(typeof(AdminError))]
[JsonSerializable(typeof(Done))]
internal sealed partial class AdminJson : JsonSerializerContext;

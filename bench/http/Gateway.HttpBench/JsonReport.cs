using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.HttpBench;

/// <summary>The same as the tables, for programs.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Figures))]
internal sealed partial class JsonReport : JsonSerializerContext
{
    public static void Print(TextWriter output, Figures figures) => output.WriteLine(JsonSerializer.Serialize(figures, Default.Figures));
}

using System.Text.Json;

namespace Gateway.LambdaCompat.Engine.Runtimes;

/// <summary>What our bootstraps are told when they ask which function they are to be.</summary>
internal static class EnvironmentMessage
{
    public static byte[] Write(string folder, string handler, IReadOnlyDictionary<string, string> variables, IReadOnlyList<string> path)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("folder"u8, folder);
            json.WriteString("handler"u8, handler);
            json.WriteStartArray("path"u8);
            foreach (string one in path) json.WriteStringValue(one);
            json.WriteEndArray();
            json.WriteStartObject("variables"u8);
            foreach ((string name, string value) in variables) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}

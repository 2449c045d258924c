using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.LambdaCompat.Http.Events;

/// <summary>How events are written.</summary>
internal static class JsonEvent
{
    private const int UsualBytes = 2048;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(UsualBytes);
        using (Utf8JsonWriter writer = new(buffer, Options)) write(writer);
        return buffer.WrittenMemory;
    }

    /// <summary>A map to texts; nothing if it is empty.</summary>
    public static void WriteMap(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyCollection<KeyValuePair<string, string>> map)
    {
        if (map.Count == 0) return;
        json.WriteStartObject(name);
        foreach ((string key, string value) in map) json.WriteString(key, value);
        json.WriteEndObject();
    }

    /// <summary>The values of names that come again, joined by commas.</summary>
    public static OrderedDictionary<string, string> Joined(IEnumerable<KeyValuePair<string, string>> values)
    {
        OrderedDictionary<string, string> joined = new(StringComparer.Ordinal);
        foreach ((string key, string value) in values) joined[key] = joined.TryGetValue(key, out string? before) ? $"{before},{value}" : value;
        return joined;
    }
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.DynamoCompat;

namespace Gateway.Api.Listeners;

/// <summary>Writes an error as a body of the JSON protocol.</summary>
internal static class ErrorWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> answer, DynamoError error)
    {
        using Utf8JsonWriter json = new(answer, Options);
        json.WriteStartObject();
        json.WriteString("__type"u8, $"{error.Namespace}#{error.Code}");
        if (error.Message is not null) json.WriteString(error.IsMessageCapital ? "Message"u8 : "message"u8, error.Message);
        json.WriteEndObject();
    }
}

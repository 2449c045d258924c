using System.Buffers;
using System.Text.Json;

namespace Gateway.DynamoCompat.Wire;

/// <summary>Writes the body of an error.</summary>
public static class ErrorWriter
{
    /// <summary>Writes <c>{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"..."}</c>.</summary>
    /// <param name="error">What happened.</param>
    /// <param name="answer">Takes the bytes.</param>
    public static void Write(DynamoError error, IBufferWriter<byte> answer)
    {
        ArgumentNullException.ThrowIfNull(error);
        using Utf8JsonWriter writer = new(answer, ItemWriter.Options);
        writer.WriteStartObject();
        writer.WriteString("__type"u8, $"{error.Namespace}#{error.Code}");
        error.WriteMembers(writer);
        if (error.Message is not null) writer.WriteString(error.IsMessageCapital ? "Message"u8 : "message"u8, error.Message);
        writer.WriteEndObject();
    }
}

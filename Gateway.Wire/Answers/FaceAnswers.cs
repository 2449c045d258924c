using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Wire.Faces;

namespace Gateway.Wire.Answers;

/// <summary>Writes the usual answers.</summary>
public static class FaceAnswers
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Answers with JSON.</summary>
    public static void WriteJson(this IFaceAnswer answer, int status, Action<Utf8JsonWriter> write) => WriteJson(answer, status, "application/json", write);

    /// <summary>Answers with JSON of some content type.</summary>
    public static void WriteJson(this IFaceAnswer answer, int status, string contentType, Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(write);
        answer.Status = status;
        answer.AddHeader("Content-Type", contentType);
        using Utf8JsonWriter writer = new(answer.Body, Options);
        write(writer);
    }

    /// <summary>Answers without a body.</summary>
    public static void WriteEmpty(this IFaceAnswer answer, int status)
    {
        ArgumentNullException.ThrowIfNull(answer);
        answer.Status = status;
    }
}

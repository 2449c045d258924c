using Gateway.Wire.Faces;

namespace Gateway.Wire.Answers;

/// <summary>Writes errors, by the rules of the two protocols.</summary>
public static class ErrorWriter
{
    /// <summary>REST and JSON: the kind travels in a header.</summary>
    public static void WriteRest(IFaceAnswer answer, WireError error)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(error);
        answer.AddHeader("x-amzn-errortype", error.Code);
        Write(answer, error, "application/json", null);
    }

    /// <summary>JSON 1.1: the kind stands in the body.</summary>
    public static void WriteJson11(IFaceAnswer answer, WireError error)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(error);
        Write(answer, error, "application/x-amz-json-1.1", error.Code);
    }

    private static void Write(IFaceAnswer answer, WireError error, string contentType, string? code)
    {
        foreach ((string name, string value) in error.Headers) answer.AddHeader(name, value);
        answer.WriteJson(error.Status, contentType, json =>
        {
            json.WriteStartObject();
            if (code is not null) json.WriteString("__type"u8, code);
            foreach ((string name, string value) in error.Members) json.WriteString(name, value);
            if (error.Type is { } type) json.WriteString("Type"u8, type);
            if (error.Message is { } message) json.WriteString(error.MessageName, message);
            json.WriteEndObject();
        });
    }
}

using System.Text.Json;

namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>The JSON that runtimes send for an error.</summary>
internal static class ErrorBody
{
    /// <summary>Its member <c>errorType</c>; null if there is none, or no JSON at all.</summary>
    public static string? TypeIn(ReadOnlySpan<byte> body)
    {
        try
        {
            Utf8JsonReader json = new(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                bool isType = json.ValueTextEquals("errorType"u8);
                json.Read();
                if (isType && json.TokenType == JsonTokenType.String) return json.GetString() is { Length: > 0 and < 256 } type ? type : null;
                json.Skip();
            }
        }
        catch (JsonException)
        {
            // Whatever it is, it is handed on as it is.
        }

        return null;
    }
}

using System.Text;
using System.Text.Json;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>Events are JSON of any kind.</summary>
internal static class JsonPayload
{
    private const int DepthMax = 1000;

    /// <summary>What is wrong with some bytes, in AWS's manner; null if they are one JSON value.</summary>
    public static string? FaultOf(ReadOnlySpan<byte> bytes)
    {
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = DepthMax });
        try
        {
            while (reader.Read())
            {
                // Reading is the check.
            }

            return null;
        }
        catch (JsonException fault)
        {
            return TextOf(bytes, fault);
        }
    }

    private static string TextOf(ReadOnlySpan<byte> bytes, JsonException fault)
    {
        ReadOnlySpan<byte> text = bytes.TrimStart(" \t\r\n"u8);
        int letters = 0;
        while (letters < text.Length && letters < 64 && char.IsAsciiLetterOrDigit((char)text[letters])) letters++;
        string token = Encoding.ASCII.GetString(text[..letters]);
        bool isWord = letters > 0 && char.IsAsciiLetter(token[0]) && token is not ("true" or "false" or "null");
        return isWord
            ? $"Unrecognized token '{token}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Unexpected character or end-of-input at line {(fault.LineNumber ?? 0) + 1}, column {(fault.BytePositionInLine ?? 0) + 1}");
    }
}

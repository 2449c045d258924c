using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>Events are JSON of any kind.</summary>
internal static class JsonPayload
{
    private const int DepthMax = 1000;
    private const int TokenLettersMax = 64;
    private const string ValidValue = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

    /// <summary>What is wrong with some bytes, in AWS's words as far as they are known; null if they are one JSON value.</summary>
    public static string? FaultOf(ReadOnlySpan<byte> bytes)
    {
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = DepthMax });
        JsonTokenType last = JsonTokenType.None;
        bool isInObject = false;
        int end = 0;
        Stack<bool> containers = new();
        try
        {
            while (reader.Read())
            {
                last = reader.TokenType;
                end = (int)reader.BytesConsumed;
                if (last is JsonTokenType.StartObject or JsonTokenType.StartArray) containers.Push(last == JsonTokenType.StartObject);
                if (last is JsonTokenType.EndObject or JsonTokenType.EndArray) containers.Pop();
                isInObject = containers.TryPeek(out bool isObject) && isObject;
            }

            return Utf8.IsValid(bytes) ? null : BadBytes(bytes); // the reader does not look into strings
        }
        catch (JsonException)
        {
            return TextOf(bytes[end..].TrimStart(" \t\r\n"u8), last, isInObject, containers.Count > 0);
        }
    }

    /// <summary>What does not go on after a token. Behind it the bytes may begin with the comma or colon that belongs there.</summary>
    private static string TextOf(ReadOnlySpan<byte> rest, JsonTokenType last, bool isInObject, bool isInside)
    {
        if (rest.IsEmpty) return "Unexpected end-of-input";

        bool isBehindValue = isInside && last is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
        byte separator = last == JsonTokenType.PropertyName ? (byte)':' : isBehindValue ? (byte)',' : (byte)0;
        if (separator != 0)
        {
            // The reader takes a colon for a part of the name before it.
            if (rest[0] == separator) rest = rest[1..].TrimStart(" \t\r\n"u8);
            else if (isBehindValue) return Unexpected(rest, isInObject ? "was expecting comma to separate Object entries" : "was expecting comma to separate Array entries");
            if (rest.IsEmpty) return "Unexpected end-of-input";
        }

        bool wantsName = isInObject && last != JsonTokenType.PropertyName;
        if (wantsName && rest[0] != '"') return Unexpected(rest, "was expecting double-quote to start field name");
        return InValue(rest);
    }

    private static string InValue(ReadOnlySpan<byte> rest)
    {
        int letters = 0;
        while (letters < rest.Length && letters < TokenLettersMax && char.IsAsciiLetterOrDigit((char)rest[letters])) letters++;
        string token = Encoding.ASCII.GetString(rest[..letters]);
        bool isText = rest[0] == '"';
        if ((isText ? BadBytes(rest) : BadBytes(rest[letters..Math.Min(letters + 1, rest.Length)], startOnly: true)) is { } bad) return bad;
        if (letters > 0 && char.IsAsciiLetter(token[0]) && token is not ("true" or "false" or "null")) return $"Unrecognized token '{token}': was expecting {ValidValue}";
        if (isText) return "Unexpected end-of-input: was expecting closing quote for a string value";
        if (letters == rest.Length) return "Unexpected end-of-input"; // a number, in something that is not closed
        return letters == 0 ? Unexpected(rest, $"expected a valid value {ValidValue}") : $"Unrecognized token '{token}': was expecting {ValidValue}";
    }

    /// <summary>The first byte that cannot stand where it stands; null if there is none.</summary>
    private static string? BadBytes(ReadOnlySpan<byte> bytes, bool startOnly = false)
    {
        while (!bytes.IsEmpty)
        {
            if (bytes[0] is >= 0x80 and < 0xC0 or >= 0xF8) return $"Invalid UTF-8 start byte 0x{bytes[0]:x2}";
            if (startOnly) return null;
            if (Rune.DecodeFromUtf8(bytes, out _, out int length) != OperationStatus.Done) return length < bytes.Length ? $"Invalid UTF-8 middle byte 0x{bytes[length]:x2}" : "Unexpected end-of-input";
            bytes = bytes[length..];
        }

        return null;
    }

    private static string Unexpected(ReadOnlySpan<byte> rest, string why)
    {
        if (BadBytes(rest, startOnly: true) is { } bad) return bad;
        Rune.DecodeFromUtf8(rest, out Rune letter, out _);
        return string.Create(CultureInfo.InvariantCulture, $"Unexpected character ('{letter}' (code {letter.Value})): {why}");
    }
}

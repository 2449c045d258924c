using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gateway.LambdaCompat.Http.Answers;

/// <summary>Reads what functions answer. Source: the guide, Lambda integrations for HTTP APIs;</summary>
internal static class AnswerReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>Format 2.0: an object with a status is an answer, everything else is the body of one.</summary>
    /// <param name="bodyMayBeJson">Whether a body that is no text is written as JSON (function URLs) or refused (HTTP APIs).</param>
    /// <returns>Null if it cannot be read.</returns>
    public static ProxyAnswer? ReadV2(ReadOnlyMemory<byte> payload, bool bodyMayBeJson)
    {
        try
        {
            Utf8JsonReader reader = new(payload.Span, Options);
            if (!reader.Read()) return null;
            if (reader.TokenType == JsonTokenType.StartObject && HasMember(payload.Span, "statusCode"u8)) return ReadObject(payload.Span, isRest: false, bodyMayBeJson, readsCookies: true);
            return Inferred(payload.Span, ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException) // a text that is no UTF-16
        {
            return null;
        }
    }

    /// <summary>Format 1.0: an object of known members.</summary>
    /// <param name="isRest">Whether a member that is not known, or none at all, is refused.</param>
    public static ProxyAnswer? ReadV1(ReadOnlyMemory<byte> payload, bool isRest)
    {
        try
        {
            Utf8JsonReader reader = new(payload.Span, Options);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? ReadObject(payload.Span, isRest, bodyMayBeJson: false, readsCookies: false) : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool HasMember(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> name)
    {
        Utf8JsonReader reader = new(payload, Options);
        reader.Read();
        bool isThere = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isThere |= reader.ValueTextEquals(name);
            reader.Skip();
        }

        return isThere;
    }

    private static ProxyAnswer Inferred(ReadOnlySpan<byte> payload, ref Utf8JsonReader reader)
    {
        ProxyAnswer answer = new();
        answer.Headers.Add(KeyValuePair.Create("content-type", "application/json"));
        if (reader.TokenType == JsonTokenType.String)
        {
            answer.Body = Encoding.UTF8.GetBytes(reader.GetString()!);
            return answer;
        }

        answer.Body = reader.TokenType == JsonTokenType.Null ? "null"u8.ToArray() : Compact(payload);
        return answer;
    }

    private static byte[] Compact(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, Options);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        ArrayBufferWriter<byte> buffer = new(json.Length);
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) document.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static ProxyAnswer? ReadObject(ReadOnlySpan<byte> payload, bool isRest, bool bodyMayBeJson, bool readsCookies)
    {
        ProxyAnswer answer = new();
        Dictionary<string, List<string>> multi = new(StringComparer.OrdinalIgnoreCase);
        List<KeyValuePair<string, string>> single = [];
        byte[]? body = null;
        bool isBase64 = false;
        int known = 0;
        Utf8JsonReader reader = new(payload, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            known++;
            bool isRight = true;
            switch (name)
            {
                case "statusCode":
                    isRight = TryReadStatus(ref reader, out int status);
                    answer.Status = status;
                    break;
                case "headers":
                    isRight = TryReadHeaders(ref reader, single);
                    break;
                case "multiValueHeaders" when isRest || !readsCookies:
                    isRight = TryReadMulti(ref reader, multi);
                    break;
                case "cookies" when readsCookies:
                    isRight = TryReadCookies(ref reader, answer);
                    break;
                case "body":
                    isRight = TryReadBody(ref reader, payload, bodyMayBeJson, out body);
                    break;
                case "isBase64Encoded":
                    isRight = reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null;
                    isBase64 = reader.TokenType == JsonTokenType.True;
                    break;
                default:
                    isRight = !isRest;
                    reader.Skip();
                    break;
            }

            if (!isRight) return null;
        }

        if (isRest && known == 0) return null;
        foreach ((string name, string value) in single)
        {
            if (!multi.TryGetValue(name, out List<string>? values)) answer.Headers.Add(KeyValuePair.Create(name, value));
            else if (!values.Contains(value)) values.Add(value);
        }

        foreach ((string name, List<string> values) in multi) answer.Headers.AddRange(values.Select(value => KeyValuePair.Create(name, value)));
        return TrySetBody(answer, body, isBase64) ? answer : null;
    }

    private static bool TrySetBody(ProxyAnswer answer, byte[]? body, bool isBase64)
    {
        answer.Body = answer.RawBody = body ?? [];
        if (!isBase64 || body is null) return true;
        byte[] decoded = new byte[body.Length];
        OperationStatus status = System.Buffers.Text.Base64.DecodeFromUtf8(body, decoded, out _, out int length);
        if (status != OperationStatus.Done) return false;
        answer.Body = decoded.AsMemory(0, length);
        return true;
    }

    private static bool TryReadStatus(ref Utf8JsonReader reader, out int status)
    {
        status = 200;
        bool isNumber = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt32(out status) || (reader.TryGetDouble(out double real) && real == Math.Truncate(real) && (status = (int)Math.Clamp(real, 0, 1000)) >= 0),
            JsonTokenType.String => int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out status),
            _ => false,
        };
        return isNumber && status is >= 100 and <= 999;
    }

    private static bool TryReadHeaders(ref Utf8JsonReader reader, List<KeyValuePair<string, string>> headers)
    {
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) return false;
            if (ScalarText(ref reader) is { } value && HeaderText.IsName(name) && HeaderText.IsValue(value)) headers.Add(KeyValuePair.Create(name, value));
        }

        return true;
    }

    private static bool TryReadMulti(ref Utf8JsonReader reader, Dictionary<string, List<string>> headers)
    {
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray) return false;
            List<string> values = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) return false;
                if (ScalarText(ref reader) is { } value && HeaderText.IsValue(value)) values.Add(value);
            }

            if (HeaderText.IsName(name)) headers[name] = values;
        }

        return true;
    }

    private static bool TryReadCookies(ref Utf8JsonReader reader, ProxyAnswer answer)
    {
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String) return false;
            string cookie = reader.GetString()!;
            if (HeaderText.IsValue(cookie)) answer.Headers.Add(KeyValuePair.Create("set-cookie", cookie));
        }

        return true;
    }

    private static bool TryReadBody(ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, bool mayBeJson, out byte[]? body)
    {
        body = null;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.String:
                body = Encoding.UTF8.GetBytes(reader.GetString()!);
                return true;
            default:
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                body = Compact(payload[start..(int)reader.BytesConsumed]);
                return mayBeJson;
        }
    }

    private static string? ScalarText(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => Encoding.UTF8.GetString(reader.ValueSpan),
    };
}

using System.Buffers.Text;
using System.Text;

namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>Reads heads and trailers of HTTP/1.1.</summary>
internal static class ApiHead
{
    private const int PathBytesMax = 1024;

    /// <summary>Reads a head that ends in an empty line.</summary>
    /// <exception cref="ApiFault">It is not one.</exception>
    public static void Read(ReadOnlySpan<byte> head, ApiRequest request)
    {
        request.Clear();
        ReadOnlySpan<byte> line = NextLine(ref head);
        int space = line.IndexOf((byte)' ');
        int second = space < 0 ? -1 : line[(space + 1)..].IndexOf((byte)' ');
        if (second is <= 0 or > PathBytesMax || space > 16) throw new ApiFault("That is no request line.");

        ReadOnlySpan<byte> method = line[..space];
        ReadOnlySpan<byte> target = line.Slice(space + 1, second);
        request.Method = method.SequenceEqual("GET"u8) ? "GET" : method.SequenceEqual("POST"u8) ? "POST" : Encoding.Latin1.GetString(method);
        if (target.StartsWith("http://"u8)) target = target[7..].IndexOf((byte)'/') is >= 0 and int slash ? target[(7 + slash)..] : "/"u8;
        if (target.IndexOf((byte)'?') is >= 0 and int query) target = target[..query];
        request.Path = target.SequenceEqual("/2018-06-01/runtime/invocation/next"u8) ? ApiPaths.Next : Encoding.Latin1.GetString(target);
        request.KeepsConnection = !line.EndsWith("HTTP/1.0"u8);
        ReadFields(head, request);
        if (request is { IsChunked: true, ContentLength: not null }) throw new ApiFault("A body has one length.");
    }

    /// <summary>Reads fields up to an empty line.</summary>
    public static void ReadFields(ReadOnlySpan<byte> fields, ApiRequest request)
    {
        while (true)
        {
            ReadOnlySpan<byte> line = NextLine(ref fields);
            if (line.IsEmpty) return;
            int colon = line.IndexOf((byte)':');
            if (colon <= 0) throw new ApiFault("A field has a name and a colon.");
            Set(request, line[..colon], Ascii.Trim(line[(colon + 1)..]) is var range ? line[(colon + 1)..][range] : default);
        }
    }

    private static void Set(ApiRequest request, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 6 when Is(name, "expect"u8): request.ExpectsContinue = true; break;
            case 10 when Is(name, "connection"u8): request.KeepsConnection = !Ascii.EqualsIgnoreCase(value, "close"u8) && (request.KeepsConnection || Ascii.EqualsIgnoreCase(value, "keep-alive"u8)); break;
            case 12 when Is(name, "content-type"u8): request.ContentType = Text(value); break;
            case 14 when Is(name, "content-length"u8): request.ContentLength = Length(request, value); break;
            case 17 when Is(name, "transfer-encoding"u8): request.IsChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8) ? true : throw new ApiFault("Only chunked is understood."); break;
            case 21 when Is(name, "lambda-extension-name"u8): request.ExtensionName = Text(value); break;
            case 27 when Is(name, "lambda-extension-identifier"u8): request.ExtensionId = Text(value); break;
            case 31 when Is(name, "lambda-extension-accept-feature"u8): request.AcceptFeature = Text(value); break;
            case 34 when Is(name, "lambda-runtime-function-error-type"u8) || Is(name, "lambda-runtime-function-error-body"u8):
                if (name[^1] is (byte)'y' or (byte)'Y') request.ErrorBody = Text(value);
                else request.ErrorType = Text(value);
                break;
            case 36 when Is(name, "lambda-extension-function-error-type"u8): request.ErrorType = Text(value); break;
            case 37 when Is(name, "lambda-runtime-function-response-mode"u8): request.ResponseMode = Text(value); break;
            default: break; // what we do not know is the sender's own matter
        }
    }

    private static long Length(ApiRequest request, ReadOnlySpan<byte> value) =>
        request.ContentLength is null && Utf8Parser.TryParse(value, out long length, out int used) && used == value.Length && length >= 0 ? length : throw new ApiFault("That is no length.");

    private static string Text(ReadOnlySpan<byte> value) => value.SequenceEqual("application/json"u8) ? "application/json" : Encoding.UTF8.GetString(value);

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> small) => Ascii.EqualsIgnoreCase(name, small);

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)'\n');
        if (end < 0) throw new ApiFault("A line does not end.");
        ReadOnlySpan<byte> line = rest[..end];
        rest = rest[(end + 1)..];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }
}

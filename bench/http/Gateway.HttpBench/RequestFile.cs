using System.Globalization;
using System.Text;

namespace Gateway.HttpBench;

/// <summary>Writes whole HTTP requests into a file that <c>replay.lua</c> reads: 8 digits of length, then the bytes, again and again.</summary>
internal static class RequestFile
{
    /// <summary>Stands for the port in the file; as long as every port that is used.</summary>
    public const string PortPlaceholder = "PPPPP";

    public static void Write(string path, IEnumerable<WireRequest> requests)
    {
        using FileStream file = File.Create(path);
        foreach (WireRequest request in requests)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Http(request));
            file.Write(Encoding.ASCII.GetBytes(bytes.Length.ToString("D8", CultureInfo.InvariantCulture)));
            file.Write(bytes);
        }
    }

    /// <summary>The headers are those that the JavaScript SDK sends.</summary>
    private static string Http(WireRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"POST / HTTP/1.1\r\nHost: 127.0.0.1:{PortPlaceholder}\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: {request.Target}\r\n")
        + "User-Agent: aws-sdk-js/3.900.0 ua/2.1 os/linux lang/js md/nodejs#20.20.2 api/dynamodb#3.900.0\r\nAmz-Sdk-Invocation-Id: 01234567-89ab-cdef-0123-456789abcdef\r\nAmz-Sdk-Request: attempt=1; max=3\r\n"
        + $"X-Amz-Date: {WireClient.Date}\r\nAuthorization: {WireClient.Authorization}\r\n"
        + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(request.Body)}\r\n\r\n{request.Body}");
}

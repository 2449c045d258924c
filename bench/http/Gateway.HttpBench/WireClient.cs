using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.HttpBench;

/// <summary>A plain client of DynamoDB's protocol, for loading and checking. Its requests carry a signature that nobody verifies.</summary>
internal sealed class WireClient : IDisposable
{
    public const string Authorization =
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
        + "Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public const string Date = "20260101T000000Z";

    private readonly HttpClient http;

    public WireClient(int port) =>
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Sends a request and reads the answer.</summary>
    /// <exception cref="BenchException">The answer is not a 200.</exception>
    public async Task<JsonNode> SendAsync(WireRequest request, CancellationToken token = default)
    {
        using HttpResponseMessage answer = await http.SendAsync(Message(request), token);
        string body = await answer.Content.ReadAsStringAsync(token);
        if (!answer.IsSuccessStatusCode) throw new BenchException($"{request.Operation}: {(int)answer.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    /// <summary>Sends a request and reads nothing of the answer's body but that it is a 200 and whole.</summary>
    public async Task<byte[]> SendRawAsync(WireRequest request, CancellationToken token = default)
    {
        using HttpResponseMessage answer = await http.SendAsync(Message(request), token);
        byte[] body = await answer.Content.ReadAsByteArrayAsync(token);
        if (!answer.IsSuccessStatusCode) throw new BenchException($"{request.Operation}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}");
        return body;
    }

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Message(WireRequest request)
    {
        HttpRequestMessage message = new(HttpMethod.Post, "") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body)) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        message.Headers.Add("X-Amz-Target", request.Target);
        message.Headers.Add("X-Amz-Date", Date);
        message.Headers.TryAddWithoutValidation("Authorization", Authorization);
        return message;
    }
}

using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;

namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>Sends requests that no SDK would send, signed as an SDK signs.</summary>
internal sealed class RawClient(Uri address, string region, AWSCredentials credentials) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    /// <summary>Calls an operation of DynamoDB with a body as it is.</summary>
    public Task<RawAnswer> CallAsync(string operation, string json) => SendAsync($"DynamoDB_20120810.{operation}", json);

    /// <summary>Calls an operation of DynamoDB Streams.</summary>
    public Task<RawAnswer> CallStreamsAsync(string operation, string json) => SendAsync($"DynamoDBStreams_20120810.{operation}", json);

    /// <summary>Sends a body to a target.</summary>
    public Task<RawAnswer> SendAsync(string target, string json)
    {
        HttpRequestMessage request = Post(Encoding.UTF8.GetBytes(json), "application/x-amz-json-1.0");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        return SendSignedAsync(request);
    }

    /// <summary>A request without a target and without a signature.</summary>
    public HttpRequestMessage Post(byte[] body, string? contentType)
    {
        ByteArrayContent content = new(body);
        if (contentType is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
    }

    /// <summary>Signs and sends.</summary>
    public async Task<RawAnswer> SendSignedAsync(HttpRequestMessage request)
    {
        await PrepareAsync(request);
        return await SendAsIsAsync(request);
    }

    /// <summary>Signs.</summary>
    public async Task PrepareAsync(HttpRequestMessage request)
    {
        ImmutableCredentials keys = await credentials.GetCredentialsAsync();
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        RequestSigner.Sign(request, body, region, keys, TimeProvider.System.GetUtcNow());
    }

    /// <summary>Sends without a signature.</summary>
    public async Task<RawAnswer> SendAsIsAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Dictionary<string, string> headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(",", header.Value));
        return new RawAnswer((int)response.StatusCode, body, headers);
    }

    public void Dispose() => http.Dispose();
}

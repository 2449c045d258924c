using System.Net;
using System.Security.Cryptography;
using Gateway.Api.Options;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Api.Tests.Faces;

/// <summary>Which service answers what: each tells itself by its words.</summary>
public sealed class RoutingTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("edge-");
    private readonly HttpClient client = new();
    private Pop pop = null!;

    public async ValueTask InitializeAsync() =>
        pop = await Pop.StartAsync(new PopOptions { Port = 0, DataFolder = folder.FullName }, TimeProvider.System, new Random(RandomNumberGenerator.GetInt32(int.MaxValue)), NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await pop.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("GET", "/2015-03-31/functions/", null, null, 200, """{"Functions":[]}""")]
    [InlineData("GET", "/2015-03-31/functions/", "lambda", null, 200, """{"Functions":[]}""")]
    [InlineData("GET", "/v2/apis", "apigateway", null, 200, "\"items\":[]")]
    [InlineData("GET", "/", "s3", null, 200, "ListAllMyBucketsResult")]
    [InlineData("POST", "/", "logs", "Logs_20140328.DescribeLogGroups", 200, """{"logGroups":[]}""")]
    [InlineData("POST", "/", "dynamodb", "DynamoDB_20120810.ListTables", 200, """{"TableNames":[]}""")]
    [InlineData("GET", "/_aws/lambda-url/none/", null, null, 403, "Forbidden")]
    [InlineData("GET", "/_aws/execute-api/none/", null, null, 403, "Forbidden")]
    [InlineData("GET", "/", null, null, 200, "healthy")]
    public async Task A_request_finds_its_service(string method, string path, string? service, string? target, int status, string text)
    {
        using HttpRequestMessage request = Request(method, path, service, target);

        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(((HttpStatusCode)status, true), (answer.StatusCode, answer.Headers.Contains("x-amzn-RequestId")));
        Assert.Contains(text, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>End users' pages come from anywhere; the services of AWS are not for pages.</summary>
    [Theory]
    [InlineData("/2015-03-31/functions/", "This web origin may not call this PoP")]
    [InlineData("/_aws/lambda-url/none/", "https://docs.aws.amazon.com")]
    public async Task A_foreign_page_reaches_the_front_only(string path, string text)
    {
        using HttpRequestMessage request = Request("GET", path, null, null);
        request.Headers.Add("Origin", "https://evil.example");

        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(text, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private HttpRequestMessage Request(string method, string path, string? service, string? target)
    {
        HttpRequestMessage request = new(new HttpMethod(method), new Uri(pop.Endpoint, path));
        if (service is not null) request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        if (target is not null)
        {
            request.Headers.Add("X-Amz-Target", target);
            request.Content = new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue(service == "logs" ? "application/x-amz-json-1.1" : "application/x-amz-json-1.0"));
        }

        return request;
    }
}

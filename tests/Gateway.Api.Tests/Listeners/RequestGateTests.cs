using Gateway.Api.Listeners;
using Gateway.Api.Options;
using Gateway.Api.Tests.Helpers;

namespace Gateway.Api.Tests.Listeners;

/// <summary>A page in a browser must not reach a PoP on the same machine.</summary>
public sealed class RequestGateTests
{
    [Theory]
    [InlineData("127.0.0.1:4566", true)]
    [InlineData("127.1.2.3", true)]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:80", true)]
    [InlineData("dynamodb.localhost:4566", true)]
    [InlineData("[::1]:4566", true)]
    [InlineData("pop.example.com:4566", true)]
    [InlineData("dynamodb.us-east-1.amazonaws.com", true)]
    [InlineData("dynamodb.us-east-1.amazonaws.com.:443", true)]
    [InlineData("streams.dynamodb.eu-west-1.amazonaws.com", true)]
    [InlineData("123456789012.ddb.us-west-2.amazonaws.com", true)]
    [InlineData("123456789012.ddb.us-west-2.api.aws", true)]
    [InlineData("dynamodb-fips.us-gov-west-1.amazonaws.com", true)]
    [InlineData("dynamodb.eu-central-1.api.aws", true)]
    [InlineData("streams-dynamodb.eu-central-1.api.aws", true)]
    [InlineData("dynamodb.cn-north-1.amazonaws.com.cn", true)]
    [InlineData("dynamodb.cn-north-1.api.amazonwebservices.com.cn", true)]
    [InlineData("evil.example.org", false)]
    [InlineData("localhost.evil.example.org", false)]
    [InlineData("127.0.0.1.evil.example.org", false)]
    [InlineData("evillocalhost", false)]
    [InlineData("192.168.1.10", false)]
    [InlineData("s3.us-east-1.amazonaws.com", true)]
    [InlineData("lambda.us-east-1.amazonaws.com", true)]
    [InlineData("bucket.s3.us-west-2.amazonaws.com", true)]
    [InlineData("dynamodb.us-east-1.amazonaws.com.evil.org", false)]
    [InlineData("ec2-1-2-3-4.compute-1.amazonaws.com", true)] // not ours, and nobody can point it here
    [InlineData("", false)]
    [InlineData(":80", false)]
    public void Only_our_own_names_are_hosts(string host, bool allowed) =>
        Assert.Equal(allowed, new RequestGate(new PopOptions { Hosts = ["Pop.Example.Com"] }).AllowsHost(host));

    [Theory]
    [InlineData("127.0.0.1", "192.168.1.10", false)]
    [InlineData("192.168.1.10", "192.168.1.10", true)]
    [InlineData("192.168.1.10", "192.168.1.11", false)]
    [InlineData("0.0.0.0", "192.168.1.10", true)]
    [InlineData("0.0.0.0", "evil.example.org", false)]
    public void An_address_is_a_host_where_it_is_listened_on(string bound, string host, bool allowed) =>
        Assert.Equal(allowed, new RequestGate(new PopOptions { Host = System.Net.IPAddress.Parse(bound) }).AllowsHost(host));

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("http://localhost:4566", true)] // a page that this PoP has served
    [InlineData("http://localhost:3000", false)]
    [InlineData("http://app.example.com", false)]
    [InlineData("https://app.example.com.evil.org", false)]
    [InlineData("null", false)]
    public void Only_listed_origins_and_our_own_may_call(string origin, bool allowed) =>
        Assert.Equal(allowed, new RequestGate(new PopOptions { Origins = ["https://app.example.com"] }).AllowsOrigin(origin, "localhost:4566"));

    [Theory]
    [InlineData("Host: evil.example.org", "Host header")]
    [InlineData("Host: localhost\r\nOrigin: https://evil.example.org", "web origin")]
    public async Task A_foreign_request_is_refused_before_its_body_is_looked_at(string headers, string reason)
    {
        await using StubGateway gateway = await StubGateway.StartAsync((_, _, _, _, _) => throw new InvalidOperationException("must not be asked"));
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync(RawClient.Post("Content-Length: 1000000").Replace("Host: 127.0.0.1", headers, StringComparison.Ordinal));
        RawAnswer? answer = await client.ReadAsync(); // though the body has not come

        Assert.Equal(403, answer!.Status);
        Assert.Contains("AccessDeniedException", answer.Text, StringComparison.Ordinal);
        Assert.Contains(reason, answer.Text, StringComparison.Ordinal);
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_listed_origin_may_call_and_read()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync(options => options with { Origins = ["https://app.example.com"] });
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync("OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example.com\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization,x-amz-target\r\nAccess-Control-Request-Private-Network: true\r\n\r\n");
        RawAnswer? preflight = await client.ReadAsync();
        await client.SendAsync(RawClient.Post("Origin: https://app.example.com", "Content-Length: 2") + "{}");
        RawAnswer? answer = await client.ReadAsync();

        Assert.Equal((200, "https://app.example.com", "POST", "authorization,x-amz-target", "true"), (preflight!.Status, preflight.Header("Access-Control-Allow-Origin"), preflight.Header("Access-Control-Allow-Methods"), preflight.Header("Access-Control-Allow-Headers"), preflight.Header("Access-Control-Allow-Private-Network")));
        Assert.Equal((200, "https://app.example.com", "Origin"), (answer!.Status, answer.Header("Access-Control-Allow-Origin"), answer.Header("Vary")));
        Assert.Contains("x-amz-crc32", answer.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }
}

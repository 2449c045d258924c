using System.IO.Compression;
using System.Net;
using System.Text;
using Gateway.Api.Tests.Helpers;
using Gateway.DynamoCompat;

namespace Gateway.Api.Tests.Listeners;

/// <summary>What every answer carries, and the ways in which a body may come.</summary>
public sealed class TransportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_carries_a_request_id_a_checksum_and_the_type_that_was_asked_in()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync(RawClient.Post("Content-Length: 2") + "{}");
        RawAnswer? answer = await client.ReadAsync();

        Assert.Equal((200, "{}"), (answer!.Status, answer.Text));
        Assert.Matches("^[0-9A-V]{26}VV4KQNSO5AEMVJF66Q9ASUAAJG$", answer.Header("x-amzn-RequestId"));
        Assert.Equal("2745614147", answer.Header("x-amz-crc32"));
        Assert.Equal("application/x-amz-json-1.0", answer.Header("Content-Type"));
        Assert.NotNull(answer.Header("Date"));
        Assert.Null(answer.Header("Server"));
    }

    [Theory]
    [InlineData("application/x-amz-json-1.0; charset=utf-8", 200, "application/x-amz-json-1.0")]
    [InlineData("application/x-amz-json-1.1", 200, "application/x-amz-json-1.1")]
    [InlineData("Application/JSON", 200, "application/json")]
    [InlineData("text/plain", 404, null)]
    public async Task The_content_type_is_echoed_or_refused(string asked, int status, string? answered)
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync(RawClient.Post("Content-Length: 2").Replace("application/x-amz-json-1.0", asked, StringComparison.Ordinal) + "{}");
        RawAnswer? answer = await client.ReadAsync();

        Assert.Equal((status, answered), (answer!.Status, answer.Header("Content-Type")));
        Assert.Equal(status == 200 ? "{}" : "<UnknownOperationException/>\n", answer.Text);
    }

    [Theory]
    [InlineData("DynamoDB_20111205.ListTables")]
    [InlineData("Kinesis_20131202.ListStreams")]
    [InlineData("")]
    public async Task A_target_of_no_service_here_is_unknown(string target)
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync(RawClient.Post("Content-Length: 2").Replace("DynamoDB_20120810.ListTables", target, StringComparison.Ordinal) + "{}");
        RawAnswer? answer = await client.ReadAsync();

        Assert.Equal((400, """{"__type":"com.amazon.coral.service#UnknownOperationException"}"""), (answer!.Status, answer.Text));
    }

    [Theory]
    [InlineData("GET", "/", 200, "healthy: dynamodb.us-east-1.amazonaws.com ")]
    [InlineData("GET", "/healthz", 200, "healthy: dynamodb.us-east-1.amazonaws.com ")]
    [InlineData("GET", "/other", 404, "<UnknownOperationException/>\n")]
    [InlineData("PUT", "/", 404, "<UnknownOperationException/>\n")]
    public async Task Other_methods_answer_as_AWS_does(string method, string path, int status, string body)
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync($"{method} {path} HTTP/1.1\r\nHost: localhost:{gateway.Port}\r\nContent-Length: 0\r\n\r\n");
        RawAnswer? answer = await client.ReadAsync();

        Assert.Equal((status, body), (answer!.Status, answer.Text));
    }

    [Fact]
    public async Task Health_says_why_there_is_none()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        gateway.Health.Fail("no more writes");
        gateway.Health.Fail("a later reason");
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync($"GET /healthz HTTP/1.1\r\nHost: localhost:{gateway.Port}\r\nContent-Length: 0\r\n\r\n");
        RawAnswer? answer = await client.ReadAsync();

        Assert.Equal((503, "unhealthy: no more writes\n"), (answer!.Status, answer.Text));
    }

    [Fact]
    public async Task Health_names_the_region_of_the_host()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync("GET / HTTP/1.1\r\nHost: dynamodb.eu-west-1.amazonaws.com\r\n\r\n");

        Assert.Equal("healthy: dynamodb.eu-west-1.amazonaws.com ", (await client.ReadAsync())!.Text);
    }

    [Fact]
    public async Task A_connection_serves_many_requests_also_when_they_come_at_once()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        string[] bodies = [.. Enumerable.Range(0, 50).Select(number => $$"""{"Limit":{{number}}}""")];

        await client.SendAsync(string.Concat(bodies.Select(body => RawClient.Post($"Content-Length: {body.Length}") + body)));
        List<RawAnswer?> answers = [];
        foreach (string _ in bodies) answers.Add(await client.ReadAsync());

        Assert.Equal(bodies, answers.Select(answer => answer!.Text));
        Assert.Equal(50, answers.Select(answer => answer!.Header("x-amzn-RequestId")).Distinct().Count());
    }

    [Fact]
    public async Task A_chunked_body_is_put_together()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync(RawClient.Post("Transfer-Encoding: chunked") + "1\r\n{\r\n");
        await client.SendAsync("4;ext=1\r\n\"a\":\r\n2\r\n1}\r\n0\r\n\r\n");

        Assert.Equal("""{"a":1}""", (await client.ReadAsync())!.Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(70_000)]
    [InlineData(16 * 1024 * 1024)]
    public async Task A_body_of_any_size_up_to_16_MiB_arrives_whole(int bytes)
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        byte[] body = new byte[bytes];
        new Random(bytes).NextBytes(body);

        await client.SendAsync(RawClient.Post($"Content-Length: {bytes}"));
        Task sending = client.SendAsync(body);
        RawAnswer? answer = await client.ReadAsync();
        await sending;

        Assert.Equal(200, answer!.Status);
        Assert.True(body.AsSpan().SequenceEqual(answer.Body));
    }

    [Fact]
    public async Task A_longer_body_is_refused_by_its_length_before_it_comes()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync(RawClient.Post($"Content-Length: {(16 * 1024 * 1024) + 1}"));

        Assert.Equal(413, (await client.ReadAsync())!.Status);
    }

    [Fact]
    public async Task A_longer_body_in_chunks_is_refused_when_it_becomes_too_long()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        byte[] chunk = [.. "100000\r\n"u8, .. new byte[0x100000], .. "\r\n"u8];

        await client.SendAsync(RawClient.Post("Transfer-Encoding: chunked"));
        for (int i = 0; i < 17; i++) await client.SendAsync(chunk);

        Assert.Equal(413, (await client.ReadAsync())!.Status);
    }

    [Fact]
    public async Task A_gzipped_body_is_expanded()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        byte[] body = Zip(Encoding.UTF8.GetBytes($$"""{"a":"{{new string('x', 100_000)}}"}"""));

        await client.SendAsync(RawClient.Post("Content-Encoding: gzip", $"Content-Length: {body.Length}"));
        await client.SendAsync(body);

        Assert.Equal(100_008, (await client.ReadAsync())!.Body.Length);
    }

    [Fact]
    public async Task A_gzipped_body_that_grows_without_end_is_stopped()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        byte[] body = Zip(new byte[100 * 1024 * 1024]);

        await client.SendAsync(RawClient.Post("Content-Encoding: gzip", $"Content-Length: {body.Length}"));
        await client.SendAsync(body);

        Assert.Equal(413, (await client.ReadAsync())!.Status);
    }

    [Fact]
    public async Task A_body_that_says_gzip_and_is_none_cannot_be_read()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync(RawClient.Post("Content-Encoding: gzip", "Content-Length: 2") + "{}");
        RawAnswer? answer = await client.ReadAsync();

        Assert.Equal((400, """{"__type":"com.amazon.coral.service#SerializationException"}"""), (answer!.Status, answer.Text));
    }

    [Theory]
    [InlineData("gzip", 4096, true)]
    [InlineData("deflate, gzip;q=1.0, *;q=0.5", 10_000, true)]
    [InlineData("gzip", 4095, false)]
    [InlineData("gzip;q=0", 10_000, false)]
    [InlineData("identity", 10_000, false)]
    public async Task A_long_answer_is_gzipped_for_who_asks_and_the_checksum_is_of_what_is_sent(string accepted, int bytes, bool zipped)
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        string body = new('x', bytes);

        await client.SendAsync(RawClient.Post($"Accept-Encoding: {accepted}", $"Content-Length: {bytes}") + body);
        RawAnswer? answer = await client.ReadAsync();

        Assert.Equal(zipped ? "gzip" : null, answer!.Header("Content-Encoding"));
        Assert.Equal(System.IO.Hashing.Crc32.HashToUInt32(answer.Body).ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Header("x-amz-crc32"));
        Assert.Equal(body, zipped ? Encoding.UTF8.GetString(Unzip(answer.Body)) : answer.Text);
    }

    [Fact]
    public async Task HTTP_2_without_TLS_is_spoken_on_the_same_port()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using HttpClient client = new() { BaseAddress = gateway.Endpoint, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Content = new StringContent($"{{{number}}}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-amz-json-1.0"));
            request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.ListTables");
            using HttpResponseMessage answer = await client.SendAsync(request, Token);
            return $"{answer.Version} {await answer.Content.ReadAsStringAsync(Token)}";
        }));

        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"2.0 {{{number}}}"), answers);
    }

    [Fact]
    public async Task A_defect_of_the_face_is_logged_whole_and_told_short()
    {
        await using StubGateway gateway = await StubGateway.StartAsync((_, _, _, _, _) => throw new InvalidOperationException("the innermost detail"));
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync(RawClient.Post("Content-Length: 2") + "{}");
        RawAnswer? answer = await client.ReadAsync();

        Assert.Equal((500, """{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"Internal server error"}"""), (answer!.Status, answer.Text));
        Assert.Contains(answer.Header("x-amzn-RequestId")!, gateway.Log, StringComparison.Ordinal);
        Assert.Contains("the innermost detail", gateway.Log, StringComparison.Ordinal);
    }

    /// <summary>As load balancers look whether somebody listens.</summary>
    [Fact]
    public async Task Who_connects_and_leaves_at_once_is_not_worth_a_word()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        for (int i = 0; i < 50; i++)
        {
            using System.Net.Sockets.Socket socket = new(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            await socket.ConnectAsync(System.Net.IPAddress.Loopback, gateway.Port, Token);
        }

        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        await client.SendAsync(RawClient.Post("Content-Length: 2") + "{}");
        Assert.Equal(200, (await client.ReadAsync())!.Status);
        await gateway.DrainAsync(Token); // all connections are over

        Assert.DoesNotContain("error:", gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_face_learns_that_the_client_has_gone()
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource gone = new();
        await using StubGateway gateway = await StubGateway.StartAsync(async (_, _, _, _, token) =>
        {
            using CancellationTokenRegistration registration = token.Register(gone.SetResult);
            asked.SetResult();
            await gone.Task;
            token.ThrowIfCancellationRequested();
            return WireResult.Ok;
        });

        using (RawClient client = await RawClient.ConnectAsync(gateway.Port))
        {
            await client.SendAsync(RawClient.Post("Content-Length: 2") + "{}");
            await asked.Task.WaitAsync(Token);
        }

        await gone.Task.WaitAsync(Token);
        Assert.DoesNotContain("error:", gateway.Log, StringComparison.Ordinal);
    }

    private static byte[] Zip(byte[] plain)
    {
        using MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionLevel.Optimal)) gzip.Write(plain);
        return zipped.ToArray();
    }

    private static byte[] Unzip(byte[] zipped)
    {
        using GZipStream gzip = new(new MemoryStream(zipped), CompressionMode.Decompress);
        using MemoryStream plain = new();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}

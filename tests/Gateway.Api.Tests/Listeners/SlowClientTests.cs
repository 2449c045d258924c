using Gateway.Api.Tests.Helpers;
using Gateway.DynamoCompat;

namespace Gateway.Api.Tests.Listeners;

/// <summary>Clients that are slow, silent, gone or many.</summary>
public sealed class SlowClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_that_stops_coming_ends_the_connection()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync(RawClient.Post("Content-Length: 100") + "{");

        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_head_that_stops_coming_ends_the_connection()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        await client.SendAsync("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-");

        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_connection_that_never_says_anything_is_closed()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task The_first_bytes_may_come_one_by_one()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        foreach (char letter in RawClient.Post("Content-Length: 2")) await client.SendAsync(letter.ToString());
        await client.SendAsync("{}");

        Assert.Equal(200, (await client.ReadAsync())!.Status);
    }

    [Theory]
    [InlineData("PRI * HTTP/1.1\r\n\r\n")] // begins as HTTP/2 does, and goes on differently
    [InlineData("\r\n\r\n\u0001\u0002\u0003 / HTTP/9.9\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: -1\r\nHost: a\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")]
    public async Task What_is_no_request_is_refused_and_the_next_client_is_served(string bytes)
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient bad = await RawClient.ConnectAsync(gateway.Port);
        using RawClient good = await RawClient.ConnectAsync(gateway.Port);

        await bad.SendAsync(bytes);
        RawAnswer? refused = await bad.ReadAsync();
        await good.SendAsync(RawClient.Post("Content-Length: 2") + "{}");

        Assert.True(refused is null or { Status: 400 or 405 }, $"status {refused?.Status}");
        Assert.Equal(200, (await good.ReadAsync())!.Status);
    }

    [Fact]
    public async Task Too_many_or_too_long_headers_are_refused()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient many = await RawClient.ConnectAsync(gateway.Port);
        using RawClient big = await RawClient.ConnectAsync(gateway.Port);

        await many.SendAsync(RawClient.Post([.. Enumerable.Range(0, 200).Select(number => $"X-{number}: 1")]));
        await big.SendAsync(RawClient.Post($"X-Long: {new string('x', 100_000)}"));

        Assert.Equal(431, (await many.ReadAsync())!.Status);
        Assert.Equal(431, (await big.ReadAsync())!.Status);
    }

    [Fact]
    public async Task A_thousand_connections_are_served_side_by_side()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        RawClient[] clients = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => RawClient.ConnectAsync(gateway.Port)));
        try
        {
            int[] statuses = await Task.WhenAll(clients.Select(async client =>
            {
                await client.SendAsync(RawClient.Post("Content-Length: 2") + "{}");
                return (await client.ReadAsync())!.Status;
            }));

            Assert.All(statuses, status => Assert.Equal(200, status));
        }
        finally
        {
            foreach (RawClient client in clients) client.Dispose();
        }
    }

    [Fact]
    public async Task Draining_takes_no_new_connection_and_lets_the_requests_under_way_end()
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource mayEnd = new();
        await using StubGateway gateway = await StubGateway.StartAsync(async (_, _, _, _, _) =>
        {
            asked.SetResult();
            await mayEnd.Task;
            return WireResult.Ok;
        });
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        await client.SendAsync(RawClient.Post("Content-Length: 2") + "{}");
        await asked.Task.WaitAsync(Token);

        Task draining = gateway.DrainAsync(CancellationToken.None);
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => RefusedAsync(gateway.Port));
        bool wasWaiting = !draining.IsCompleted;
        mayEnd.SetResult();
        RawAnswer? answer = await client.ReadAsync();
        await draining.WaitAsync(Token);

        Assert.True(wasWaiting);
        Assert.Equal(200, answer!.Status);
    }

    [Fact]
    public async Task Draining_does_not_wait_for_idle_connections_of_either_version()
    {
        await using StubGateway gateway = await StubGateway.EchoAsync();
        using RawClient idle = await RawClient.ConnectAsync(gateway.Port);
        await idle.SendAsync(RawClient.Post("Content-Length: 2") + "{}");
        await idle.ReadAsync();
        using HttpClient http2 = new() { DefaultRequestVersion = System.Net.HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        await http2.GetStringAsync(gateway.Endpoint, Token);
        using RawClient silent = await RawClient.ConnectAsync(gateway.Port);

        await gateway.DrainAsync(Token);

        Assert.True(await idle.IsClosedAsync());
    }

    /// <summary>The listening socket closes a moment after the drain begins: tries until it is.</summary>
    private static async Task RefusedAsync(int port)
    {
        while (true)
        {
            Token.ThrowIfCancellationRequested();
            using RawClient client = await RawClient.ConnectAsync(port);
            await client.IsClosedAsync();
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.LambdaCompat.Engine.RuntimeApi;

namespace Gateway.LambdaCompat.Engine.Tests.RuntimeApi;

/// <summary>What comes from inside an environment may be anything.</summary>
public sealed class ApiConnectionTests : IDisposable
{
    private readonly Socket ours;
    private readonly Socket theirs = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public ApiConnectionTests()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        theirs.Connect(listener.LocalEndPoint!);
        ours = listener.Accept();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        ours.Dispose();
        theirs.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task A_request_is_the_same_in_whatever_pieces_it_comes(int size)
    {
        const string Two = "POST http://x/2018-06-01/runtime/invocation/id/response?q HTTP/1.1\r\nTransfer-Encoding: chunked\r\nLAMBDA-runtime-function-response-MODE:  streaming \r\nTrailer: x\r\n\r\n" +
            "3\r\nabc\r\n5;note=1\r\ndefgh\r\n0\r\nLambda-Runtime-Function-Error-Type: Mine\r\nLambda-Runtime-Function-Error-Body: e30=\r\n\r\n" +
            "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n";
        Task sending = SendAsync(Two, size);
        using ApiConnection connection = new(ours);
        Assert.True(await connection.ReadRequestAsync(Token));
        Assert.Equal(("POST", "/2018-06-01/runtime/invocation/id/response", "streaming"), (connection.Request.Method, connection.Request.Path, connection.Request.ResponseMode));
        Assert.Equal("abcdefgh", Encoding.UTF8.GetString((await connection.ReadBodyAsync(8, Token))!));
        Assert.Equal(("Mine", "e30="), (connection.Request.ErrorType, connection.Request.ErrorBody));
        Assert.True(await connection.ReadRequestAsync(Token));
        Assert.Same(ApiPaths.Next, connection.Request.Path);
        await sending;
        theirs.Shutdown(SocketShutdown.Send);
        Assert.False(await connection.ReadRequestAsync(Token));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nabcde")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n")]
    public async Task A_body_that_is_too_long_is_read_to_its_end(string rest)
    {
        await SendAsync("POST /a HTTP/1.1\r\n" + rest + "GET /b HTTP/1.1\r\n\r\n", 1000);
        using ApiConnection connection = new(ours);
        await connection.ReadRequestAsync(Token);
        Assert.Null(await connection.ReadBodyAsync(4, Token));
        await connection.ReadRequestAsync(Token);
        Assert.Equal("/b", connection.Request.Path);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nearly")]
    [InlineData("GET / HTTP/1.1\r\nunfinished")]
    public async Task What_is_no_request_ends_the_connection(string text)
    {
        await SendAsync(text, 1000);
        theirs.Shutdown(SocketShutdown.Send);
        using ApiConnection connection = new(ours);
        await Assert.ThrowsAsync<ApiFault>(async () =>
        {
            await connection.ReadRequestAsync(Token);
            await connection.ReadBodyAsync(100, Token);
        });
    }

    [Fact]
    public async Task A_head_without_end_is_cut_off()
    {
        Task sending = SendAsync("GET / HTTP/1.1\r\nx: " + new string('y', 100_000), 10_000);
        using ApiConnection connection = new(ours);
        await Assert.ThrowsAsync<ApiFault>(async () => await connection.ReadRequestAsync(Token));
        await sending;
    }

    [Fact]
    public async Task A_client_that_asks_before_it_sends_its_body_is_told_to_go_on()
    {
        await SendAsync("POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n", 1000);
        using ApiConnection connection = new(ours);
        await connection.ReadRequestAsync(Token);
        byte[] buffer = new byte[100];
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", Encoding.ASCII.GetString(buffer, 0, await theirs.ReceiveAsync(buffer, SocketFlags.None, Token)));
        await SendAsync("ok", 1000);
        Assert.Equal("ok"u8.ToArray(), await connection.ReadBodyAsync(100, Token));
        Assert.False(connection.Request.KeepsConnection);
        connection.BeginAnswer(200);
        connection.AddField("a"u8, "b\r\nc: d");
        connection.EndHead(0);
        await connection.FlushAsync(Token);
        Assert.Equal("HTTP/1.1 200 OK\r\nConnection: close\r\na: b  c: d\r\nContent-Length: 0\r\n\r\n", Encoding.ASCII.GetString(buffer, 0, await theirs.ReceiveAsync(buffer, SocketFlags.None, Token)));
    }

    private async Task SendAsync(string text, int size)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            for (int at = 0; at < bytes.Length; at += size) await theirs.SendAsync(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), SocketFlags.None, Token);
        }
        catch (SocketException)
        {
            // The other side has closed: the test sees why.
        }
    }
}

using System.IO.Compression;
using System.Text;
using Gateway.Robustness.Tests.Http;
using Gateway.Testing;

namespace Gateway.Robustness.Tests.Sockets;

/// <summary>Clients that send too much, take too little, or talk nonsense: the PoP refuses or closes, keeps serving others, and does not grow.</summary>
[Trait("Category", "Long")]
public sealed class SocketTests(RunningPop pop) : IClassFixture<RunningPop>
{
    private const string ListStreams = RunningPop.ListStreams;
    private const double MegabytesMax = 400;

    /// <summary>Requests that are none.</summary>
    public static TheoryData<string> Malformed =>
    [
        "\r\n\r\n",
        "POST\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\rb\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n folded\r\n\r\n",
        "POST /\u0000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "POST /" + new string('a', 100_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + new string('a', 200_000) + "\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 5000)) + "\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003 a hello of TLS on a port that speaks plain HTTP",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nand no frame that HTTP/2 knows, only letters and letters",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_no_request_is_refused_or_ends_the_connection(string text)
    {
        using CancellationTokenSource patience = RunningPop.Patience();
        using RawConnection connection = await RawConnection.OpenAsync(pop.Port, patience.Token);
        await SendIgnoringCloseAsync(connection, Encoding.Latin1.GetBytes(text), patience.Token);
        connection.EndSending();

        string answer = await connection.ReadAllAsync(patience.Token);

        Assert.False(answer.StartsWith("HTTP/1.1 2", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal), answer);
        await pop.AssertServesAsync(patience.Token);
    }

    [Fact]
    public async Task Bytes_of_noise_never_get_an_answer_of_500()
    {
        Random random = new(TestSettings.Seed ?? 3);
        using CancellationTokenSource patience = RunningPop.Patience();
        byte[] good = RawConnection.Request(ListStreams, "{}"u8, pop.Port);
        for (int i = 0; i < TestSettings.Rounds(200); i++)
        {
            byte[] noise = [.. good];
            for (int change = random.Next(1, 6); change > 0; change--) noise[random.Next(noise.Length)] = (byte)random.Next(256);
            using RawConnection connection = await RawConnection.OpenAsync(pop.Port, patience.Token);
            await SendIgnoringCloseAsync(connection, noise, patience.Token);
            connection.EndSending();
            string answer = await connection.ReadAllAsync(patience.Token);
            Assert.False(answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal), $"{answer}\nto\n{Encoding.Latin1.GetString(noise)}");
        }

        await pop.AssertServesAsync(patience.Token);
    }

    [Fact]
    public async Task A_thousand_connections_are_all_served()
    {
        using CancellationTokenSource patience = RunningPop.Patience();
        RawConnection[] connections = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => RawConnection.OpenAsync(pop.Port, patience.Token)));
        try
        {
            for (int round = 0; round < 3; round++)
            {
                RawAnswer[] answers = await Task.WhenAll(connections.Select(connection => connection.AskAsync(ListStreams, "{}"u8.ToArray(), patience.Token)));
                Assert.Equal(1000, answers.Count(answer => answer.Status == 200));
            }

            Assert.InRange(pop.Process.Megabytes, 0, MegabytesMax);
        }
        finally
        {
            foreach (RawConnection connection in connections) connection.Dispose();
        }
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_their_order()
    {
        using CancellationTokenSource patience = RunningPop.Patience();
        using RawConnection connection = await RawConnection.OpenAsync(pop.Port, patience.Token);
        byte[] good = RawConnection.Request(ListStreams, "{}"u8, pop.Port), bad = RawConnection.Request(ListStreams, """{"Limit":0}"""u8, pop.Port);
        await connection.SendAsync(Enumerable.Range(0, 100).SelectMany(i => i % 3 == 0 ? bad : good).ToArray(), patience.Token);

        for (int i = 0; i < 100; i++) Assert.Equal(i % 3 == 0 ? 400 : 200, (await connection.ReadAnswerAsync(patience.Token)).Status);
    }

    [Fact]
    public async Task A_body_over_16_MB_is_refused_by_its_announced_length()
    {
        using CancellationTokenSource patience = RunningPop.Patience();
        using RawConnection connection = await RawConnection.OpenAsync(pop.Port, patience.Token);
        byte[] head = Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: 127.0.0.1:{pop.Port}\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: {ListStreams}\r\nContent-Length: 17000000\r\n\r\n");
        await connection.SendAsync(head, patience.Token);

        Assert.InRange((await connection.ReadAnswerAsync(patience.Token)).Status, 400, 413);
    }

    [Fact]
    public async Task Chunks_without_end_are_cut_off()
    {
        using CancellationTokenSource patience = RunningPop.Patience();
        using RawConnection connection = await RawConnection.OpenAsync(pop.Port, patience.Token);
        byte[] head = Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: 127.0.0.1:{pop.Port}\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: {ListStreams}\r\nTransfer-Encoding: chunked\r\n\r\n");
        byte[] chunk = [.. "100000\r\n"u8, .. new byte[1 << 20], .. "\r\n"u8];
        await connection.SendAsync(head, patience.Token);
        for (int i = 0; i < 64; i++) await SendIgnoringCloseAsync(connection, chunk, patience.Token);

        Assert.InRange((await connection.ReadAnswerAsync(patience.Token)).Status, 400, 413);
        Assert.InRange(pop.Process.Megabytes, 0, MegabytesMax);
        await pop.AssertServesAsync(patience.Token);
    }

    [Fact]
    public async Task A_small_body_that_expands_beyond_measure_is_refused()
    {
        using MemoryStream bomb = new();
        using (GZipStream gzip = new(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) gzip.Write(zeros);
        }

        using CancellationTokenSource patience = RunningPop.Patience();
        for (int i = 0; i < 10; i++)
        {
            using RawConnection connection = await RawConnection.OpenAsync(pop.Port, patience.Token);
            await connection.SendAsync(RawConnection.Request(ListStreams, bomb.ToArray(), pop.Port, "Content-Encoding: gzip\r\n"), patience.Token);
            Assert.InRange((await connection.ReadAnswerAsync(patience.Token)).Status, 400, 413);
        }

        Assert.InRange(pop.Process.Megabytes, 0, MegabytesMax);
    }

    /// <summary>Answers that nobody takes wait in the sockets, not in the PoP's memory.</summary>
    [Fact]
    public async Task Clients_that_never_read_cost_little()
    {
        using CancellationTokenSource patience = RunningPop.Patience();
        byte[] requests = [.. Enumerable.Repeat(RawConnection.Request("DynamoDB_20120810.DescribeLimits", "{}"u8, pop.Port), 200).SelectMany(bytes => bytes)];
        RawConnection[] deaf = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RawConnection.OpenAsync(pop.Port, patience.Token)));
        try
        {
            await Task.WhenAll(deaf.Select(connection => SendForAWhileAsync(connection, requests, patience.Token)));
            await pop.AssertServesAsync(patience.Token);
            Assert.InRange(pop.Process.Megabytes, 0, MegabytesMax);
        }
        finally
        {
            foreach (RawConnection connection in deaf) connection.Dispose();
        }
    }

    private static async Task SendForAWhileAsync(RawConnection connection, byte[] requests, CancellationToken token)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(token);
        enough.CancelAfter(TimeSpan.FromSeconds(2)); // by then the PoP takes no more: nobody takes what it has answered
        try
        {
            while (await SendIgnoringCloseAsync(connection, requests, enough.Token)) await Task.Yield();
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            // As expected.
        }
    }

    /// <returns>False if the server has closed.</returns>
    private static async Task<bool> SendIgnoringCloseAsync(RawConnection connection, byte[] bytes, CancellationToken token)
    {
        try
        {
            await connection.SendAsync(bytes, token);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

using System.Net.Sockets;
using Gateway.Replication.Links;
using Gateway.Replication.Membership;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Links over real TLS on loopback.</summary>
public sealed class Http2PeerTransportTests : IDisposable
{
    private readonly ClusterAuthority authority = ClusterAuthority.Create("test", TimeProvider.System.GetUtcNow());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => authority.Dispose();

    [Fact]
    public async Task Frames_go_both_ways_whole_and_in_order_and_both_ends_know_each_other()
    {
        await using TestPeer one = await TestPeer.StartAsync(authority, "pop-1");
        await using TestPeer two = await TestPeer.StartAsync(authority, "pop-2");
        (IPeerChannel here, IPeerChannel there) = await one.ConnectAsync(two);

        Assert.Equal(("pop-2", "pop-1"), (here.Peer, there.Peer));
        for (int round = 0; round < 20; round++)
        {
            byte[] frame = [.. Enumerable.Range(0, round * 1000).Select(index => (byte)(index * round))];
            await here.SendAsync(frame, Token);
            await there.SendAsync(frame, Token);
            Assert.Equal(frame, (await there.ReceiveAsync(Token))!.Value.ToArray());
            Assert.Equal(frame, (await here.ReceiveAsync(Token))!.Value.ToArray());
        }

        await here.DisposeAsync();
        await there.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_sent_before_the_end_arrives_and_then_null(bool closesAccepted)
    {
        await using TestPeer one = await TestPeer.StartAsync(authority, "pop-1");
        await using TestPeer two = await TestPeer.StartAsync(authority, "pop-2");
        (IPeerChannel here, IPeerChannel there) = await one.ConnectAsync(two);
        (IPeerChannel ends, IPeerChannel stays) = closesAccepted ? (there, here) : (here, there);

        for (int i = 0; i < 10; i++) await ends.SendAsync(new byte[50_000], Token);
        Task ended = ends.DisposeAsync().AsTask();

        for (int i = 0; i < 10; i++) Assert.Equal(50_000, (await stays.ReceiveAsync(Token))!.Value.Length);
        Assert.Null(await stays.ReceiveAsync(Token));
        await stays.DisposeAsync();
        await ended;
    }

    [Fact]
    public async Task The_largest_frame_passes_and_a_larger_one_is_refused_before_it_is_sent()
    {
        await using TestPeer one = await TestPeer.StartAsync(authority, "pop-1");
        await using TestPeer two = await TestPeer.StartAsync(authority, "pop-2");
        (IPeerChannel here, IPeerChannel there) = await one.ConnectAsync(two);
        byte[] frame = new byte[PeerFrames.BytesMax];
        new Random(1).NextBytes(frame);

        Task sent = here.SendAsync(frame, Token).AsTask();
        ReadOnlyMemory<byte>? received = await there.ReceiveAsync(Token);
        await sent;

        Assert.True(received!.Value.Span.SequenceEqual(frame));
        await Assert.ThrowsAsync<ArgumentException>(() => here.SendAsync(new byte[PeerFrames.BytesMax + 1], Token).AsTask());
        await here.DisposeAsync();
        await there.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sender_waits_for_a_receiver_that_takes_nothing(bool acceptedSends)
    {
        await using TestPeer one = await TestPeer.StartAsync(authority, "pop-1");
        await using TestPeer two = await TestPeer.StartAsync(authority, "pop-2");
        (IPeerChannel here, IPeerChannel there) = await one.ConnectAsync(two);
        (IPeerChannel sender, IPeerChannel receiver) = acceptedSends ? (there, here) : (here, there);

        byte[] frame = new byte[1024 * 1024];
        int sent = 0;
        Task waiting;
        while (true)
        {
            waiting = sender.SendAsync(frame, Token).AsTask();
            if (await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Token)) != waiting) break;
            Assert.True(++sent < 64, "64 MB have gone nowhere");
        }

        for (int i = 0; i <= sent; i++) Assert.Equal(frame.Length, (await receiver.ReceiveAsync(Token))!.Value.Length);
        await waiting;
        await here.DisposeAsync();
        await there.DisposeAsync();
    }

    [Fact]
    public async Task A_stranger_gets_nothing()
    {
        using ClusterAuthority other = ClusterAuthority.Create("other", TimeProvider.System.GetUtcNow());
        await using TestPeer member = await TestPeer.StartAsync(authority, "pop-1");
        await using TestPeer stranger = await TestPeer.StartAsync(other, "pop-2");

        await Assert.ThrowsAnyAsync<IOException>(() => stranger.Transport.ConnectAsync(member.Address, Token).AsTask());
        await Assert.ThrowsAnyAsync<IOException>(() => member.Transport.ConnectAsync(stranger.Address, Token).AsTask());
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task Without_TLS_no_byte_comes_back_that_is_more_than_an_alert(string text)
    {
        await using TestPeer member = await TestPeer.StartAsync(authority, "pop-1");
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", member.Transport.Port, Token);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), Token);

        byte[] answer = new byte[100];
        int read = 0;
        try
        {
            read = await client.GetStream().ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, Token);
        }
        catch (IOException)
        {
            // it was reset: nothing came at all
        }

        Assert.True(read <= 7, $"{read} bytes");
    }

    [Fact]
    public async Task A_member_that_was_removed_is_refused_by_its_name_at_either_end()
    {
        await using TestPeer one = await TestPeer.StartAsync(authority, "pop-1", takes: peer => peer.Name != "pop-3");
        await using TestPeer three = await TestPeer.StartAsync(authority, "pop-3");

        await Assert.ThrowsAnyAsync<IOException>(() => three.Transport.ConnectAsync(one.Address, Token).AsTask());
        await Assert.ThrowsAnyAsync<IOException>(() => one.Transport.ConnectAsync(three.Address, Token).AsTask());
    }

    [Fact]
    public async Task A_member_under_anothers_address_is_refused()
    {
        await using TestPeer one = await TestPeer.StartAsync(authority, "pop-1");
        await using TestPeer two = await TestPeer.StartAsync(authority, "pop-2");

        await Assert.ThrowsAnyAsync<IOException>(() => one.Transport.ConnectAsync(two.Address with { Name = "pop-3" }, Token).AsTask());
    }

    [Fact]
    public async Task Nobody_there_is_told_with_the_address()
    {
        await using TestPeer one = await TestPeer.StartAsync(authority, "pop-1");
        PeerAddress nobody = new("pop-2", "127.0.0.1", 1);

        IOException failure = await Assert.ThrowsAnyAsync<IOException>(() => one.Transport.ConnectAsync(nobody, Token).AsTask());

        Assert.StartsWith("cannot connect to pop-2 at 127.0.0.1:1: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_peer_is_gone_the_other_end_hears_of_it()
    {
        await using TestPeer one = await TestPeer.StartAsync(authority, "pop-1");
        TestPeer two = await TestPeer.StartAsync(authority, "pop-2");
        (IPeerChannel here, IPeerChannel _) = await one.ConnectAsync(two);
        Task<ReadOnlyMemory<byte>?> receiving = here.ReceiveAsync(Token).AsTask();

        await two.DisposeAsync();

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            Assert.Null(await receiving);
            throw new IOException("an orderly end will do, too");
        });
        await here.DisposeAsync();
    }
}

using Gateway.Replication.Links;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Cut and long links, on the real transport.</summary>
public sealed class FaultyTransportTests : IDisposable
{
    private readonly ClusterAuthority authority = ClusterAuthority.Create("test", TimeProvider.System.GetUtcNow());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => authority.Dispose();

    [Fact]
    public async Task A_cut_link_drops_its_connection_at_both_ends_and_takes_no_new_one_until_it_is_healed()
    {
        await using TestPeer one = await TestPeer.StartAsync(authority, "pop-1");
        await using TestPeer two = await TestPeer.StartAsync(authority, "pop-2");
        LinkFaults faultsOfOne = new(_ => null), faultsOfTwo = new(_ => null);
        FaultyTransport fromOne = new(one.Transport, faultsOfOne, TimeProvider.System, new Random(1)), fromTwo = new(two.Transport, faultsOfTwo, TimeProvider.System, new Random(2));
        IPeerChannel here = await fromOne.ConnectAsync(two.Address, Token);
        IPeerChannel there = await fromTwo.AcceptAsync(Token);
        await here.SendAsync(new byte[10], Token);
        Assert.Equal(10, (await there.ReceiveAsync(Token))!.Value.Length);
        Task<ReadOnlyMemory<byte>?> waiting = there.ReceiveAsync(Token).AsTask();

        faultsOfTwo.Cut = ["pop-1"];
        faultsOfOne.Cut = ["pop-2"];

        await Assert.ThrowsAnyAsync<IOException>(() => waiting);
        await Assert.ThrowsAnyAsync<IOException>(() => here.SendAsync(new byte[10], Token).AsTask());
        await Assert.ThrowsAnyAsync<IOException>(() => here.ReceiveAsync(Token).AsTask());
        Assert.Equal("the link to pop-2 is cut", (await Assert.ThrowsAnyAsync<IOException>(() => fromOne.ConnectAsync(two.Address, Token).AsTask())).Message);

        faultsOfOne.Cut = [];
        Task<IPeerChannel> accepting = fromTwo.AcceptAsync(Token).AsTask();
        IPeerChannel refused = await fromOne.ConnectAsync(two.Address, Token); // its own end is whole; the other one is not
        await Assert.ThrowsAnyAsync<IOException>(async () => _ = await refused.ReceiveAsync(Token) is null ? throw new IOException("ended") : 0);
        Assert.False(accepting.IsCompleted);

        faultsOfTwo.Cut = [];
        IPeerChannel again = await fromOne.ConnectAsync(two.Address, Token);
        IPeerChannel accepted = await accepting;
        await accepted.SendAsync(new byte[20], Token);
        Assert.Equal(20, (await again.ReceiveAsync(Token))!.Value.Length);
        foreach (IPeerChannel channel in (IPeerChannel[])[here, there, refused, again, accepted]) await channel.DisposeAsync();
    }

    [Fact]
    public async Task A_long_path_takes_its_time_keeps_the_order_and_loses_nothing()
    {
        await using TestPeer one = await TestPeer.StartAsync(authority, "pop-1");
        await using TestPeer two = await TestPeer.StartAsync(authority, "pop-2");
        LinkFaults faults = new(_ => new PathQuality(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(20), Loss: 0.2));
        FaultyTransport fromOne = new(one.Transport, faults, TimeProvider.System, new Random(1));
        IPeerChannel here = await fromOne.ConnectAsync(two.Address, Token);
        IPeerChannel there = await two.Transport.AcceptAsync(Token);

        long since = TimeProvider.System.GetTimestamp();
        byte[] frame = new byte[1];
        for (byte i = 0; i < 100; i++)
        {
            frame[0] = i; // it may be used again as soon as the task has ended
            await here.SendAsync(frame, Token);
        }

        // Nobody closes before all is there: what is under way when a stream ends may be lost, and links ask for it again.
        for (int i = 0; i < 100; i++) Assert.Equal(i, (await there.ReceiveAsync(Token))!.Value.Span[0]);
        await here.DisposeAsync();
        Assert.True(TimeProvider.System.GetElapsedTime(since) >= TimeSpan.FromMilliseconds(50));
        await there.DisposeAsync();
    }

    [Theory]
    [InlineData("us-west", "us-east", 65)]
    [InlineData("us-west-2", "eu-central-1", 140)]
    [InlineData("ap-southeast-1", "ap-south-1", 60)]
    [InlineData("eu", "eu-north", 2)]
    [InlineData("moon", "moon", 2)]
    [InlineData("moon", "eu", 120)]
    public void Paths_are_as_long_as_between_their_regions(string one, string other, int milliseconds)
    {
        Assert.Equal(milliseconds, WanTable.Between(one, other).RoundTrip.TotalMilliseconds);
        Assert.Equal(WanTable.Between(one, other), WanTable.Between(other, one));
    }
}

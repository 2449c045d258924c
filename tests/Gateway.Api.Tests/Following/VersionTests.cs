using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Google.Protobuf;

namespace Gateway.Api.Tests.Following;

/// <summary>A PoP of the next version talks to one of this version.</summary>
public sealed class VersionTests
{
    /// <summary>A field with the number 1999, as a later version may have: a word.</summary>
    private static readonly byte[] LaterField = [0xFA, 0x7C, 5, (byte)'l', (byte)'a', (byte)'t', (byte)'e', (byte)'r'];

    [Fact]
    public async Task A_newer_peer_is_spoken_to_in_the_version_that_both_know_and_what_only_it_knows_is_passed_over()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        pops.Disguise = (sender, frame) => sender == pops.Two ? Newer(frame) : [frame];
        pops.Cut();
        pops.Heal();

        await pops.AddAsync(pops.Two, "ann", 1, 1);
        await pops.ShowsAsync(pops.Three, "ann", "1=1"); // asked for, and answered
        await pops.AddAsync(pops.Three, "ann", 1, 10);
        await pops.AddAsync(pops.Two, "ann", 1, 100);
        foreach (FollowingPop pop in (FollowingPop[])[pops.Two, pops.Three, pops.Central]) await pops.ShowsAsync(pop, "ann", "1=111"); // by the logs

        await pops.PassAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1));
        foreach ((FollowingPop here, FollowingPop there) in ((FollowingPop, FollowingPop)[])[(pops.Three, pops.Two), (pops.Two, pops.Three), (pops.Central, pops.Two)])
        {
            PeerLink link = pops.LinkOf(here, there);
            Assert.Equal((LinkState.Open, PeerLink.VersionMax, true), (link.State, link.Version, link.ClockOffset is not null));
        }
    }

    [Theory]
    [InlineData(2, 3)] // it has given up what this one speaks
    [InlineData(0, 0)] // this one has given up what it speaks
    public async Task Two_that_have_no_version_in_common_say_so_at_both_sides(uint min, uint max)
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        pops.Disguise = (sender, frame) => [sender == pops.Two && frame.KindCase == Frame.KindOneofCase.Hello ? Greeting(frame, min, max) : frame];
        pops.Cut();
        pops.Heal();
        for (int i = 0; i < 20; i++) await pops.MoveAsync();

        foreach (PeerLink link in (PeerLink[])[pops.LinkOf(pops.Three, pops.Two), pops.LinkOf(pops.Two, pops.Three)])
        {
            Assert.Equal((LinkState.Refused, Refusal.Types.Reason.Version), (link.State, link.Refusal!.Reason));
            Assert.Equal($"three speaks versions 1 to 1 of the protocol, two versions {min} to {max}: update the older one.", link.Refusal.Text);
        }

        Assert.Equal(LinkState.Open, pops.LinkOf(pops.Three, pops.Central).State); // the others are none the worse
    }

    /// <summary>A frame as a later version may send it: with a field in it and one beside it that nobody here knows, and a frame of an unknown kind behind it.</summary>
    private static IEnumerable<Frame> Newer(Frame frame)
    {
        if (frame.KindCase == Frame.KindOneofCase.Hello) frame = Greeting(frame, 1, 7);
        yield return Frame.Parser.ParseFrom([.. frame.ToByteArray(), .. LaterField]);
        if (frame.KindCase != Frame.KindOneofCase.Hello) yield return Frame.Parser.ParseFrom(LaterField);
    }

    private static Frame Greeting(Frame frame, uint min, uint max)
    {
        Hello hello = Hello.Parser.ParseFrom([.. frame.Hello.ToByteArray(), .. LaterField]);
        (hello.VersionMin, hello.VersionMax) = (min, max);
        return new Frame { Hello = hello };
    }
}

using Gateway.Crdt.Time;
using Gateway.Replication.Messages;
using Gateway.Replication.Stability;

namespace Gateway.Replication.Tests.Stability;

public sealed class StabilityTrackerTests
{
    private static readonly ReplicaId Here = new(1);
    private static readonly ReplicaId There = new(2);

    [Fact]
    public void Nothing_is_stable_until_every_member_has_spoken()
    {
        StabilityTracker tracker = new();
        tracker.Own([Here], HlcTime.At(100));
        tracker.Hear("b", Word(There, 90, (Here, 80), (There, 90)));
        Assert.False(tracker.Settle(["b", "c"]));
        Assert.Equal(Context.Empty, tracker.Here);
        Assert.True(tracker.Settle(["b"]));
    }

    [Fact]
    public void Stable_is_what_all_have_applied()
    {
        StabilityTracker tracker = new();
        tracker.Own([Here], HlcTime.At(100));
        tracker.Hear("b", Word(There, 90, (Here, 80), (There, 90)));
        tracker.Settle(["b"]);
        Assert.Equal(HlcTime.At(80), tracker.Here[Here]);
        Assert.Equal(HlcTime.At(90), tracker.Here[There]);
        Assert.Equal(Context.Empty, tracker.Everywhere);
    }

    [Fact]
    public void Stable_everywhere_is_what_all_have_declared()
    {
        StabilityTracker tracker = new();
        tracker.Own([Here], HlcTime.At(100));
        Beacon word = Word(There, 90, (Here, 80), (There, 90));
        word.Stable.Add(new Seen { Replica = Here.Value, Time = HlcTime.At(70).Ticks });
        tracker.Hear("b", word);
        tracker.Settle(["b"]);
        tracker.Settle(["b"]);
        Assert.Equal(HlcTime.At(70), tracker.Everywhere[Here]);
        Assert.Equal(HlcTime.Zero, tracker.Everywhere[There]);
    }

    [Fact]
    public void Who_is_gone_does_not_make_what_is_stable_look_old()
    {
        StabilityTracker tracker = new();
        tracker.Own([Here], HlcTime.At(100));
        tracker.Hear("b", Word(There, 90, (Here, 80), (There, 90)));
        tracker.Hear("c", Word(new ReplicaId(3), 50, (Here, 80), (There, 90), (new ReplicaId(3), 50)));
        tracker.Settle(["b", "c"]);
        Assert.Equal(HlcTime.Zero, tracker.Lowest); // b does not say that it has anything of c

        tracker.Settle(["b"]);
        Assert.Equal(HlcTime.At(80), tracker.Lowest);
    }

    [Fact]
    public void What_was_stable_stays_so_when_a_member_comes_that_knows_less()
    {
        StabilityTracker tracker = new();
        tracker.Own([Here], HlcTime.At(100));
        tracker.Hear("b", Word(There, 90, (Here, 80), (There, 90)));
        tracker.Settle(["b"]);
        tracker.Hear("c", Word(new ReplicaId(3), 95, (Here, 10)));
        Assert.False(tracker.Settle(["b", "c"]));
        Assert.Equal(HlcTime.At(80), tracker.Here[Here]);
    }

    [Fact]
    public void Every_id_of_a_store_shares_its_floor()
    {
        StabilityTracker tracker = new();
        Beacon word = Word(There, 90);
        word.Replicas.Add(7);
        tracker.Hear("b", word);
        Assert.Equal(HlcTime.At(90), tracker.Applied[new ReplicaId(7)]);
    }

    private static Beacon Word(ReplicaId replica, long floor, params (ReplicaId Replica, long Time)[] applied)
    {
        Beacon beacon = new() { Floor = HlcTime.At(floor).Ticks, Replicas = { replica.Value } };
        foreach ((ReplicaId seen, long time) in applied) beacon.Applied.Add(new Seen { Replica = seen.Value, Time = HlcTime.At(time).Ticks });
        return beacon;
    }
}

using Gateway.Crdt.Time;
using Gateway.Replication.Eviction;
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
    public void The_word_of_a_member_that_was_evicted_counts_no_more_and_others_say_whom_they_take_nothing_from()
    {
        StabilityTracker tracker = new();
        tracker.Own([Here], HlcTime.At(100));
        Beacon word = Word(There, 90, (Here, 80), (There, 90), (new ReplicaId(3), 70));
        word.Gone.Add(new Gone { Pop = "c", Epoch = 1, Evictions = 2 });
        tracker.Hear("b", word);
        tracker.Hear("c", Word(new ReplicaId(3), 60, (Here, 50)));
        Assert.True(tracker.Settle(["b", "c"]));
        tracker.Forget("c");

        Assert.False(tracker.Settle(["b", "c"]));
        Assert.Equal(70, tracker.LastSign([new ReplicaId(3)]));
        Assert.True(tracker.HasGone("b", new Departure("c", 1, 2)));
        Assert.True(tracker.HasGone("b", new Departure("c", 1, 1)));
        Assert.False(tracker.HasGone("b", new Departure("c", 1, 3)));
        Assert.False(tracker.HasGone("b", new Departure("c", 2, 1)));
        Assert.False(tracker.HasGone("d", new Departure("c", 1, 1)));
    }

    [Fact]
    public void What_is_gone_for_ever_holds_back_nothing_once_all_of_it_is_here()
    {
        ReplicaId gone = new(3);
        StabilityTracker tracker = new();
        tracker.Own([Here], HlcTime.At(100));
        Beacon word = Word(There, 90, (Here, 80), (There, 90), (gone, 70));
        word.Gone.Add(new Gone { Pop = "c", Epoch = 1, Replicas = { gone.Value } });
        tracker.Hear("b", word);
        Assert.Equal([gone], tracker.ReplicasOf(new Departure("c", 1, 0)));
        Assert.Empty(tracker.ReplicasOf(new Departure("c", 2, 0)));

        tracker.Close([gone], HlcTime.At(95));
        tracker.Settle(["b"]);

        Assert.Equal(HlcTime.At(95), tracker.Applied[gone]);
        Assert.Equal(HlcTime.At(70), tracker.Here[gone]); // as far as b has said it, too
        tracker.Hear("b", Word(There, 110, (Here, 100), (There, 110), (gone, 105)));
        tracker.Settle(["b"]);
        Assert.Equal(HlcTime.At(95), tracker.Here[gone]);
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

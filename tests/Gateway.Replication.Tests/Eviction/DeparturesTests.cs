using Gateway.Crdt.Time;
using Gateway.Replication.Eviction;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Replication.Tests.AntiEntropy;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Testing.Stores;

namespace Gateway.Replication.Tests.Eviction;

/// <summary>What the others know of a member that is none any more. PoP a looks at the departure of c; b is the other one.</summary>
public sealed class DeparturesTests : IDisposable
{
    private static readonly ReplicaId OfC = new(3);
    private readonly MemoryStore store = new();
    private readonly ChangeLog log;
    private readonly CommitLoop commits;
    private readonly MemoryReplica replica = new("a", 1, ComparedPair.Time);
    private readonly ReplicationNode node;
    private Departure[] departed = [];

    public DeparturesTests()
    {
        log = ChangeLog.Open(store);
        commits = new CommitLoop(store, log.LastSequence, Durability.Fsync);
        node = Start();
        node.House.Beacon = new Beacon { Floor = HlcTime.At(95).Ticks };
    }

    public void Dispose()
    {
        commits.Dispose();
        store.Dispose();
    }

    [Fact]
    public void Who_was_removed_and_met_by_all_holds_nothing_back_any_more()
    {
        node.House.Owners[OfC] = "c";
        Leave(new Departure("c", 1, 0));
        Assert.Equal(HlcTime.Zero, node.House.Stability.Applied[OfC]);

        Hear(new Gone { Pop = "c", Epoch = 1 });
        Step(3);

        Assert.Equal(HlcTime.At(95), node.House.Stability.Applied[OfC]);
        Assert.Equal([OfC.Value], node.Departures.Tell().Single().Replicas);
    }

    [Fact]
    public void Its_ids_are_learned_from_the_others()
    {
        Leave(new Departure("c", 1, 0));
        Hear(new Gone { Pop = "c", Epoch = 1, Replicas = { OfC.Value } });
        Step(3);

        Assert.Equal(HlcTime.At(95), node.House.Stability.Applied[OfC]);
    }

    [Fact]
    public void Who_was_evicted_may_come_back_and_asks_what_of_it_is_applied()
    {
        node.House.Owners[OfC] = "c";
        Leave(new Departure("c", 1, 1));
        Hear(new Gone { Pop = "c", Epoch = 1, Evictions = 1 });
        Step(3);

        Assert.Empty(node.Departures.Open);
        Assert.Equal(HlcTime.Zero, node.House.Stability.Applied[OfC]);
    }

    [Fact]
    public void Nothing_is_said_of_one_whose_name_is_a_members_again()
    {
        node.House.Owners[OfC] = "c";
        Leave(new Departure("c", 1, 0));
        Hear(new Gone { Pop = "c", Epoch = 1 });
        departed = [];
        Step(3);

        Assert.Equal(HlcTime.Zero, node.House.Stability.Applied[OfC]);
    }

    [Fact]
    public void Its_ids_stay_closed_when_another_one_bears_its_name_and_after_a_restart()
    {
        node.House.Owners[OfC] = "c";
        Leave(new Departure("c", 1, 0));
        Hear(new Gone { Pop = "c", Epoch = 1 });
        Step(3);
        departed = [];

        node.House.Beacon = new Beacon { Floor = HlcTime.At(99).Ticks };
        Step(1);
        Assert.Equal(HlcTime.At(99), node.House.Stability.Applied[OfC]);

        ReplicationNode again = Start();
        again.House.Beacon = node.House.Beacon;
        again.Departures.Step(["b"]);
        Assert.Equal(HlcTime.At(99), again.House.Stability.Applied[OfC]);
    }

    [Fact]
    public void Ids_that_others_learn_later_are_closed_too_beside_those_of_the_time_before()
    {
        Leave(new Departure("c", 1, 0));
        Hear(new Gone { Pop = "c", Epoch = 1, Replicas = { OfC.Value } });
        Step(3);
        Hear(new Gone { Pop = "c", Epoch = 1, Replicas = { 4 } });
        Step(1);

        Assert.Equal(HlcTime.At(95), node.House.Stability.Applied[new ReplicaId(4)]);
        Assert.Equal([OfC, new ReplicaId(4)], new DepartureJournal(store, commits).Closed());
    }

    [Fact]
    public void Another_one_may_bear_its_name_when_all_have_settled_that_it_is_gone()
    {
        Departure departure = new("c", 1, 0);
        Assert.Null(node.Departures.AwaitedFor("c", ["b"]));
        Leave(departure);
        Assert.Equal("a", node.Departures.AwaitedFor("c", ["b"]));

        Hear(new Gone { Pop = "c", Epoch = 1 });
        Step(3);
        Assert.Equal("b", node.Departures.AwaitedFor("c", ["b"]));
        Assert.True(node.Departures.Tell().Single().Settled);

        Hear(new Gone { Pop = "c", Epoch = 1, Settled = true });
        Assert.Null(node.Departures.AwaitedFor("c", ["b"]));
    }

    /// <summary>It is told with the second beacon: then no link takes anything of it any more.</summary>
    private void Leave(Departure departure)
    {
        departed = [departure];
        Assert.Empty(node.Departures.Tell());
        Assert.Single(node.Departures.Tell());
        Step(3);
        Assert.Equal([departure], node.Departures.Open);
    }

    private ReplicationNode Start() =>
        new("cluster", replica.Profile, replica, store, log, commits, new ReplicationOptions(), ComparedPair.Time, new Random(1), () => ["b"], name => name == "b" ? new PopProfile("b", "r", [], false) : null, () => departed);

    private void Hear(Gone gone)
    {
        Beacon beacon = new();
        beacon.Gone.Add(gone);
        node.House.Stability.Hear("b", beacon);
    }

    private void Step(int times)
    {
        for (int i = 0; i < times; i++) node.Departures.Step(["b"]);
    }
}

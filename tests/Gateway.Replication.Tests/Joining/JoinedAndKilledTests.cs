using Gateway.Crdt.Time;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Joining;
using Gateway.Replication.Messages;
using Gateway.Replication.Tests.AntiEntropy;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Testing.Stores;

namespace Gateway.Replication.Tests.Joining;

/// <summary>
/// A PoP has joined and ends in the next moment: what its source had told it of replicas that are gone, and with whom it had still to compare, nobody tells it again. It kept a
/// deleted item for ever that one of them had written to.
/// </summary>
public sealed class JoinedAndKilledTests : IDisposable
{
    private static readonly ReplicaId OfOneThatIsGone = new(9);
    private readonly MemoryStore store = new();
    private readonly CommitLoop commits;
    private readonly ChangeLog log;
    private readonly MemoryReplica replica = new("a", 1, ComparedPair.Time);
    private readonly List<Joiner> joiners = [];
    private string[] members = ["b", "c"];

    public JoinedAndKilledTests()
    {
        log = ChangeLog.Open(store);
        commits = new CommitLoop(store, log.LastSequence, Durability.Fsync);
    }

    public void Dispose()
    {
        commits.Dispose();
        store.Dispose();
    }

    [Fact]
    public void What_the_source_had_applied_is_known_after_the_next_start()
    {
        members = []; // nobody is left to compare with: so it has joined
        JoinRecord taken = new() { Phase = JoinRecord.Types.Phase.Comparing };
        taken.Applied.Add(new Seen { Replica = OfOneThatIsGone.Value, Time = HlcTime.At(70).Ticks });
        new JoinJournal(store, commits).Save(Google.Protobuf.MessageExtensions.ToByteArray(taken));
        (ReplicationNode node, _) = Start();
        Assert.Equal(HlcTime.Zero, node.House.Stability.Applied[OfOneThatIsGone]);

        Assert.True(node.House.IsWhole());
        Assert.Equal(HlcTime.At(70), node.House.Stability.Applied[OfOneThatIsGone]);

        (ReplicationNode again, _) = Start();
        Assert.Equal(HlcTime.At(70), again.House.Stability.Applied[OfOneThatIsGone]);
    }

    /// <summary>A session that has seen what one wrote that was removed since could not read here; and who joins from here would read the log of one that is away from its beginning.</summary>
    [Fact]
    public void How_far_its_source_had_read_logs_that_are_never_read_here_is_known()
    {
        members = [];
        JoinRecord taken = new() { Phase = JoinRecord.Types.Phase.Comparing };
        taken.Positions.Add(new LogPosition { Pop = "away", Position = 500, Boot = 3 });
        taken.Positions.Add(new LogPosition { Pop = "a", Position = 7, Boot = 3 }); // of a store that had this name before
        new JoinJournal(store, commits).Save(Google.Protobuf.MessageExtensions.ToByteArray(taken));
        (ReplicationNode node, _) = Start();
        Assert.DoesNotContain(node.House.Positions.Now.Positions, position => position.Key == "away");

        Assert.True(node.House.IsWhole());
        Assert.Contains(KeyValuePair.Create("away", 500L), node.House.Positions.Now.Positions);
        Assert.Contains(KeyValuePair.Create("away", 500L), Start().Node.House.Positions.Now.Positions);
        Assert.DoesNotContain(KeyValuePair.Create("a", 7L), Start().Node.House.Positions.Now.Positions);

        MemoryReplica newcomer = new("new", 2, ComparedPair.Time);
        ComparedPair pair = new(newcomer, replica);
        SnapshotReader reader = new(newcomer, new MemoryJournal());
        pair.AddLeft(reader);
        pair.AddRight(new SnapshotSource(replica, replica, pair.RightSums, newcomer.Profile, () => joiners[^1].Positions(), () => replica.Sequence, () => replica.Durable, pair.ToLeft));
        reader.Connect(replica.Profile, pair.LeftComparer, pair.ToRight, pair.Now);
        reader.Begin(pair.Now);
        pair.Until(() => reader.Phase == JoinPhase.Joined);
        Assert.Equal([new LogPosition { Pop = "away", Position = 500, Boot = 3 }], reader.StartsOf("away"));
        Assert.Single(reader.StartsOf("a"));
    }

    [Fact]
    public void It_is_kept_before_it_is_kept_that_it_has_joined()
    {
        JoinRecord taken = new() { Phase = JoinRecord.Types.Phase.Comparing };
        MemoryJournal journal = new();
        journal.Save(Google.Protobuf.MessageExtensions.ToByteArray(taken));
        SnapshotReader reader = new(replica, journal);
        reader.Joining = () => Assert.Equal(JoinRecord.Types.Phase.Comparing, JoinRecord.Parser.ParseFrom(journal.Load()!).Phase);
        bool hasJoined = false;
        reader.Joined = () => hasJoined = true;

        reader.EndAlone();

        Assert.True(hasJoined);
        Assert.Equal(JoinRecord.Types.Phase.Joined, JoinRecord.Parser.ParseFrom(journal.Load()!).Phase);
    }

    [Fact]
    public void Nothing_more_is_stable_before_all_have_been_compared_with_whatever_ends_meanwhile()
    {
        (ReplicationNode node, ComparerSet comparers) = Start();
        Assert.True(node.House.IsComplete());

        comparers.Doubt();
        Assert.False(node.House.IsComplete());

        (ReplicationNode again, _) = Start();
        Assert.False(again.House.IsComplete());

        members = ["d"]; // those it waited for are no members any more
        Assert.True(again.House.IsComplete());

        members = ["b", "c"];
        Assert.True(Start().Node.House.IsComplete());
    }

    private (ReplicationNode Node, ComparerSet Comparers) Start()
    {
        ReplicationNode node = new("cluster", replica.Profile, replica, store, log, commits, new ReplicationOptions(), ComparedPair.Time, new Random(1), () => members, _ => null);
        BucketFingerprints fingerprints = new(replica, replica);
        ComparerSet comparers = new(node.House, fingerprints, replica);
        joiners.Add(new Joiner(node.House, fingerprints, replica, new JoinJournal(store, commits), joins: false, () => { }));
        return (node, comparers);
    }
}

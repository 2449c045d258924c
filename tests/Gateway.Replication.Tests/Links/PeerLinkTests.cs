using Gateway.Crdt.Time;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Receiving;
using Gateway.Replication.Replica;
using Gateway.Replication.Tests.AntiEntropy;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Testing.Stores;

namespace Gateway.Replication.Tests.Links;

public sealed class PeerLinkTests : IDisposable
{
    private static readonly PopProfile Peer = new("b", "r", [], false);
    private readonly MemoryStore store = new();
    private readonly CommitLoop commits;
    private readonly ReplicationNode node;
    private readonly List<Frame> sent = [];

    public PeerLinkTests()
    {
        ChangeLog log = ChangeLog.Open(store);
        commits = new CommitLoop(store, log.LastSequence, Durability.Fsync);
        node = new ReplicationNode("cluster", new PopProfile("a", "r", [], true), Replica, store, log, commits, new ReplicationOptions(), ComparedPair.Time, new Random(1), () => ["b"], name => name == "b" ? Peer : null);
    }

    private MemoryReplica Replica { get; } = new("a", 1, ComparedPair.Time);

    public void Dispose()
    {
        commits.Dispose();
        store.Dispose();
    }

    [Fact]
    public void A_peer_that_says_nothing_is_taken_for_gone()
    {
        PeerLink link = Open();

        long now = 0;
        Assert.Throws<IOException>(() =>
        {
            while (now < 60_000) now = link.Step(now);
        });
        Assert.InRange(now, 10_001, 10_100);
    }

    [Fact]
    public void While_this_PoP_itself_was_held_up_nobody_was_silent()
    {
        PeerLink link = Open();
        long next = link.Step(0);
        Assert.InRange(next, 1, 2_000);

        long late = link.Step(14_000); // what the peer sent meanwhile is not read yet

        Assert.InRange(late, 14_001, 16_000);
        long now = late;
        Assert.Throws<IOException>(() =>
        {
            while (now < 60_000) now = link.Step(now);
        });
        Assert.InRange(now, 20_000, 26_000); // but then it is
    }

    [Fact]
    public void A_frame_without_content_says_that_the_peer_is_there()
    {
        PeerLink link = Open();
        long now = 0;
        for (long heard = 0; now < 60_000; now = link.Step(now))
        {
            if (now < heard + 3_000) continue;
            heard = now;
            link.OnFrame(FramePacker.Unpack(FramePacker.Pack(new Frame())), now);
        }

        Assert.Equal(LinkState.Open, link.State);
    }

    [Fact]
    public void Documents_that_hang_together_are_sent_once_for_all_that_were_asked_for()
    {
        string[] keys = [.. Enumerable.Range(0, 50).Select(number => $"item{number}")];
        Replica.Transact("together", keys);
        PeerLink link = Open();
        Fetch fetch = new() { Id = 1 };
        foreach (string key in keys) fetch.Wanted.Add(new Wanted { Table = FrameTables.Encode(1), Key = Google.Protobuf.ByteString.CopyFromUtf8(key) });

        link.OnFrame(new Frame { Fetch = fetch }, 0);
        link.Step(0);

        Fetched answer = sent.Single(frame => frame.KindCase == Frame.KindOneofCase.Fetched).Fetched;
        Assert.Equal(keys.Length, answer.Units.Sum(unit => unit.Changes.Count));
    }

    /// <summary>A PoP joined while another one joined under the name of one that was removed: it read the new log from where its source had come in the old one.</summary>
    [Theory]
    [InlineData(5, 30, 30, false)] // the store that greets, in the start that the source knew: its log has grown since it greeted
    [InlineData(4, 10, 10, false)] // in the start before, when its log ended at 12
    [InlineData(4, 13, 0, true)] // behind that: it was set back
    [InlineData(7, 10, 0, true)] // another store
    [InlineData(0, 0, 0, false)] // nothing was read of it
    public void A_log_is_read_from_where_the_source_had_come_in_it_and_in_no_other(ulong boot, long position, long expected, bool isOther)
    {
        bool isMissed = false;
        node.House.StartOf = _ => [new LogPosition { Pop = "b", Boot = boot, Position = position }];
        PeerLink link = Open([4, 5], [0, 12], end: 20);
        link.Missed = _ => isMissed = true;

        link.Step(0);

        Assert.Equal(expected, sent.Single(frame => frame.KindCase == Frame.KindOneofCase.Pull).Pull.After);
        Assert.Equal(isOther, isMissed);
        Assert.Equal(isOther, link.NeedsRepair);
    }

    /// <summary>Each time that a name was given away all members compared with all.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_new_store_under_the_name_of_one_that_was_removed_is_read_like_any_other(bool isRemoved)
    {
        ReplicaId before = new(77);
        node.House.Journal.Save("b", new PullRecord(before.Value, 3, 50, 50, false));
        node.House.IsClosed = replica => isRemoved && replica == before;

        PeerLink link = Open();

        Assert.Equal(0, sent.Single(frame => frame.KindCase == Frame.KindOneofCase.Pull).Pull.After);
        Assert.Equal(!isRemoved, link.NeedsRepair); // else it was replaced, or set back
    }

    [Fact]
    public void A_second_machine_of_a_name_is_refused_while_the_first_one_is_heard()
    {
        PeerLink first = Open([4, 5], [0, 12], end: 20);
        first.OnFrame(new Frame(), 3_000);

        PeerLink second = Greet([4, 6], [0, 12], 7_000);
        Assert.Equal((LinkState.Refused, Refusal.Types.Reason.Second), (second.State, second.Refusal!.Reason));
        Assert.True(second.HasRefused && node.House.Seconds.ContainsKey("b"));
        second.Close(); // changes nothing for the first
        Assert.Same(first, node.House.Open["b"]);

        Assert.Equal(LinkState.Open, Greet([4, 5], [0, 12], 7_000).State); // the first machine, with a new connection
        Assert.Equal(LinkState.Refused, Greet([4, 5, 7], [0, 12, 20], 9_000).State); // a start of it, or of a copy: not before the other one is silent
        Assert.Equal(LinkState.Open, Greet([4, 5, 7], [0, 12, 20], 20_000).State);
    }

    [Fact]
    public void Whoever_comes_after_another_machine_is_told_where_they_have_parted_and_is_let_in_when_it_has_acted_on_that()
    {
        PeerLink first = Open([4, 5], [0, 12], end: 20);
        first.Step(0);
        node.House.Journal.Save("b", new PullRecord(2, 5, 20, 20, false));
        first.Close();

        Refusal refusal = Greet([4, 6], [0, 15], 0).Refusal!;
        Assert.Equal((Refusal.Types.Reason.Forked, 5ul, 12L), (refusal.Reason, refusal.Boot, refusal.Position));

        Assert.Equal(LinkState.Open, Greet([4, 6, 7], [0, 15, 18], 0, passed: 5).State);
        Assert.Equal(0, sent.Last(frame => frame.KindCase == Frame.KindOneofCase.Pull).Pull.After); // from its beginning
        Assert.Equal([(4, 0), (6, 15), (7, 18)], node.House.Journal.FindBoots("b"));
    }

    [Theory]
    [InlineData(new ulong[] { 1, 2 }, new long[] { 0, 10 }, 10)] // each was started where the other was
    [InlineData(new ulong[] { 1 }, new long[] { 0 }, 8)] // the one that greets goes on in the start that both know
    [InlineData(new ulong[] { 1, 9 }, new long[] { 0, 5 }, 5)] // set back
    [InlineData(new ulong[] { 1, 3 }, new long[] { 0, 8 }, 30)] // its log is shorter than what was read of its last start
    [InlineData(new ulong[] { 7 }, new long[] { 0 }, -1)] // nothing in common
    public void Two_logs_are_the_same_up_to_the_first_start_that_they_do_not_share(ulong[] boots, long[] ends, long expected)
    {
        (ulong, long)[] known = boots is [1, 2] ? [(1, 0), (3, 12)] : [(1, 0), (3, 8)];
        Assert.Equal(expected, Forks.CommonEnd(known, 3, new Hello { Boots = { boots }, LogEnds = { ends }, LogEnd = 30 }));
    }

    private PeerLink Greet(ulong[] boots, long[] ends, long now, ulong passed = 0)
    {
        PeerLink link = new(node.House, Peer, sent.Add, now);
        link.Begin();
        Hello hello = new() { VersionMin = 1, VersionMax = 1, Cluster = "cluster", Pop = "b", Replica = 2, Boots = { boots }, LogEnds = { ends }, LogEnd = 30 };
        if (passed != 0) hello.Passed.Add(passed);
        link.OnFrame(new Frame { Hello = hello }, now);
        return link;
    }

    private PeerLink Open() => Open([5], [0], end: 0);

    private PeerLink Open(ulong[] boots, long[] ends, long end)
    {
        PeerLink link = new(node.House, Peer, sent.Add, 0);
        link.Begin();
        link.OnFrame(new Frame { Hello = new Hello { VersionMin = 1, VersionMax = 1, Cluster = "cluster", Pop = "b", Replica = 2, Boots = { boots }, LogEnds = { ends }, LogEnd = end } }, 0);
        Assert.Equal(LinkState.Open, link.State);
        return link;
    }
}

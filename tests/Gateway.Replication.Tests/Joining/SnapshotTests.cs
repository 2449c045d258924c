using Gateway.Crdt.Time;
using Gateway.Replication.Joining;
using Gateway.Replication.Messages;
using Gateway.Replication.Tests.AntiEntropy;

namespace Gateway.Replication.Tests.Joining;

public sealed class SnapshotTests
{
    private readonly MemoryJournal journal = new();
    private readonly Dictionary<string, long> positions = new() { ["member"] = 70, ["third"] = 500 };
    private bool isMemberWhole = true;

    private static MemoryReplica Pop(string name, ulong id, params string[] scopes) => new(name, id, ComparedPair.Time, scopes);

    private static MemoryReplica Member(int items, string text = "text")
    {
        MemoryReplica member = Pop("member", 1, "*");
        member.Put("table 1", "a table", 0);
        for (int i = 0; i < items; i++) member.Put($"item{i}/{i % 3}", text, (UInt128)(1 + (i % 4)));
        return member;
    }

    private List<LogPosition> Positions() => [.. positions.Select(position => new LogPosition { Pop = position.Key, Position = position.Value })];

    /// <summary>The joining PoP is on the left.</summary>
    private SnapshotReader Link(ComparedPair pair)
    {
        SnapshotReader reader = new(pair.Left, journal);
        pair.AddLeft(reader);
        pair.AddRight(new SnapshotSource(pair.Right, pair.Right, pair.RightSums, pair.Left.Profile, () => isMemberWhole ? Positions() : null, () => pair.Right.Sequence, () => pair.Right.Durable, pair.ToLeft));
        reader.Connect(pair.Right.Profile, pair.LeftComparer, pair.ToRight, pair.Now);
        return reader;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.15)]
    public void A_new_pop_takes_over_everything_and_then_has_joined(double loss)
    {
        MemoryReplica member = Member(20_000);
        member.Delete("item8/2");
        member.Delete("item9/0", 2);
        MemoryReplica joining = Pop("new", 2);
        ComparedPair pair = new(joining, member, loss);
        SnapshotReader reader = Link(pair);
        int joined = 0;
        reader.Joined = () => joined++;
        Assert.Equal(JoinPhase.None, reader.Phase);

        reader.Begin(pair.Now);
        pair.Until(() => reader.Phase == JoinPhase.Joined);

        Assert.Equal(1, joined);
        Assert.Equal(member.Dump(), joining.Dump());
        Assert.Equal(20_001, reader.Status.Documents);
        Assert.Equal(positions, reader.Positions);
        Assert.True(pair.LeftComparer.Status.IsEqual);
        Assert.Equal(0, pair.LeftComparer.Status.DocumentsReceived);
        for (int i = 0; i < 100; i++) pair.Step();
        Assert.Equal(1, joined);
    }

    [Fact]
    public void How_far_it_is_can_be_asked_while_it_works_because_comparers_ask_it_from_under_their_locks()
    {
        ComparedPair pair = new(Pop("new", 2), Member(100));
        SnapshotReader reader = Link(pair);
        List<JoinPhase?> seen = [];
        journal.Saving = () =>
        {
            JoinPhase? answer = null;
            Thread other = new(() => answer = reader.Phase) { IsBackground = true };
            other.Start();
            seen.Add(other.Join(TimeSpan.FromSeconds(30)) ? answer : null); // a PoP that joined stood still for ever here
        };

        reader.Begin(pair.Now);
        pair.Until(() => reader.Phase == JoinPhase.Joined || seen.Contains(null));

        Assert.Equal([JoinPhase.Streaming, JoinPhase.Comparing, JoinPhase.Joined], seen.OfType<JoinPhase>().Distinct());
        Assert.DoesNotContain(null, seen);
    }

    [Fact]
    public void The_system_table_comes_first_and_progress_is_told()
    {
        MemoryReplica member = Member(6000, new string('x', 900));
        ComparedPair pair = new(Pop("new", 2), member);
        pair.Ready();
        SnapshotReader reader = Link(pair);
        List<byte[]> tables = [];
        List<JoinStatus> told = [];
        pair.Watch = (_, frame) =>
        {
            if (frame.SnapshotPage is { } page) tables.AddRange(page.Units.SelectMany(unit => unit.Changes).Select(change => page.Tables[(int)change.Table].ToByteArray()));
        };

        reader.Begin(pair.Now);
        pair.Until(() =>
        {
            told.Add(reader.Status);
            return reader.Phase == JoinPhase.Comparing;
        });

        Assert.Equal(new byte[16], tables[0]);
        Assert.Single(tables, table => table.SequenceEqual(new byte[16]));
        Assert.Contains(told, status => status is { Documents: > 500 and < 3000, DocumentsTotal: 6001, BytesPerSecond: > 100_000, Source: "member" });
    }

    [Fact]
    public void A_page_has_a_bound_whatever_is_asked()
    {
        MemoryReplica member = Member(1000, new string('x', 50_000));
        ComparedPair pair = new(Pop("new", 2), member);
        pair.Ready();
        SnapshotPage? largest = null;
        pair.Watch = (_, frame) => largest = frame.SnapshotPage;
        SnapshotSource source = new(member, member, pair.RightSums, pair.Left.Profile, Positions, () => 0, () => 0, pair.ToLeft);

        source.OnFrame(new Frame { SnapshotRequest = new SnapshotRequest { BytesMax = int.MaxValue } }, pair.Now);

        Assert.InRange(largest!.CalculateSize(), 1_000_000, 5_000_000);
        Assert.False(largest.Cursor.IsEmpty);
    }

    [Fact]
    public void A_cut_and_a_restart_lose_nothing_and_repeat_little()
    {
        MemoryReplica member = Member(10_000, new string('x', 900));
        MemoryReplica joining = Pop("new", 2);
        ComparedPair pair = new(joining, member);
        Link(pair).Begin(pair.Now);
        pair.Until(() => joining.Visible > 3000);
        long before = new SnapshotReader(joining, journal).Status.Documents;
        Assert.InRange(before, 2000, 4000);

        // Another process over the same store, and a new link.
        positions["third"] = 900;
        pair = new ComparedPair(joining, member);
        SnapshotReader reader = Link(pair);
        pair.Until(() => reader.Phase == JoinPhase.Joined);

        Assert.Equal(member.Dump(), joining.Dump());
        Assert.InRange(reader.Status.Documents, 10_001, 10_001 + 1500);
        Assert.Equal(500, reader.Positions["third"]);
        Assert.Equal(JoinPhase.Joined, new SnapshotReader(joining, journal).Phase);
    }

    [Fact]
    public void Another_member_may_go_on_and_the_earlier_positions_count()
    {
        MemoryReplica member = Member(8000, new string('x', 900));
        MemoryReplica other = Pop("other", 3, "*");
        other.CopyFrom(member);
        MemoryReplica joining = Pop("new", 2);
        ComparedPair pair = new(joining, member);
        Link(pair).Begin(pair.Now);
        pair.Until(() => joining.Visible > 3000);

        pair = new ComparedPair(joining, other);
        positions["member"] = 60;
        positions["third"] = 900;
        positions["fourth"] = 5;
        int told = 0;
        SnapshotReader reader = Link(pair);
        reader.PositionsKnown = () => told++;
        pair.Until(() => reader.Phase == JoinPhase.Joined);

        Assert.Equal(1, told);
        Assert.Equal(member.Dump(), joining.Dump());
        Assert.Equal(new Dictionary<string, long> { ["member"] = 60, ["third"] = 500 }, reader.Positions);
        Assert.InRange(reader.Status.Documents, 8001, 8001 + 1500);
    }

    [Fact]
    public void What_is_written_meanwhile_is_in_a_page_or_behind_the_position()
    {
        MemoryReplica member = Member(6000, new string('x', 900));
        MemoryReplica joining = Pop("new", 2);
        ComparedPair pair = new(joining, member);
        SnapshotReader reader = Link(pair);
        List<string> log = [];
        int step = 0;
        pair.Before = () =>
        {
            if (reader.Phase != JoinPhase.Streaming) return;
            string key = $"item{step * 37 % 6000}/x";
            member.Put(key, $"new {step}");
            log.Add(key);
            joining.Put($"mine{step++}", "written here");
        };
        positions["member"] = 0;
        reader.Begin(pair.Now);

        pair.Until(() => reader.Phase == JoinPhase.Comparing);
        Gateway.Replication.Replica.IncomingUnit[] units = [.. log.Skip((int)reader.Positions["member"]).Select(key => new Gateway.Replication.Replica.IncomingUnit([new(1, Gateway.Crdt.Documents.Fragment.Of(member.Document(key)!), 0)], "member"))];
        joining.Apply(units, new Gateway.Replication.Replica.UnitOutcome[units.Length]);
        pair.Until(() => reader.Phase == JoinPhase.Joined);

        Assert.Equal(member.Dump(), joining.Dump());
        Assert.Equal("written here", member.Text("mine0"));
        Assert.Equal(0, pair.LeftComparer.Status.DocumentsReceived);
    }

    [Fact]
    public void Only_what_it_follows_goes_to_a_new_pop()
    {
        MemoryReplica member = Member(100);
        for (int i = 0; i < 300; i++) member.Put($"{(i % 3) switch { 0 => "eu", 1 => "us", _ => "local" }}-{i}", "text");
        member.Transact("together", "eu-1000", "us-1000");
        MemoryReplica joining = Pop("new", 2, "eu");
        ComparedPair pair = new(joining, member);
        pair.Watch = (_, frame) =>
        {
            string text = System.Text.Encoding.Latin1.GetString(Google.Protobuf.MessageExtensions.ToByteArray(frame));
            Assert.DoesNotContain("us-", text, StringComparison.Ordinal);
            Assert.DoesNotContain("local-", text, StringComparison.Ordinal);
        };
        SnapshotReader reader = Link(pair);

        reader.Begin(pair.Now);
        pair.Until(() => reader.Phase == JoinPhase.Joined);

        Assert.Equal(member.Dump(like: joining), joining.Dump());
        Assert.Equal(202, joining.Visible);
    }

    [Fact]
    public void A_transaction_is_in_one_unit_of_a_page()
    {
        MemoryReplica member = Member(3000);
        member.Transact("together", [.. Enumerable.Range(0, 10).Select(i => $"part{i}")]);
        MemoryReplica joining = Pop("new", 2);
        ComparedPair pair = new(joining, member);
        SnapshotReader reader = Link(pair);
        pair.Before = () => Assert.Contains(Enumerable.Range(0, 10).Count(i => joining.Text($"part{i}") is not null), (int[])[0, 10]);

        reader.Begin(pair.Now);
        pair.Until(() => reader.Phase == JoinPhase.Joined);

        Assert.Equal(member.Dump(), joining.Dump());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pop_from_an_old_backup_is_built_anew_and_brings_nothing_back(bool isComparedOnly)
    {
        MemoryReplica member = Member(500);
        MemoryReplica old = Pop("old", 2);
        old.CopyFrom(member);
        old.Put("own", "only here");
        Context stable = Context.Empty;
        for (int i = 0; i < 500; i += 4)
        {
            member.Delete($"item{i}/{i % 3}");
            stable = stable.With(new Stamp(member.Document($"item{i}/{i % 3}")!.Context.Highest, member.Self));
        }

        member.SetStable(stable, stable);
        member.Sweep(1000);
        Assert.Null(member.Document("item4/1"));
        old.IsWhole = false; // until it has joined
        ComparedPair pair = new(old, member);
        SnapshotReader reader = Link(pair);
        pair.Before = () => old.IsInDoubt = reader.IsInDoubt;

        if (isComparedOnly) reader.BeginOld(pair.Now);
        else reader.Begin(pair.Now);
        pair.Until(() => reader.Phase == JoinPhase.Joined);

        Assert.Equal(member.Dump(), old.Dump());
        Assert.Equal("only here", member.Text("own"));
        Assert.Equal(377, old.Visible);
    }

    [Fact]
    public void It_waits_for_a_source_that_is_not_complete_and_for_tables()
    {
        MemoryReplica member = Member(100);
        MemoryReplica joining = Pop("new", 2);
        joining.Unknown.Add(3);
        ComparedPair pair = new(joining, member);
        isMemberWhole = false;
        SnapshotReader reader = Link(pair);
        reader.Begin(pair.Now);
        pair.Until(() => reader.Status.Waiting is not null);
        isMemberWhole = true;
        pair.Until(() => reader.Status.Waiting == "A table is not known here yet.");
        joining.Unknown.Clear();

        pair.Until(() => reader.Phase == JoinPhase.Joined);

        Assert.Equal(member.Dump(), joining.Dump());
        Assert.Equal(0, reader.Status.Refused);
    }

    /// <summary>A simulated history once let a deleted item come back: it lay in a log that an old disk read only after it had compared.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_an_old_disk_reads_of_logs_is_compared_too(bool isLate)
    {
        MemoryReplica member = Member(100);
        MemoryReplica third = Pop("third", 3);
        third.Put("new", "was removed since");
        (MemoryReplica old, MemoryReplica log) = (Pop("old", 2), Pop("log", 4));
        old.CopyFrom(member);
        log.CopyFrom(third);
        member.CopyFrom(third);
        member.Delete("new");
        Context stable = Context.Empty.With(new Stamp(member.Document("new")!.Context.Highest, member.Self)).Union(third.Document("new")!.Context);
        member.SetStable(stable, stable);
        member.Sweep(1000);
        Assert.Null(member.Document("new"));
        ComparedPair pair = new(old, member);
        SnapshotReader reader = Link(pair);
        pair.Before = () => (old.IsInDoubt, old.IsWhole) = (reader.IsInDoubt, !reader.IsInDoubt);
        reader.Link("member", isThere: true);
        Assert.False(reader.HasRead("member", isNews: true)); // before it is told that its disk is an old one
        reader.BeginOld(pair.Now);

        // The log of the third PoP is read before comparing where it can be, and else there is one more comparison.
        reader.Link("third", !isLate);
        if (isLate) pair.Until(() => reader.Phase == JoinPhase.Joined);
        else for (int i = 0; i < 500; i++) pair.Step();
        Assert.Equal(isLate ? null : "The logs of others are read first.", reader.Status.Waiting);
        old.CopyFrom(log);
        Assert.NotNull(old.Text("new"));
        Assert.True(reader.HasRead("third", isNews: true));
        Assert.False(reader.HasRead("third", isNews: true));
        Assert.Equal(JoinPhase.Comparing, reader.Phase);
        pair.Until(() => reader.Phase == JoinPhase.Joined);

        Assert.Null(old.Text("new"));
        Assert.Equal(100 + 1, old.Visible);
        Assert.Equal(JoinPhase.Joined, new SnapshotReader(old, journal).Phase);
        Assert.False(new SnapshotReader(old, journal).HasRead("third", isNews: true));
    }
}

using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Messages;

namespace Gateway.Replication.Tests.AntiEntropy;

public sealed class ComparerTests
{
    private const int Items = 10_000;

    private static MemoryReplica Pop(string name, ulong id, params string[] scopes) => new(name, id, ComparedPair.Time, scopes);

    private static ComparedPair Equal(int items, double loss = 0)
    {
        MemoryReplica left = Pop("left", 1);
        MemoryReplica right = Pop("right", 2);
        for (int i = 0; i < items; i++) left.Put($"item{i}", $"text {i}");
        right.CopyFrom(left);
        ComparedPair pair = new(left, right, loss);
        pair.Ready();
        return pair;
    }

    private static void AssertSame(ComparedPair pair)
    {
        Assert.Equal(pair.Left.Dump(), pair.Right.Dump());
        Assert.Equal(pair.LeftSums.SumOf("all", 0, 0), pair.RightSums.SumOf("all", 0, 0));
    }

    [Fact]
    public void Equal_stores_are_known_to_be_equal_after_one_question()
    {
        ComparedPair pair = Equal(Items);

        ComparisonStatus status = pair.Compare();

        Assert.True(status.IsEqual);
        Assert.Equal(status.BucketsTotal, status.BucketsDone);
        Assert.Equal(0, status.DocumentsSent + status.DocumentsReceived + status.ItemsCompared);
        Assert.InRange(pair.Bytes, 1, 300);
        pair.Until(() => pair.RightComparer.Status.IsEqual == true);
    }

    [Fact]
    public void The_end_is_told_outside_all_locks_so_that_whoever_hears_of_it_may_wait_for_somebody_who_asks_how_it_goes()
    {
        ComparedPair pair = Equal(10);
        bool? couldAsk = null;
        pair.LeftComparer.Ended = _ =>
        {
            bool isAnswered = false;
            Thread other = new(() => isAnswered = pair.LeftComparer.Status.Ended == 1) { IsBackground = true };
            other.Start();
            couldAsk = other.Join(TimeSpan.FromSeconds(30)) && isAnswered; // a PoP that joined stood still for ever here
        };

        pair.LeftComparer.Request(ComparisonCause.Operator);
        pair.Until(() => couldAsk is not null);

        Assert.True(couldAsk);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Items_that_hang_together_are_told_once_and_not_once_for_each_of_them(bool isAsking)
    {
        const int Together = 300;
        ComparedPair pair = Equal(Items);
        (isAsking ? pair.Left : pair.Right).Transact("together", [.. Enumerable.Range(0, Together).Select(number => $"item{number}")]);

        ComparisonStatus status = pair.Compare();

        AssertSame(pair);
        Assert.InRange(status.DocumentsSent + status.DocumentsReceived, Together, 5 * Together); // in a frame of its own for each 256 items that are asked for
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 0.2)]
    [InlineData(1000, 0)]
    [InlineData(1000, 0.1)]
    [InlineData(Items, 0)]
    public void Differences_are_repaired_both_ways_for_bytes_in_proportion(int different, double loss)
    {
        ComparedPair pair = Equal(Items, loss);
        for (int i = 0; i < different; i++) (i % 2 == 0 ? pair.Left : pair.Right).Put($"item{i * (Items / different)}", $"new {i}");

        ComparisonStatus status = pair.Compare();

        AssertSame(pair);
        Assert.True(status.IsEqual);
        if (loss > 0) return;
        Assert.Equal(different, status.DocumentsSent + status.DocumentsReceived);
        Assert.InRange(pair.Bytes, 1, 4_000 + (different * 400));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_empty_store_is_filled(bool isAsking)
    {
        MemoryReplica full = Pop("full", 1);
        for (int i = 0; i < 3000; i++) full.Put($"item{i}/{i % 7}", $"text {i}");
        MemoryReplica empty = Pop("empty", 2);
        ComparedPair pair = isAsking ? new(empty, full) : new(full, empty);
        pair.Ready();

        ComparisonStatus status = pair.Compare();

        AssertSame(pair);
        Assert.True(status.IsEqual);
        Assert.Equal(3000, empty.Visible);
        Assert.Equal(3000, empty.Merged);
    }

    [Fact]
    public void One_partition_of_many_items_is_compared_page_by_page()
    {
        MemoryReplica left = Pop("left", 1);
        for (int i = 0; i < 12_000; i++) left.Put($"one/{i}", "text");
        MemoryReplica right = Pop("right", 2);
        right.CopyFrom(left);
        for (int i = 0; i < 12_000; i += 3000) left.Put($"one/{i}", "left");
        for (int i = 1; i < 12_000; i += 3000) right.Put($"one/{i}", "right");
        right.Put("one/new", "right");
        ComparedPair pair = new(left, right);
        pair.Ready();

        ComparisonStatus status = pair.Compare();

        AssertSame(pair);
        Assert.Equal(9, status.DocumentsSent + status.DocumentsReceived);
    }

    [Fact]
    public void Thousands_of_tables_are_compared_piece_by_piece()
    {
        MemoryReplica left = Pop("left", 1);
        for (int i = 1; i <= 10_000; i++) left.Put($"item{i}", "text", (UInt128)i);
        MemoryReplica right = Pop("right", 2);
        right.CopyFrom(left);
        for (int i = 1; i <= 10_000; i += 2500) left.Put($"item{i}", "left", (UInt128)i);
        for (int i = 2; i <= 10_000; i += 2500) right.Delete($"item{i}", (UInt128)i);
        ComparedPair pair = new(left, right);
        pair.Ready();

        ComparisonStatus status = pair.Compare();

        AssertSame(pair);
        Assert.True(status.IsEqual);
        Assert.Equal(8, status.DocumentsSent + status.DocumentsReceived);
    }

    [Fact]
    public void Concurrent_writes_of_one_item_are_joined_on_both_sides()
    {
        ComparedPair pair = Equal(10);
        pair.Left.Add("count", 2);
        pair.Right.Add("count", 3);

        pair.Compare();

        AssertSame(pair);
        Assert.Equal(5, pair.Left.Document("count")!.Visible["n"].AsNumber());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_delete_reaches_the_other_side_and_nothing_comes_back(bool isLeft)
    {
        ComparedPair pair = Equal(100);
        (isLeft ? pair.Left : pair.Right).Delete("item7");

        ComparisonStatus status = pair.Compare();

        AssertSame(pair);
        Assert.Null(pair.Left.Text("item7"));
        Assert.Null(pair.Right.Text("item7"));
        Assert.Equal(1, status.DocumentsSent + status.DocumentsReceived);
    }

    [Fact]
    public void A_deleted_item_that_only_one_side_has_forgotten_is_no_difference()
    {
        ComparedPair pair = Equal(100);
        pair.Left.Delete("item7");
        pair.Compare();
        pair.Left.Forget("item7");
        long compared = pair.LeftComparer.Status.ItemsCompared;

        ComparisonStatus status = pair.Compare();

        Assert.True(status.IsEqual);
        Assert.Equal(compared, status.ItemsCompared);
        Assert.Equal(pair.LeftSums.SumOf("all", 0, 0), pair.RightSums.SumOf("all", 0, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_item_that_was_deleted_and_forgotten_goes_where_an_old_backup_still_shows_it(bool doesOldAsk)
    {
        MemoryReplica here = Pop("here", 1);
        here.Put("gone", "old");
        here.Put("again", "old");
        here.Put("other", "text");
        MemoryReplica old = Pop("old", 2);
        old.CopyFrom(here);
        here.Delete("gone");
        here.Delete("again");
        Context stable = Context.Empty.With(new Stamp(here.Document("again")!.Context.Highest, here.Self)).With(new Stamp(here.Document("gone")!.Context.Highest, here.Self));
        here.SetStable(stable, stable);
        here.Sweep(10);
        Assert.Null(here.Document("gone"));
        here.Put("again", "new");
        old.IsInDoubt = true;
        ComparedPair pair = doesOldAsk ? new(old, here) : new(here, old);
        pair.Ready();

        ComparisonStatus status = pair.Compare();

        AssertSame(pair);
        Assert.True(status.IsEqual);
        Assert.Null(old.Text("gone"));
        Assert.Null(here.Text("gone"));
        Assert.Equal("new", old.Text("again"));
        Assert.Equal("new", here.Text("again"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_member_that_is_not_in_doubt_lets_nothing_be_called_deleted_that_another_never_had(bool doesOtherAsk)
    {
        MemoryReplica full = Pop("full", 1);
        full.Put("item", "text");
        MemoryReplica other = Pop("other", 2); // has begun to follow the item lately, and says that it is complete
        other.SetStable(full.Document("item")!.Context, Context.Empty);
        ComparedPair pair = doesOtherAsk ? new(other, full) : new(full, other);
        pair.Ready();

        pair.Compare();

        Assert.Equal("text", full.Text("item"));
    }

    [Fact]
    public void A_store_that_is_not_complete_does_not_call_anything_deleted()
    {
        MemoryReplica full = Pop("full", 1);
        full.Put("item", "text");
        MemoryReplica joining = Pop("joining", 2);
        joining.IsWhole = false;
        full.IsInDoubt = true;
        ComparedPair pair = new(joining, full);
        pair.Ready();
        joining.SetStable(full.Document("item")!.Context, Context.Empty);

        pair.Compare();

        Assert.Equal("text", full.Text("item"));
    }

    [Fact]
    public void Documents_of_one_transaction_come_in_one_unit()
    {
        ComparedPair pair = Equal(200);
        string[] keys = [.. Enumerable.Range(0, 20).Select(i => $"part{i}")];
        pair.Left.Transact("together", keys);
        pair.Left.Transact("more", "part3", "item5");
        List<int> sizes = [];
        pair.Watch = (toLeft, frame) =>
        {
            if (frame.RepairRequest is { } request) sizes.AddRange(request.Units.Where(_ => !toLeft).Select(unit => unit.Changes.Count));
        };

        pair.Compare();

        AssertSame(pair);
        Assert.NotEmpty(sizes);
        Assert.All(sizes, size => Assert.Equal(21, size));
    }

    [Fact]
    public void A_unit_keeps_only_what_the_other_side_follows()
    {
        MemoryReplica left = Pop("left", 1, "eu", "us");
        MemoryReplica right = Pop("right", 2, "eu");
        left.Transact("together", "eu-a", "us-b", "c");
        ComparedPair pair = new(left, right);
        pair.Ready();

        pair.Compare();

        Assert.Equal("together", right.Text("eu-a"));
        Assert.Equal("together", right.Text("c"));
        Assert.Null(right.Document("us-b"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nobody_learns_of_what_it_does_not_follow(bool isLeftAsking)
    {
        MemoryReplica left = Pop("left", 1, "eu");
        MemoryReplica right = Pop("right", 2, "us");
        foreach (string scope in (string[])["eu", "local"]) left.Put($"{scope}-left", "secret");
        foreach (string scope in (string[])["us", "local"]) right.Put($"{scope}-right", "secret");
        left.Put("shared", "text");
        ComparedPair pair = isLeftAsking ? new(left, right) : new(right, left);
        pair.Ready();
        pair.Watch = (_, frame) =>
        {
            string bytes = System.Text.Encoding.Latin1.GetString(Google.Protobuf.MessageExtensions.ToByteArray(frame));
            foreach (string hidden in (string[])["-left", "-right", "secret"]) Assert.DoesNotContain(hidden, bytes, StringComparison.Ordinal);
        };

        ComparisonStatus status = pair.Compare();

        Assert.True(status.IsEqual);
        Assert.Equal("text", right.Text("shared"));
        Assert.Equal(3, left.Visible);
        Assert.Equal(3, right.Visible);
    }

    [Fact]
    public void A_pop_brings_its_local_items_to_the_backup_and_learns_of_no_others()
    {
        MemoryReplica pop = Pop("pop", 1);
        MemoryReplica other = Pop("other", 2);
        MemoryReplica backup = Pop("backup", 3, "*");
        for (int i = 0; i < 5000; i++) (i % 2 == 0 ? pop : other).Put($"local-{i}", $"text {i}");
        backup.CopyFrom(other);
        pop.Put("shared", "text");
        ComparedPair pair = new(pop, backup);
        pair.Ready();

        ComparisonStatus status = pair.Compare();

        Assert.True(status.IsEqual);
        Assert.Equal(2501, status.DocumentsSent);
        Assert.Equal(0, status.DocumentsReceived);
        Assert.Equal(2501, pop.Visible);
        Assert.Equal(5001, backup.Visible);
        pair.Compare();
        Assert.Equal(2501, pair.LeftComparer.Status.DocumentsSent);
    }

    [Fact]
    public void A_comparison_that_is_cut_goes_on_with_the_next_link()
    {
        ComparedPair pair = Equal(3000);
        for (int i = 0; i < 3000; i++) pair.Right.Put($"item{i}", new string('x', 2000));
        ComparisonStatus? ended = null;
        pair.LeftComparer.Ended = status => ended = status;
        pair.LeftComparer.Request(ComparisonCause.LogLost);
        for (int cut = 0; cut < 4; cut++)
        {
            int before = pair.Left.Merged;
            pair.Until(() => pair.Left.Merged > before);
            pair.Cut();
            for (int i = 0; i < 100; i++) pair.Step();
            pair.Connect();
        }

        pair.Until(() => ended is not null);

        AssertSame(pair);
        Assert.Equal(3000, pair.Left.Merged);
    }

    [Fact]
    public void Both_write_and_both_compare_at_once_while_frames_are_lost()
    {
        ComparedPair pair = Equal(2000, loss: 0.1);
        for (int i = 0; i < 2000; i += 3) pair.Left.Put($"item{i}", "left");
        for (int i = 0; i < 2000; i += 5) pair.Right.Delete($"item{i}");
        int step = 0;
        pair.Before = () =>
        {
            pair.Left.Add($"busy{step % 50}", 1);
            pair.Right.Add($"busy{step % 40}", 1);
            pair.Left.Put($"item{step * 7 % 2000}", $"again {step}");
            step++;
        };
        pair.RightComparer.Request(ComparisonCause.Operator);
        pair.Compare();
        pair.Before = null;

        pair.Compare();
        pair.Compare();

        AssertSame(pair);
        Assert.True(pair.LeftComparer.Status.IsEqual);
        Assert.Equal(step, Enumerable.Range(0, 50).Sum(i => int.Parse(pair.Left.Document($"busy{i}")!.Visible["n"].AsNumber().ToString(), System.Globalization.CultureInfo.InvariantCulture)) / 2);
    }

    [Fact]
    public void What_is_only_under_way_is_not_repaired()
    {
        ComparedPair pair = Equal(1000);
        Queue<(MemoryReplica From, string Key)> log = new();
        int step = 0;
        pair.Before = () =>
        {
            MemoryReplica from = step % 2 == 0 ? pair.Left : pair.Right;
            from.Add($"busy{step % 20}", 1);
            log.Enqueue((from, $"busy{step % 20}"));
            step++;
            if (log.Count < 10) return; // a link of 10 steps
            (MemoryReplica source, string key) = log.Dequeue();
            MemoryReplica target = source == pair.Left ? pair.Right : pair.Left;
            target.Apply([new Gateway.Replication.Replica.IncomingUnit([new(1, Fragment.Of(source.Document(key)!), 0)], "log")], new Gateway.Replication.Replica.UnitOutcome[1]);
        };
        for (int i = 0; i < 100; i++) pair.Step();

        ComparisonStatus status = pair.Compare();

        Assert.True(status.IsEqual);
        Assert.True(status.ItemsDifferent > 0);
        Assert.Equal(0, status.DocumentsSent + status.DocumentsReceived);
    }

    [Fact]
    public void Nothing_is_told_before_it_is_durable()
    {
        ComparedPair pair = Equal(10);
        pair.Right.Put("item1", "new");
        pair.Right.Durable = pair.Right.Sequence - 1;
        pair.LeftComparer.Request(ComparisonCause.Operator);
        for (int i = 0; i < 1000; i++) pair.Step();
        Assert.Equal("text 1", pair.Left.Text("item1"));

        pair.Right.Durable = long.MaxValue;

        pair.Until(() => pair.Left.Text("item1") == "new");
    }

    [Fact]
    public void A_rotten_document_is_found_by_its_content_and_left_as_it_is()
    {
        ComparedPair pair = Equal(500);
        MemoryReplica other = Pop("x", 1);
        other.CopyFrom(pair.Left);
        Document good = pair.Left.Document("item33")!;
        byte[] bytes = Gateway.Crdt.Codec.DocumentCodec.Encode(good);
        bytes[Array.IndexOf(bytes, (byte)'x')] ^= 1;
        pair.Right.Rot("item33", Gateway.Crdt.Codec.DocumentCodec.Decode(good.Key, bytes));
        Assert.True(pair.Compare().IsEqual);

        ComparisonStatus status = pair.Compare(ComparisonCause.Contents);

        Assert.Equal(1, status.ItemsRotten);
        Assert.Equal(good.Key.ToString(), status.Rotten.Single().Key);
        Assert.NotEqual(new ContentHash(pair.Left, pair.Left).Of("all"), new ContentHash(pair.Right, pair.Right).Of("all"));
        Assert.Equal(0, status.DocumentsSent + status.DocumentsReceived);
    }

    [Fact]
    public void Answers_of_a_stranger_are_passed_over_and_nonsense_ends_the_link()
    {
        ComparedPair pair = Equal(10);

        Assert.True(pair.LeftComparer.OnFrame(new Frame { CompareReply = new CompareReply { Id = 99 } }, pair.Now));
        Assert.False(pair.LeftComparer.OnFrame(new Frame { Ping = new Ping() }, pair.Now));
        Assert.Throws<InvalidDataException>(() => pair.LeftComparer.OnFrame(new Frame { CompareRequest = new CompareRequest { Scope = "all", Level = 9 } }, pair.Now));
        ItemsRequest broken = new() { Scope = "all", Ranges = { new ItemRange { Hashes = Google.Protobuf.ByteString.CopyFrom(1, 2, 3) } } };
        Assert.Throws<InvalidDataException>(() => pair.LeftComparer.OnFrame(new Frame { ItemsRequest = broken }, pair.Now));
    }
}

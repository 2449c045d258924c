using Gateway.Crdt.Time;
using Gateway.Replication.AntiEntropy;

namespace Gateway.Replication.Tests.AntiEntropy;

public sealed class BucketFingerprintsTests
{
    private const ulong Seed = 7;

    private static MemoryReplica Pop(ulong id) => new("pop", id, ComparedPair.Time, "eu");

    private static BucketFingerprints Counted(MemoryReplica replica, long now = 0)
    {
        BucketFingerprints sums = new(replica, replica);
        while (!sums.IsReady) sums.Step(now += 20);
        return sums;
    }

    private static void AssertSame(BucketFingerprints expected, BucketFingerprints sums)
    {
        foreach (string scope in expected.Scopes.Union(sums.Scopes))
        {
            Assert.Equal(expected.SumOf(scope, 0, 0), sums.SumOf(scope, 0, 0));
            for (uint leaf = 0; leaf < BucketTree.Leaves; leaf += 97) Assert.Equal(expected.SumOf(scope, 4, leaf), sums.SumOf(scope, 4, leaf));
        }
    }

    [Fact]
    public void Sums_kept_on_write_are_those_that_a_count_finds()
    {
        MemoryReplica replica = Pop(Seed);
        replica.Observer = Counted(replica);
        for (int i = 0; i < 500; i++) replica.Put($"eu-{i}", "text");
        for (int i = 0; i < 500; i++) replica.Put($"item{i}", "text", (UInt128)(1 + (i % 5)));
        for (int i = 0; i < 500; i += 3) replica.Delete($"eu-{i}");
        for (int i = 0; i < 500; i += 9) replica.Put($"eu-{i}", "again");
        for (int i = 1; i < 500; i += 4) replica.Add($"eu-{i}", 3);

        AssertSame(Counted(replica), replica.Observer);
        Assert.Equal(500, replica.Observer.SumOf("all", 0, 0).Count);
        Assert.Equal(["all", "eu"], replica.Observer.Scopes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Items_written_while_everything_is_counted_are_counted_once(bool isToldLate)
    {
        // Whatever the moment of a write is: in every stage of the count, before and after its own place was read, told before or after it is visible.
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            MemoryReplica replica = Pop(Seed);
            for (int i = 0; i < 300; i++) replica.Put($"item{random.Next(400)}/{random.Next(3)}", "text", (UInt128)random.Next(1, 4));
            BucketFingerprints sums = new(replica, replica);
            TellingObserver observer = new(sums, isToldLate);
            replica.Telling = observer;
            void WriteSome()
            {
                observer.Tell();
                for (int i = random.Next(4); i > 0; i--)
                {
                    UInt128 table = (UInt128)random.Next(1, random.Next(20) == 0 ? 8 : 4);
                    string key = $"item{random.Next(400)}/{random.Next(3)}";
                    if (random.Next(4) == 0) replica.Delete(key, table);
                    else replica.Put(key, $"text {random.Next()}", table);
                }
            }

            replica.Scanning = WriteSome;
            for (long now = 0; !sums.IsReady; now += 20)
            {
                sums.Step(now);
                WriteSome();
            }

            replica.Scanning = null;
            WriteSome();
            observer.Tell();

            AssertSame(Counted(replica), sums);
        }
    }

    [Fact]
    public void Many_threads_may_write_at_once()
    {
        MemoryReplica replica = Pop(Seed);
        BucketFingerprints sums = Counted(replica);
        Context[] contexts = [.. Enumerable.Range(1, 200).Select(i => Context.Empty.With(new Stamp(HlcTime.At(i), replica.Self)))];
        byte[] key = [1];

        Parallel.For(0, 8, thread =>
        {
            for (int i = 0; i < 200; i++) sums.Change("all", 5, (UInt128)thread, key, i == 0 ? null : contexts[i - 1], contexts[i]);
        });

        BucketSum expected = default;
        for (int thread = 0; thread < 8; thread++) expected += new BucketSum(ItemFingerprint.Of((UInt128)thread, key, contexts[^1]), 1);
        Assert.Equal(expected, sums.SumOf("all", 0, 0));
    }

    [Fact]
    public void A_wrong_sum_is_found_when_items_are_listed_and_counted_anew()
    {
        MemoryReplica left = Pop(1);
        MemoryReplica right = Pop(2);
        for (int i = 0; i < 200; i++) left.Put($"item{i}", "text");
        right.CopyFrom(left);
        ComparedPair pair = new(left, right);
        pair.Ready();
        pair.RightSums.Change("all", 99, 1, [1], null, Context.Empty.With(new Stamp(HlcTime.At(1), left.Self)));
        Assert.NotEqual(pair.LeftSums.SumOf("all", 0, 0), pair.RightSums.SumOf("all", 0, 0));

        pair.Compare();
        pair.Compare();
        pair.Ready();

        Assert.Equal(2, pair.RightSums.Counts);
        Assert.Equal(1, pair.LeftSums.Counts);
        Assert.Equal(pair.LeftSums.SumOf("all", 0, 0), pair.RightSums.SumOf("all", 0, 0));
    }

    [Fact]
    public void A_new_count_forgets_what_was()
    {
        MemoryReplica replica = Pop(Seed);
        replica.Put("item", "text");
        BucketFingerprints sums = Counted(replica);
        replica.Put("item", "other");
        Assert.True(sums.IsReady);

        sums.Restart();
        Assert.False(sums.IsReady);
        for (long now = 0; !sums.IsReady; now += 20) sums.Step(now);

        AssertSame(Counted(replica), sums);
    }

    [Fact]
    public void The_fingerprint_of_an_item_never_changes()
    {
        Context context = Context.Empty.With(new Stamp(HlcTime.At(1_700_000_000_000, 3), new ReplicaId(0x1122334455667788))).With(new Stamp(HlcTime.At(5), new ReplicaId(1)));

        Assert.Equal("f0e0bfb6fa1b3cd1c026bc46ec3bc108", ItemFingerprint.Of(0x0102, "key"u8, context).ToString("x32", System.Globalization.CultureInfo.InvariantCulture));
    }
}

using Gateway.Crdt.Time;

namespace Gateway.Crdt.Tests.Time;

public sealed class StampTests
{
    [Fact]
    public void Stamps_rank_by_time_and_then_by_replica()
    {
        Stamp[] ascending = [default, At(0, 1), At(1, 0), At(1, ulong.MaxValue), At(2, 0), At(2, 1), At(2, 1UL << 63)];
        for (int i = 0; i < ascending.Length; i++)
        {
            for (int j = 0; j < ascending.Length; j++)
            {
                (Stamp a, Stamp b) = (ascending[i], ascending[j]);
                Assert.Equal((i < j, i <= j, i > j, i >= j, i == j), (a < b, a <= b, a > b, a >= b, a == b));
                Assert.Equal(Math.Sign(i.CompareTo(j)), Math.Sign(a.CompareTo(b)));
            }
        }
    }

    [Fact]
    public void Replica_ids_order_as_unsigned_numbers()
    {
        ReplicaId small = new(1);
        ReplicaId large = new(ulong.MaxValue);
        Assert.True(small < large && large > small && small <= large && large >= small && small.CompareTo(large) < 0);
        Assert.Equal("00000000000000ff", new ReplicaId(255).ToString());
    }

    [Fact]
    public void New_replica_ids_differ() => Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => ReplicaId.Create()).Distinct().Count());

    [Fact]
    public void A_stamp_reads_as_time_and_replica() => Assert.Equal("5.2@000000000000000a", new Stamp(HlcTime.At(5, 2), new ReplicaId(10)).ToString());

    private static Stamp At(ulong ticks, ulong replica) => new(new HlcTime(ticks), new ReplicaId(replica));
}

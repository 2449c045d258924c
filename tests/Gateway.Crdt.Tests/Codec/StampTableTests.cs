using Gateway.Crdt.Codec;
using Gateway.Crdt.Time;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Codec;

public sealed class StampTableTests
{
    [Fact]
    public void The_table_of_one_write_is_that_of_a_list_of_one()
    {
        Random random = new(TestSettings.Seed ?? 1);
        for (int round = TestSettings.Rounds(2_000); round > 0; round--)
        {
            Context needs = Context.Of(Enumerable.Range(0, random.Next(5)).Select(_ => AnyStamp(random)));
            Stamp write = AnyStamp(random);
            StampTable expected = StampTable.Of(needs, [write]);
            StampTable table = StampTable.Of(needs, write);
            Assert.Equal(expected.Replicas, table.Replicas);
            Assert.Equal(expected.Known, table.Known);
            Assert.Equal(expected.Newest, table.Newest);
            for (int i = 0; i < table.Replicas.Length; i++) Assert.Equal(expected.BaseOf(i), table.BaseOf(i));
        }
    }

    private static Stamp AnyStamp(Random random) => new(HlcTime.At(random.Next(1, 50), random.Next(3)), new ReplicaId((ulong)random.Next(1, 6)));
}

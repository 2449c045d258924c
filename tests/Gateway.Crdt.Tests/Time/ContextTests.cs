using Gateway.Crdt.Time;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Time;

public sealed class ContextTests
{
    private static int Seed => TestSettings.Seed ?? 17;

    [Fact]
    public void The_empty_context_has_seen_nothing()
    {
        Assert.Equal(0, Context.Empty.Count);
        Assert.Equal(HlcTime.Zero, Context.Empty.Highest);
        Assert.Equal(HlcTime.Zero, Context.Empty[new ReplicaId(1)]);
        Assert.False(Context.Empty.Includes(At(1, 1)));
        Assert.True(Context.Empty.Includes(Context.Empty));
        Assert.Equal("{}", Context.Empty.ToString());
    }

    [Fact]
    public void A_write_includes_all_earlier_ones_of_its_replica_and_no_others()
    {
        Context context = Context.Empty.With(At(5, 1));
        Assert.True(context.Includes(At(5, 1)) && context.Includes(At(4, 1)));
        Assert.False(context.Includes(At(6, 1)) || context.Includes(At(4, 2)));
        Assert.Same(context, context.With(At(3, 1)));
        Assert.Equal(HlcTime.At(9), context.With(At(9, 1))[new ReplicaId(1)]);
    }

    [Fact]
    public void Contexts_are_immutable_and_keep_their_replicas_ascending()
    {
        Context one = Context.Of([At(5, 7)]);
        Context more = one.With(At(6, 9)).With(At(4, 2)).With(At(8, 7));
        Assert.Equal(1, one.Count);
        Assert.Equal([2ul, 7ul, 9ul], more.Replicas.ToArray().Select(replica => replica.Value));
        Assert.Equal([4L, 8L, 6L], more.Times.ToArray().Select(time => time.Milliseconds));
        Assert.Equal(HlcTime.At(8), more.Highest);
    }

    [Fact]
    public void Pairs_in_any_order_make_the_same_context()
    {
        ForEach((random, a, _, _) =>
        {
            Stamp[] stamps = [.. StampsOf(a), .. StampsOf(a).Select(stamp => stamp with { Time = new HlcTime(stamp.Time.Ticks / 2) })];
            random.Shuffle(stamps);
            Assert.Equal(a, Context.Of(stamps));
            Assert.Equal(a.GetHashCode(), Context.Of(stamps).GetHashCode());
            Assert.True(a.Equals((object)Context.Of(stamps)) && !a.Equals(null));
        });
    }

    [Fact]
    public void Union_is_the_least_context_that_includes_both()
    {
        ForEach((_, a, b, c) =>
        {
            Context union = a.Union(b);
            Assert.Equal(union, b.Union(a));
            Assert.Equal(union.Union(c), a.Union(b.Union(c)));
            Assert.Equal(a, a.Union(a));
            Assert.Equal(a, a.Union(Context.Empty));
            Assert.True(union.Includes(a) && union.Includes(b));
            Assert.Equal(c.Includes(a) && c.Includes(b), c.Includes(union));
            foreach (Stamp stamp in StampsOf(a).Concat(StampsOf(b)).Concat(StampsOf(c))) Assert.Equal(a.Includes(stamp) || b.Includes(stamp), union.Includes(stamp));
        });
    }

    [Fact]
    public void Intersection_is_the_greatest_context_that_both_include()
    {
        ForEach((_, a, b, c) =>
        {
            Context common = a.Intersect(b);
            Assert.Equal(common, b.Intersect(a));
            Assert.Equal(common.Intersect(c), a.Intersect(b.Intersect(c)));
            Assert.Equal(a, a.Intersect(a));
            Assert.Equal(Context.Empty, a.Intersect(Context.Empty));
            Assert.True(a.Includes(common) && b.Includes(common));
            Assert.Equal(a.Includes(c) && b.Includes(c), common.Includes(c));
            Assert.Equal(a, a.Union(common));
            Assert.Equal(a, a.Intersect(a.Union(b)));
            foreach (Stamp stamp in StampsOf(a).Concat(StampsOf(b)).Concat(StampsOf(c))) Assert.Equal(a.Includes(stamp) && b.Includes(stamp), common.Includes(stamp));
        });
    }

    [Fact]
    public void Including_is_a_partial_order()
    {
        ForEach((_, a, b, c) =>
        {
            Assert.True(a.Includes(a));
            if (a.Includes(b) && b.Includes(a)) Assert.Equal(a, b);
            if (a.Includes(b) && b.Includes(c)) Assert.True(a.Includes(c));
            foreach (Stamp stamp in StampsOf(b)) Assert.True(a.With(stamp).Includes(stamp) && a.With(stamp).Includes(a));
        });
    }

    [Fact]
    public void Dropping_replicas_leaves_the_others()
    {
        ForEach((_, a, _, _) =>
        {
            Context rest = a.Without(replica => replica.Value % 2 == 0);
            Assert.Equal(Context.Of(StampsOf(a).Where(stamp => stamp.Replica.Value % 2 != 0)), rest);
            Assert.Same(a, a.Without(_ => false));
            Assert.Equal(Context.Empty, a.Without(_ => true));
        });
    }

    private static Stamp At(long milliseconds, ulong replica) => new(HlcTime.At(milliseconds), new ReplicaId(replica));

    private static IEnumerable<Stamp> StampsOf(Context context) => context.Replicas.ToArray().Zip(context.Times.ToArray(), (replica, time) => new Stamp(time, replica)).ToArray();

    private static void ForEach(Action<Random, Context, Context, Context> check)
    {
        Random random = new(Seed);
        for (int round = 0; round < TestSettings.Rounds(2_000); round++)
        {
            Context[] three = [.. Enumerable.Range(0, 3).Select(_ => Next(random))];
            if (Record.Exception(() => check(random, three[0], three[1], three[2])) is { } failure) Assert.Fail($"seed {Seed} round {round}: {string.Join(", ", three.Select(context => context.ToString()))}: {failure.Message}");
        }
    }

    private static Context Next(Random random) =>
        Context.Of(Enumerable.Range(0, random.Next(6)).Select(_ => new Stamp(HlcTime.At(random.Next(1, 6), random.Next(2)), new ReplicaId((ulong)random.Next(5)))));
}

using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Documents;

/// <summary>Merged deltas do what the deltas do, whatever the cells mean: on deltas and documents that no planner would make.</summary>
public sealed class MergedDeltaLawTests(ITestOutputHelper output)
{
    private const int Usual = 40_000;
    private const int Replicas = 4;

    [Fact]
    public void Merged_deltas_do_what_the_deltas_do_one_by_one()
    {
        int rounds = TestSettings.Seed is null ? TestSettings.Rounds(Usual) : 1;
        int first = TestSettings.Seed ?? 0;
        (int applied, int inPart, int sentForAll) = (0, 0, 0);
        for (int seed = first; seed < first + rounds; seed++)
        {
            Random random = new(seed);
            ArbitraryDocuments universe = new(seed);
            Document seen = universe.Next();
            Document other = universe.Next();
            ReplicaId closed = new((ulong)random.Next(1, Replicas + 1));
            Context needs = random.Next(4) == 0 ? seen.Context.Without(replica => replica == closed) : seen.Context;

            // A replica knows what it wrote itself.
            ReplicaId[] origins = [.. Enumerable.Range(1, Replicas + 1).Select(id => new ReplicaId((ulong)id)).Where(id => id != closed && seen.Context[id] >= other.Context[id])];
            ReplicaId origin = origins[random.Next(origins.Length)];
            List<Delta> deltas = new ArbitraryDeltas(random, origin).Next(seen, needs);
            MergedDelta merged = Travelled(MergedDelta.TryMerge(deltas)!);

            // Somewhere else, where a part of them has arrived, and more is known or stable than there.
            Document here = random.Next(2) == 0 ? seen : seen.Join(other);
            int arrived = random.Next(deltas.Count + 1);
            foreach (Delta delta in deltas.Take(arrived)) Assert.Equal(ApplyResult.Applied, here.Apply(delta, out here));
            if (random.Next(2) == 0) here = here.Join(other);
            Context stable = AnyStable(random, here.Context, closed);

            ApplyResult expected = OneByOne(here, deltas, stable, out Document single);
            ApplyResult result = here.Apply(merged, out Document after, stable);
            if (result == ApplyResult.PredecessorMissing)
            {
                Assert.True(arrived > 0 && stable.Count > 0 && !needs.Includes(stable), $"seed {seed}");
                sentForAll++;
                continue;
            }

            Assert.True(expected == result && Same(single, after), $"seed {seed}: {result}, one by one {expected}");
            if (result == ApplyResult.Applied) applied++;
            if (result == ApplyResult.Applied && arrived > 0) inPart++;
        }

        output.WriteLine($"{rounds} universes from seed {first}: {applied} applied, {inPart} of them seen in part before; {sentForAll} times the whole document had to be asked for");
        if (rounds >= 1000) Assert.True(applied > rounds / 3 && inPart > rounds / 5 && sentForAll < rounds / 10, "The universes do too little.");
    }

    private static ApplyResult OneByOne(Document here, IEnumerable<Delta> deltas, Context stable, out Document after)
    {
        after = here;
        ApplyResult result = ApplyResult.AlreadySeen;
        foreach (Delta delta in deltas)
        {
            if (after.Apply(delta, out after, stable) == ApplyResult.Applied) result = ApplyResult.Applied;
        }

        return result;
    }

    private static Context AnyStable(Random random, Context known, ReplicaId closed)
    {
        Context stable = random.Next(3) switch
        {
            0 => Context.Empty,
            1 => known,
            _ => known.Without(_ => random.Next(2) == 0),
        };
        return random.Next(3) == 0 ? stable.With(new Stamp(HlcTime.Max, closed)) : stable;
    }

    private static MergedDelta Travelled(MergedDelta merged)
    {
        byte[] bytes = MergedDeltaCodec.Encode(merged);
        MergedDelta read = MergedDeltaCodec.DecodeForeign(bytes);
        Assert.Equal(merged.Condition, read.Condition);
        Assert.Equal(merged.Groups, read.Groups);
        Assert.Equal((merged.Key, merged.FirstStamp, merged.Stamp, merged.Count), (read.Key, read.FirstStamp, read.Stamp, read.Count));
        Assert.Equal(merged.Needs, read.Needs);
        return read;
    }

    private static bool Same(Document left, Document right) => DocumentCodec.Encode(left).AsSpan().SequenceEqual(DocumentCodec.Encode(right));
}

using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Testing;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Planning;

/// <summary>
/// One item at three replicas. Replica 0 is cut off and goes on writing (it may still hear the others), is evicted, and what only it knew is
/// replayed by a new replica, while the others go on too. In half of all histories it takes another id meanwhile, as after a start of its machine.
/// </summary>
internal sealed class Reentry
{
    private const int Replicas = 3;

    private static readonly ItemKey Key = new("table|item"u8.ToArray());

    private readonly Random random;
    private readonly Random starts;
    private readonly Func<Request> requests;
    private readonly PlanOptions options;
    private readonly ManualTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly HybridClock[] clocks;
    private readonly Document[] documents;
    private readonly List<ReplicaId> former = [];
    private readonly List<Delta> acknowledged = [];
    private readonly List<Delta> tail = [];

    private Reentry(int seed, Func<Random, Request>? requests)
    {
        random = new Random(seed);
        starts = new Random(seed ^ 0x3c6ef372);
        this.requests = requests is null ? new RandomRequests(random).Next : () => requests(random);
        options = random.Next(2) == 0 ? PlanOptions.Merge : PlanOptions.Replace;
        clocks = [.. Enumerable.Range(1, Replicas + 1).Select(id => new HybridClock(time, new ReplicaId((ulong)id)))];
        documents = [.. clocks.Select(_ => Document.Empty(Key))];
    }

    /// <summary>What the old replica had written unseen.</summary>
    public IReadOnlyList<Delta> Tail => tail;

    /// <summary>What was made of it.</summary>
    public IReadOnlyList<Delta> Replayed { get; private set; } = [];

    /// <summary>The others' document before the replay, never pruned.</summary>
    public Document Others { get; private set; } = Document.Empty(Key);

    /// <summary>What all would have had the old replica only been late.</summary>
    public Document Late { get; private set; } = Document.Empty(Key);

    /// <summary>The document after the replay.</summary>
    public Document Result { get; private set; } = Document.Empty(Key);

    /// <summary>The same on a document that was pruned before.</summary>
    public Document PrunedResult { get; private set; } = Document.Empty(Key);

    /// <summary>The new deltas of the pruned document, applied where nothing was pruned.</summary>
    public Document Unpruned { get; private set; } = Document.Empty(Key);

    /// <summary>Plays it; the same for the same seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="requests">What is written; any random requests if null.</param>
    public static Reentry Run(int seed, Func<Random, Request>? requests = null)
    {
        Reentry run = new(seed, requests);
        run.Together();
        run.Apart();
        run.Return();
        return run;
    }

    private void Together()
    {
        for (int i = random.Next(8); i > 0; i--)
        {
            int here = random.Next(Replicas);
            Write(here, acknowledged);
            if (random.Next(2) == 0) documents[here] = documents[here].Join(documents[random.Next(Replicas)]);
        }

        Document joined = documents[0].Join(documents[1]).Join(documents[2]);
        if (random.Next(2) == 0) joined = Pruning.Prune(joined, joined.Context);
        Array.Fill(documents, joined);
    }

    private void Apart()
    {
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            if (starts.Next(8) == 0) StartAnew();
            int here = random.Next(Replicas);
            Write(here, tail);
            if (random.Next(3) > 0) continue;
            if (here == 0) documents[0] = documents[0].Join(documents[random.Next(Replicas)]);
            else documents[here] = documents[here].Join(documents[3 - here]);
        }
    }

    private void Return()
    {
        Others = documents[1].Join(documents[2]);
        Late = Others.Join(documents[0]);
        time.Advance(TimeSpan.FromMilliseconds(random.Next(1000)));
        Stamp Next(Context seen) => clocks[Replicas].Next(seen);
        Replayed = DeltaRestamp.Replay(Others, [.. tail.Select(Travelled)], Next, out Document result, acknowledged: acknowledged);
        Result = result;
        Assert.All(Replayed, delta => Assert.Equal(clocks[Replicas].Replica, delta.Stamp.Replica));

        // Others hear of the new deltas one by one, merged or as a document, and went on writing before.
        Write(1, []);
        Document one = Replayed.Aggregate(documents[1].Join(documents[2]), (document, delta) => Applied(document, Travelled(delta)));
        Document two = documents[2].Join(result).Join(documents[1]);
        Assert.Equal(DocumentCodec.Encode(two), DocumentCodec.Encode(one));
        if (MergedDelta.TryMerge(Replayed) is { } merged)
        {
            Assert.Equal(ApplyResult.Applied, Others.Apply(merged, out Document other));
            Assert.Equal(DocumentCodec.Encode(result), DocumentCodec.Encode(other));
        }

        Context stable = former.Append(clocks[0].Replica).Aggregate(Others.Context, (context, id) => context.With(new Stamp(HlcTime.Max, id)));
        Document pruned = Pruning.Prune(Others, stable);
        IReadOnlyList<Delta> replayed = DeltaRestamp.Replay(pruned, tail, Next, out Document prunedResult, stable, acknowledged);
        PrunedResult = prunedResult;
        Unpruned = replayed.Aggregate(Others, (document, delta) => document.Apply(delta, out Document next, stable) == ApplyResult.Applied ? next : throw new InvalidOperationException($"{delta.Stamp}"));
    }

    private void StartAnew()
    {
        former.Add(clocks[0].Replica);
        clocks[0] = new HybridClock(time, new ReplicaId((ulong)(100 + former.Count)));
    }

    private void Write(int here, List<Delta> log)
    {
        time.Advance(TimeSpan.FromMilliseconds(random.Next(3)));
        Document document = documents[here];
        Request request = requests();
        if (!SequentialItem.TryRun(document.Visible, request, out _)) return;
        Delta delta = EditPlanner.Plan(document, request.ToEdits(), clocks[here].Next(document.Context), options);
        if (delta.IsEmpty) return;
        documents[here] = Applied(document, delta);
        if (here == 0) log.Add(delta);
    }

    private static Document Applied(Document document, Delta delta)
    {
        Assert.Equal(ApplyResult.Applied, document.Apply(delta, out Document result));
        return result;
    }

    private static Delta Travelled(Delta delta) => DeltaCodec.DecodeForeign(DeltaCodec.Encode(delta));
}

using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Testing.Histories;

/// <summary>
/// Plays a history and checks: each local write shows what DynamoDB would show; pruning, codecs and the way something travelled never show;
/// in the end all replicas are equal to the byte.
/// </summary>
public sealed class HistoryRunner
{
    private static readonly ItemKey Key = new("history"u8.ToArray());
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly History history;
    private readonly ManualTimeProvider[] times;
    private readonly HistoryReplica[] replicas;
    private readonly List<(byte[] Bytes, Document Shadow)> snapshots = [];
    private readonly Action<HistoryReplica, HistoryStep.Write, Stamp>? onWrite;

    private HistoryRunner(History history, Action<HistoryReplica, HistoryStep.Write, Stamp>? onWrite)
    {
        this.history = history;
        this.onWrite = onWrite;
        times = [.. history.SkewMilliseconds.Select(skew => new ManualTimeProvider(Begin + TimeSpan.FromMilliseconds(skew)))];
        replicas = [.. times.Select((time, i) => new HistoryReplica(i, new HybridClock(time, new ReplicaId((ulong)(100 + i))), Key))];
    }

    /// <summary>How many writes DynamoDB would have taken.</summary>
    public int Writes { get; private set; }

    /// <summary>How many times something was pruned or forgotten.</summary>
    public int Prunings { get; private set; }

    /// <summary>How many times a deleted item was forgotten altogether, context and all.</summary>
    public int Forgettings { get; private set; }

    /// <summary>How many times a run of at least two deltas was applied as one.</summary>
    public int Merges { get; private set; }

    /// <summary>How many of these runs were seen in part before.</summary>
    public int MergesInPart { get; private set; }

    /// <summary>How many replicas retired.</summary>
    public int Closings => replicas.Count(replica => replica.IsClosed);

    /// <summary>The replicas as the history left them.</summary>
    public IReadOnlyList<HistoryReplica> Replicas => replicas;

    /// <summary>Plays a history.</summary>
    /// <param name="history">The history.</param>
    /// <param name="onStep">Told after each step what it was, and whether it did something.</param>
    /// <param name="onWrite">Told after each write its stamp.</param>
    /// <exception cref="HistoryFailureException">It broke a law.</exception>
    public static HistoryRunner Run(History history, Action<HistoryRunner, HistoryStep, bool>? onStep = null, Action<HistoryReplica, HistoryStep.Write, Stamp>? onWrite = null)
    {
        HistoryRunner runner = new(history, onWrite);
        foreach (HistoryStep step in history.Steps)
        {
            bool done = runner.Step(step);
            onStep?.Invoke(runner, step, done);
        }

        HistoryEnd.Check([.. runner.replicas.Where(replica => !replica.IsClosed)], history.Seed);
        return runner;
    }

    /// <summary>What is stable at a replica now: applied everywhere, and in the past of everything still to come to it.</summary>
    internal static Context? StableAt(HistoryReplica here, IReadOnlyList<HistoryReplica> active, IReadOnlyList<HistoryReplica> all)
    {
        Context everywhere = active.Select(replica => replica.Known).Aggregate((one, other) => one.Intersect(other));
        bool settled = all.All(origin => origin.Log.All(write => here.Known.Includes(write.ShadowDelta.Stamp) || write.Past.Includes(everywhere)));
        return settled ? here.Stable.Union(everywhere) : null;
    }

    private bool Step(HistoryStep step)
    {
        switch (step)
        {
            case HistoryStep.Write write:
                return !replicas[write.Replica].IsClosed && Write(replicas[write.Replica], write);
            case HistoryStep.Rewrite rewrite:
                if (Active(rewrite.Replica) is not { } writer) return false;
                Value item = RandomRewrites.Change(writer.Document.Visible, new Random(rewrite.Choice));
                return Write(writer, new HistoryStep.Write(rewrite.Replica, new Request.Put(item)));
            case HistoryStep.Deliver deliver:
                return Deliver(deliver);
            case HistoryStep.DeliverMerged deliver:
                return DeliverMerged(deliver);
            case HistoryStep.Join join:
                return Active(join.To) is { } to && Active(join.From) is { } from && to != from && Join(to, DocumentCodec.Encode(from.Document), from.Shadow);
            case HistoryStep.TakeSnapshot take:
                snapshots.Add((DocumentCodec.Encode(replicas[take.From].Document), replicas[take.From].Shadow));
                return true;
            case HistoryStep.JoinSnapshot arrive:
                if (snapshots.Count == 0 || Active(arrive.To) is not { } target) return false;
                (byte[] bytes, Document shadow) = snapshots[arrive.Index % snapshots.Count];
                return Join(target, bytes, shadow);
            case HistoryStep.Settle:
                return Settle();
            case HistoryStep.Prune prune:
                return Active(prune.Replica) is { } pruned && Prune(pruned);
            case HistoryStep.Close close:
                return Active(close.Replica) is { } closed && Close(closed);
            default:
                foreach (ManualTimeProvider time in times) time.Advance(TimeSpan.FromMilliseconds(((HistoryStep.Pass)step).Milliseconds));
                return true;
        }
    }

    private HistoryReplica? Active(int number) => replicas[number].IsClosed ? null : replicas[number];

    private bool Write(HistoryReplica replica, HistoryStep.Write write)
    {
        Value before = replica.Document.Visible;
        if (!SequentialItem.TryRun(before, write.Request, out Value expected)) return false;

        PlanOptions options = new() { Mode = history.Mode };
        Stamp stamp = replica.Clock.Next(replica.Shadow.Context.Union(replica.Document.Context));
        IReadOnlyList<DocumentEdit> edits = write.Request.ToEdits();
        Delta delta = EditPlanner.Plan(replica.Document, edits, stamp, options);
        Delta shadow = EditPlanner.Plan(replica.Shadow, edits, stamp, options);
        replica.Log.Add(new HistoryWrite(DeltaCodec.Encode(delta), shadow, replica.Known));
        replica.Document = Apply(replica.Document, delta, replica.Stable);
        replica.Shadow = Apply(replica.Shadow, shadow, Context.Empty);
        Writes++;
        if (replica.Document.Visible != expected)
        {
            throw new HistoryFailureException("local", $"{before} after {write.Request} shows {replica.Document.Visible}; DynamoDB shows {expected}");
        }

        CheckShadow(replica, "write");
        onWrite?.Invoke(replica, write, stamp);
        return true;
    }

    private bool Deliver(HistoryStep.Deliver deliver)
    {
        HistoryReplica origin = replicas[deliver.Origin];
        if (Active(deliver.To) is not { } to || to == origin || origin.Log.Count == 0) return false;
        HistoryWrite write = origin.Log[deliver.Index % origin.Log.Count];
        Delta delta = DeltaCodec.DecodeForeign(write.Bytes);
        ApplyResult result = to.Document.ApplyRemote(delta, to.Id, out Document after, to.Stable);
        if (result == ApplyResult.PredecessorMissing)
        {
            return deliver.FetchIfEarly && !origin.IsClosed && Join(to, DocumentCodec.Encode(origin.Document), origin.Shadow);
        }

        to.Document = after;
        if (result != ApplyResult.Applied) return false;
        to.Shadow = Apply(to.Shadow, write.ShadowDelta, Context.Empty);
        CheckShadow(to, "delta");
        return true;
    }

    /// <summary>A run must do what its deltas do one after the other, whatever of them was seen before.</summary>
    private bool DeliverMerged(HistoryStep.DeliverMerged deliver)
    {
        HistoryReplica origin = replicas[deliver.Origin];
        if (Active(deliver.To) is not { } to || to == origin || origin.Log.Count == 0) return false;
        DeltaMerger merger = new();
        HistoryWrite[] run = [.. origin.Log.Skip(deliver.Index % origin.Log.Count).Take(deliver.Length).TakeWhile(write => merger.TryAdd(DeltaCodec.DecodeForeign(write.Bytes)))];
        MergedDelta merged = MergedDeltaCodec.DecodeForeign(MergedDeltaCodec.Encode(merger.Build()));
        bool inPart = to.Known.Includes(merged.FirstStamp);
        ApplyResult result = to.Document.ApplyRemote(merged, to.Id, out Document after, to.Stable);
        if (result == ApplyResult.PredecessorMissing)
        {
            return deliver.FetchIfEarly && !origin.IsClosed && Join(to, DocumentCodec.Encode(origin.Document), origin.Shadow);
        }

        Document single = to.Document;
        foreach (HistoryWrite write in run)
        {
            single.ApplyRemote(DeltaCodec.DecodeForeign(write.Bytes), to.Id, out single, to.Stable);
            to.Shadow.Apply(write.ShadowDelta, out Document shadow);
            to.Shadow = shadow;
        }

        if (!DocumentCodec.Encode(single).AsSpan().SequenceEqual(DocumentCodec.Encode(after)))
        {
            throw new HistoryFailureException("merged", $"{run.Length} deltas from {merged.FirstStamp} merged give {after.Visible}, one by one {single.Visible}");
        }

        to.Document = after;
        CheckShadow(to, "merged delta");
        if (result != ApplyResult.Applied) return false;
        if (run.Length > 1) Merges++;
        if (inPart) MergesInPart++;
        return true;
    }

    private bool Join(HistoryReplica to, byte[] bytes, Document shadow)
    {
        to.Document = to.Document.JoinRemote(DocumentCodec.DecodeForeign(Key, bytes), to.Id, to.Stable);
        to.Shadow = to.Shadow.Join(shadow);
        CheckShadow(to, "join");
        return true;
    }

    private bool Settle()
    {
        HistoryReplica[] active = [.. replicas.Where(replica => !replica.IsClosed)];
        for (int round = 0; round < 2; round++)
        {
            foreach (HistoryReplica to in active)
            {
                foreach (HistoryReplica from in active) Join(to, DocumentCodec.Encode(from.Document), from.Shadow);
            }
        }

        return true;
    }

    private bool Prune(HistoryReplica replica)
    {
        HistoryReplica[] active = [.. replicas.Where(other => !other.IsClosed)];
        if (StableAt(replica, active, replicas) is not { } stable) return false;
        replica.Stable = stable;
        Document pruned = Pruning.Prune(replica.Document, stable);
        Context declared = active.Select(other => other.Stable).Aggregate((one, other) => one.Intersect(other));
        if (pruned.Context.Count > 0 && Pruning.CanForget(pruned, declared))
        {
            pruned = Document.Empty(Key);
            Forgettings++;
        }

        if (!ReferenceEquals(pruned, replica.Document)) Prunings++;
        replica.Document = pruned;
        CheckShadow(replica, "prune");
        return true;
    }

    private bool Close(HistoryReplica retiring)
    {
        HistoryReplica[] others = [.. replicas.Where(other => !other.IsClosed && other != retiring)];
        Stamp last = new(retiring.Known[retiring.Id], retiring.Id);
        if (others.Length < 2 || last.Time == HlcTime.Zero) return false;

        // Closed at every member in one epoch: everywhere applied, and in the past of all that is still to come anywhere.
        foreach (HistoryReplica other in others)
        {
            if (!other.Known.Includes(last)) return false;
            if (replicas.Any(origin => origin.Log.Exists(write => !other.Known.Includes(write.ShadowDelta.Stamp) && !write.Past.Includes(last)))) return false;
        }

        foreach (HistoryReplica other in others) other.Stable = other.Stable.With(new Stamp(HlcTime.Max, retiring.Id));
        retiring.IsClosed = true;
        return true;
    }

    private static Document Apply(Document document, Delta delta, Context stable)
    {
        ApplyResult result = document.Apply(delta, out Document after, stable);
        return result == ApplyResult.Applied ? after : throw new HistoryFailureException("apply", $"{delta.Stamp} is {result} where its shadow was applied");
    }

    private static void CheckShadow(HistoryReplica replica, string how)
    {
        if (replica.Document.Visible == replica.Shadow.Visible) return;
        throw new HistoryFailureException("shadow", $"after a {how}, replica {replica.Number} shows {replica.Document.Visible}; never pruned it would show {replica.Shadow.Visible}");
    }
}
